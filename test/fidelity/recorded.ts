import { readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";

/** Calls of one service in order, with AWS's responses to some of them. */
export interface RecordedCase {
  id: string;
  title: string;
  service: string;
  evidence: string;
  source: string;
  calls: { call: string; expect?: unknown }[];
}

export const recordedFile = "test/vectors/aws-recorded.json";
export const recordedTest = "test/conformance/aws-recorded.test.ts";

export function readRecorded(): RecordedCase[] {
  const text = readFileSync(path.join(projectFolder, recordedFile), "utf8");
  return (JSON.parse(text) as { cases: RecordedCase[] }).cases;
}

/** The cases in which an action's answer is compared. */
export function recordedOf(cases: readonly RecordedCase[], service: string, action: string): string[] {
  return cases
    .filter((each) => each.service === service)
    .filter(({ calls }) => calls.some(({ call, expect }) => call === action && expect !== undefined))
    .map(({ id }) => id);
}
