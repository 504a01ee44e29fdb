import { readFile } from "node:fs/promises";
import type { StepId } from "@long-running-api/kit/step-ids";

/** What a step is for: the paragraphs between the heading of its README and the list of commands. */
export async function explain(step: StepId): Promise<string[]> {
  const text = await readFile(new URL(`../steps/${step}/README.md`, import.meta.url), "utf8");
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const from = lines.findIndex((line) => line.startsWith("# ")) + 1;
  const to = lines.findIndex((line) => line.startsWith("- "));
  const paragraphs = lines
    .slice(from, to)
    .join("\n")
    .trim()
    .split(/\n{2,}/);
  return paragraphs.map((paragraph) => paragraph.replaceAll("\n", " ").replaceAll("`", ""));
}
