import type { Output } from "@long-running-api/kit/output";
import type { Step } from "../steps/step.ts";
import { explain } from "./explain.ts";
import { sayParagraph } from "./paragraph.ts";

/** Prints which part comes now, and what it is for. */
export async function introduce(
  { id, title }: Pick<Step, "id" | "title">,
  place: { number: number; of: number },
  output: Output,
): Promise<void> {
  sayTitle(`${place.number}/${place.of}  ${title}`, output);
  for (const paragraph of await explain(id)) sayParagraph(paragraph, output, output.colors.dim);
}

export function sayTitle(title: string, output: Output): void {
  output.say();
  output.say(output.colors.bold(title));
}
