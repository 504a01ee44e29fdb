import { wrapLines } from "@long-running-api/kit/terminal-text";
import { type Display, progressLine } from "./screen.ts";

/** What is printed once every exercise is solved. */
export function finishLines(total: number, folder: string, display: Display): string[] {
  const { colors, columns } = display;
  const command = (text: string) => `  ${colors.cyan(text)}`;
  return [
    progressLine(total, total, display),
    "",
    colors.green(colors.bold("All exercises are solved: the whole system now runs on your own files.")),
    "",
    "Watch it run, then see the problem that it solves:",
    "",
    command("npx tsx steps/05-run"),
    command("npx tsx steps/05-run --sync"),
    "",
    `Every step can use your files: --from ${folder}`,
    "",
  ].flatMap((line) => wrapLines([line], columns));
}
