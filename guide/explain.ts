import type { StepId } from "@long-running-api/kit/step-ids";
import { readStepText } from "@long-running-api/kit/step-text";

/** What a step is for, in paragraphs, for a terminal. */
export async function explain(step: StepId): Promise<string[]> {
  return (await readStepText(step)).about.map((paragraph) => paragraph.replaceAll("`", ""));
}
