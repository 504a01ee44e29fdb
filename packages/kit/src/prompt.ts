import { pressCtrlC, readKeys } from "./keys.ts";
import type { Output } from "./output.ts";

/** Whether there is someone to ask: both ends are a terminal. */
export function canPrompt(output: Pick<Output, "terminal">): boolean {
  return output.terminal && process.stdin.isTTY === true;
}

/** Waits for one of these keys; undefined when the terminal is closed. Ctrl-C ends the command. */
export async function askKey(keys: readonly string[]): Promise<string | undefined> {
  const key = await new Promise<string | undefined>((resolve) => {
    const stop = readKeys(process.stdin, (typed) => {
      const wanted = keys.find((each) => each === typed || each === typed.toLowerCase());
      if (wanted === undefined && typed !== "\u0003" && typed !== "closed") return;
      stop();
      resolve(wanted ?? (typed === "closed" ? undefined : typed));
    });
  });
  if (key !== "\u0003") return key;
  pressCtrlC();
  return await new Promise<never>(() => {});
}

/** Asks a question that y, n or Enter answers; a closed terminal means no. */
export async function confirm(
  output: Output,
  message: string,
  { initial }: { initial: boolean },
): Promise<boolean> {
  const { cyan, bold, dim } = output.colors;
  output.stream.write(`${cyan("?")} ${bold(message)} ${dim(initial ? "(Y/n)" : "(y/N)")} `);
  const key = await askKey(["y", "n", "enter"]);
  const agreed = key === "y" || (key === "enter" && initial);
  output.say(agreed ? "yes" : "no");
  return agreed;
}

const choiceKeys = [..."123456789abcdefghijklmnopqrstuvwxyz"];

/** Asks for one of several; returns its index, or undefined after Escape or when the terminal is closed. */
export async function choose(
  output: Output,
  message: string,
  choices: readonly string[],
): Promise<number | undefined> {
  const { cyan, bold } = output.colors;
  const keys = choiceKeys.slice(0, choices.length);
  output.say(`${cyan("?")} ${bold(message)}`);
  for (const [index, key] of keys.entries()) output.say(`  ${cyan(key)}  ${choices[index] ?? ""}`);
  const key = await askKey([...keys, "escape"]);
  const index = keys.indexOf(key ?? "");
  if (index >= 0) output.say(`  ${choices[index]}`);
  return index < 0 ? undefined : index;
}
