import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";
import { main } from "@long-running-api/kit/main";
import { everyStepId } from "@long-running-api/kit/step-ids";
import { table } from "./01-table/index.ts";
import { lambda } from "./02-lambda/index.ts";
import { api } from "./03-api/index.ts";
import { workflow } from "./04-workflow/index.ts";
import { run } from "./05-run/index.ts";
import { callback } from "./06-callback/index.ts";
import { runSteps, type Step, type TutorialStep } from "./step.ts";

/** The steps of the tutorial, in order. */
export const steps: readonly TutorialStep[] = [table, lambda, api, workflow, run];

/** Those, and the second method: it is done by name only. */
export const everyStep: readonly Step[] = [...steps, callback];

await main(import.meta, (argv) => {
  const { ids, rest } = splitWords(argv);
  const chosen = ids.length === 0 ? steps : everyStep.filter(({ id }) => ids.includes(id));
  return runSteps(chosen, rest, `npx tsx steps${ids.map((id) => ` ${id}`).join("")}`);
});

/** Step names come first, then options; an unknown name is a Problem that lists the known ones. */
function splitWords(argv: readonly string[]): { ids: string[]; rest: string[] } {
  const end = argv.findIndex((word) => word.startsWith("-"));
  const ids = argv.slice(0, end < 0 ? undefined : end);
  for (const id of ids) {
    if (everyStepId.some((known) => known === id)) continue;
    const closest = nearest(id, everyStepId);
    throw new Problem(
      `There is no step "${id}".`,
      { known: everyStepId.join(", "), ...(closest ? { closest } : {}) },
      "npx tsx steps --help",
    );
  }
  return { ids, rest: end < 0 ? [] : argv.slice(end) };
}
