import { readFile } from "node:fs/promises";
import type { StepId } from "@long-running-api/kit/step-ids";

/** What a step is for: the text between the heading of its README and the list of commands. */
export async function explain(step: StepId): Promise<string[]> {
  const text = await readFile(new URL(`../steps/${step}/README.md`, import.meta.url), "utf8");
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const from = lines.findIndex((line) => line.startsWith("# ")) + 1;
  const to = lines.findIndex((line) => line.startsWith("- "));
  return lines.slice(from, to).filter((line) => line.trim() !== "");
}
