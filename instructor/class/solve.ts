import { type OptionSpecs, readCommandLine } from "@long-running-api/kit/cli";
import { handleSignals } from "@long-running-api/kit/interrupt";
import type { Names } from "@long-running-api/kit/names";
import { createOutput } from "@long-running-api/kit/output";
import { openTarget } from "@long-running-api/kit/targets";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import { type TargetOptions, targetOptions } from "@long-running-api/kit/targets/options";
import { quotas } from "@long-running-api/scale-model/prices-and-quotas";
import { runOf } from "../../checks/engine/run.ts";
import { checksFor } from "../../checks/load.ts";
import { confirmWrites } from "../../steps/confirm.ts";
import type { Step, StepOptions } from "../../steps/step.ts";
import { type ClassOptions, chooseClass, classOptions } from "./choose.ts";
import { namesOfLearner } from "./roster.ts";
import { workThrough } from "./work-through.ts";

/** A table takes some seconds, and CreateDeployment is allowed once in 5 s: more at once would only wait. */
const atOnceMax = 3;

/** Brings each learner of a class to the end of a step. A learner who is there already is left alone. */
export async function solveClass(
  steps: readonly Step[],
  argv: readonly string[],
  usage: string,
): Promise<number> {
  const own: OptionSpecs = Object.assign({}, ...steps.map(({ options }) => options ?? {}));
  const { target: where, yes, json, color, help } = targetOptions;
  const spec = {
    usage,
    about:
      "Brings each learner of a class to the end of the step; a learner who is there already is left alone.",
    options: {
      ...classOptions,
      ...own,
      target: where,
      yes,
      json,
      color,
      help,
    },
  } as const;
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  handleSignals();
  const options: TargetOptions & StepOptions & ClassOptions = line.options;
  const find = chooseClass(options, usage);
  if (!find) throw new Error("A class is chosen by --roster or --all.");
  const output = createOutput(options);
  const target = await openTarget(options);
  try {
    const people = await find(target);
    await confirmWrites({
      target,
      output,
      yes: options.yes === true,
      lines: people.flatMap(({ learner }) =>
        steps.flatMap((step) => step.plan(namesOfLearner(learner), options)),
      ),
    });
    const ids = steps.map(({ id }) => id);
    const checks = await checksFor(ids);
    const last = ids.at(-1);
    return await workThrough({
      target,
      output,
      learners: people,
      atOnceMax,
      secondsEachMin: target.real && ids.includes("03-api") ? 1 / quotas.apiDeploy.limit : 0,
      facts: { steps: ids },
      async act(place, quiet) {
        const own = { target, names: withExactNames(place.names), steps: ids, passive: true };
        const report = await runOf(checks, own);
        if (report.status === "pass") return { outcome: "already there", note: `${last} is solved already` };
        for (const step of steps) await step.apply({ ...place, options, output: quiet });
        return { outcome: "done", note: `${last} is solved` };
      },
    });
  } catch (error) {
    throw explainFailure(error, target) ?? error;
  } finally {
    await target.close();
  }
}

/** Names that leave nothing to a search: an API that someone built by hand in the account belongs to no learner. */
function withExactNames(names: Names): Names {
  const { table, function: functionName, api, workflow } = names;
  return { ...names, chosen: { ...names.chosen, table, function: functionName, api, workflow } };
}
