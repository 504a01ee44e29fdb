import { wrapLines } from "@long-running-api/kit/terminal-text";
import { type Paper, progressLine } from "./screen.ts";

/** What is printed once every exercise is solved. */
export function finishLines(total: number, folder: string, paper: Paper): string[] {
  const { colors, columns } = paper;
  const command = (text: string) => `  ${colors.cyan(text)}`;
  return [
    progressLine(total, total, paper),
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
