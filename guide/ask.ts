import type { Output } from "@long-running-api/kit/output";
import prompts from "prompts";

export type Choice = "do" | "quit";

/** Whether to ask: both ends are a terminal, and --yes was not given. */
export function canAsk(output: Output, yes: boolean): boolean {
  return output.terminal && process.stdin.isTTY === true && !yes;
}

/** Waits for the learner. Ctrl-C and a closed terminal count as quitting. */
export async function ask(message: string): Promise<Choice> {
  const { go } = (await prompts({ type: "confirm", name: "go", message, initial: true })) as { go?: boolean };
  return go === true ? "do" : "quit";
}
