import type { Output } from "@long-running-api/kit/output";
import { choose } from "@long-running-api/kit/prompt";

/** Asks which of several resources to use; undefined if the prompt is cancelled. */
export async function chooseAmong(
  output: Output,
  { option, names }: { option: string; names: readonly string[] },
): Promise<string | undefined> {
  const index = await choose(output, `More than one ${option} matches. Which one do you mean?`, names);
  return index === undefined ? undefined : names[index]?.split(" ")[0];
}
