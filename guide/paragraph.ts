import type { Output } from "@long-running-api/kit/output";
import { wrapWords } from "@long-running-api/kit/terminal-text";

/** Lines of prose are no longer than this, also on a wide terminal or in a file. */
const columnsMax = 110;

/** Prints prose, indented by two. */
export function sayParagraph(text: string, output: Output, paint: (line: string) => string = String): void {
  const columns = Math.min(columnsMax, output.terminal ? output.stream.columns || 80 : columnsMax);
  for (const line of wrapWords([text], columns - 3)) output.say(`  ${paint(line.trim())}`);
}
