import { Problem } from "@long-running-api/foundation/problem";
import type { Output } from "@long-running-api/kit/output";
import type { Target } from "@long-running-api/kit/targets/target";

export interface Announcement {
  target: Target;
  output: Output;
  yes: boolean;
  /** The writes, one a line. */
  lines: string[];
}

/** Before the first write to a real account: prints what will change, and asks for confirmation. */
export async function confirmWrites({ target, output, yes, lines }: Announcement): Promise<void> {
  if (!target.real) return;
  output.say(`This changes ${target.title}:`);
  for (const line of lines) output.say(`  - ${line}`);
  if (yes) return;
  const { canPrompt, confirm } = await import("@long-running-api/kit/prompt");
  if (!canPrompt(output) || !(await confirm(output, "Go ahead?", { initial: false })))
    throw new Problem("Nothing was changed.");
}
