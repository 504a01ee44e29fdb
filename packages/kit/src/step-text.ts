import { readFile } from "node:fs/promises";
import path from "node:path";
import { projectFolder } from "./project-folder.ts";
import type { StepId } from "./step-ids.ts";

/** What a step is called and what it is for, out of its README. */
export interface StepText {
  title: string;
  /** The paragraphs between the heading and the list of commands. */
  about: string[];
}

/** Reads the README of a step. */
export async function readStepText(step: StepId): Promise<StepText> {
  const text = await readFile(path.join(projectFolder, "steps", step, "README.md"), "utf8");
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const heading = lines.findIndex((line) => line.startsWith("# "));
  const end = lines.findIndex((line) => line.startsWith("- "));
  return {
    title: lines[heading]?.replace(/^# /, "") ?? step,
    about: paragraphsIn(lines.slice(heading + 1, end)),
  };
}

function paragraphsIn(lines: readonly string[]): string[] {
  const paragraphs = lines
    .join("\n")
    .trim()
    .split(/\n{2,}/);
  return paragraphs.map((paragraph) => paragraph.replaceAll("\n", " "));
}
