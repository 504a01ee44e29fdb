import type { Output } from "@long-running-api/kit/output";
import type { Done } from "../steps/step.ts";

/** Prints what a step has done. */
export function printDone({ messages, exitCode }: Done, { say, colors }: Output): void {
  for (const sentence of messages) say(`  ${exitCode ? colors.yellow("!") : colors.green("✔")} ${sentence}`);
}
