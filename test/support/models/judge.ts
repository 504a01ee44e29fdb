import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pythonWith } from "@long-running-api/test-support/programs";
import { projectFolder } from "@long-running-api/test-support/project";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The folder in which tests record the requests to AWS's services and the responses. */
    exchangesFolder: string;
  }
}

interface Judgement {
  botocore: string;
  exchanges: number;
  operations: number;
  problems: { operation: string; problem: string; times: number; test: string }[];
}

const script = path.join(projectFolder, "test", "conformance", "peers", "validate_models.py");

/** Before the tests: a folder for what is recorded. After them: AWS's service models judge all of it. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(path.join(os.tmpdir(), "exchanges-"));
  project.provide("exchangesFolder", folder);
  return () => {
    try {
      judge(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

function judge(folder: string): void {
  const files = existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
  if (files.length === 0) return;
  const python = pythonWith(["botocore"]);
  if (!python.command) return console.log(`- skipped: AWS's service models (${python.why})`);
  const ran = spawnSync(python.command, [script, ...files], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (ran.status !== 0) return fail(`The service models could not judge:\n${ran.stderr}${ran.error ?? ""}`);
  const { botocore, exchanges, operations, problems } = JSON.parse(ran.stdout) as Judgement;
  const seen = `${exchanges} requests of ${operations} operations, by the service models of botocore ${botocore}`;
  if (problems.length === 0) return console.log(`✔ ${seen}`);
  const lines = problems.map(
    ({ operation, problem, times, test }) => `  ${operation}: ${problem} (${times} times, e.g. in ${test})`,
  );
  fail([`${seen}: ${problems.length} do not fit:`, ...lines].join("\n"));
}

/** Vitest ends with 0 when a teardown throws. */
function fail(message: string): void {
  console.error(`✖ ${message}`);
  process.exitCode = 1;
}
