import { Problem } from "@long-running-api/foundation/problem";
import type { Names } from "@long-running-api/kit/names";
import { silentOutput } from "@long-running-api/kit/output";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import type { Target } from "@long-running-api/kit/targets/target";
import { everyCheck } from "../checks/all.ts";
import type { Check, CheckId } from "../checks/engine/check.ts";
import type { Progress } from "../checks/engine/probe-context.ts";
import type { Reported } from "../checks/engine/report.ts";
import { runOf } from "../checks/engine/run.ts";
import { hasOtherKey, table } from "../steps/01-table/index.ts";
import { prepareCallback } from "../steps/06-callback/apply.ts";
import { callback } from "../steps/06-callback/index.ts";
import type { Designs } from "../steps/designs/index.ts";
import { steps } from "../steps/index.ts";
import { inTurn, type Step, type Work } from "../steps/step.ts";
import { exerciseChecks } from "./checks/index.ts";
import { exercisesOf, fileOf } from "./files.ts";
import type { Exercise, Language } from "./model.ts";

/** How a try went: every check passes, one does not, or the file cannot be used at all. */
export type Outcome =
  | { kind: "solved"; verdicts: readonly Reported[] }
  | { kind: "wrong"; verdict: Reported }
  | { kind: "broken"; problem: Problem };

export interface Attempt {
  exercise: Exercise;
  language: Language;
  designs: Designs;
  /** Applies the exercise's own step alone: the others are there already. */
  onlyOwnStep: boolean;
  /** Leaves the cloud unchanged, although the exercise begins with a change: it is already solved. */
  leaveAsIs?: boolean;
  onProgress?(progress: Progress): void;
  signal?: AbortSignal;
}

export interface Place {
  target: Target;
  names: Names;
}

const allChecks: readonly Check[] = [...everyCheck, ...exerciseChecks];

/** Seconds that the function works in exercises that have to wait for it; function.json says otherwise. */
const processingSeconds = "1";

/** What makes the system. No exercise is about a run that is already over; the checks make their own. */
const builders: readonly Pick<Step, "id" | "apply" | "undo">[] = [
  ...steps.filter(({ id }) => id !== "05-run"),
  {
    ...callback,
    async apply(work) {
      await prepareCallback({
        ...work,
        options: { ...work.options, "processing-seconds": processingSeconds },
      });
      return { messages: [] };
    },
  },
];

/** Applies an exercise's files to the cloud, and judges what is there then. */
export async function attempt(place: Place, tried: Attempt): Promise<Outcome> {
  const work = await workOn(place, tried);
  try {
    const own = builders.findIndex(({ id }) => id === tried.exercise.step);
    for (const step of builders.slice(tried.onlyOwnStep ? own : 0, own + 1)) {
      tried.signal?.throwIfAborted();
      await apply(step, work);
    }
    if (!tried.leaveAsIs) await tried.exercise.command?.prepare(work);
    return await judge(place, tried);
  } catch (error) {
    const problem = error instanceof Problem ? error : explainFailure(error, place.target);
    if (!problem || tried.signal?.aborted) throw error;
    return { kind: "broken", problem };
  }
}

/** Runs what an exercise is judged by: first the checks of the exercises before it on the same file. */
export async function judge(
  { target, names }: Place,
  { exercise, language, onProgress, signal }: Attempt,
): Promise<Outcome> {
  const run = { target, names, steps: [], ...(onProgress && { onProgress }), ...(signal && { signal }) };
  const only = judgedBy(exercise, language);
  const report = await runOf(allChecks, { ...run, only });
  const verdicts = only.flatMap((id) => report.checks.filter((verdict) => verdict.id === id));
  const first = verdicts.find(({ status }) => status !== "pass");
  if (!first) return { kind: "solved", verdicts };
  if (first.because === null) return { kind: "wrong", verdict: first };
  const causes = await runOf(allChecks, { ...run, only: [first.because] });
  return { kind: "wrong", verdict: causes.checks[0] ?? first };
}

function judgedBy(exercise: Exercise, language: Language): CheckId[] {
  const file = fileOf(exercise, language);
  const family = file === undefined ? [exercise] : exercisesOf(file, language);
  return family.slice(0, family.indexOf(exercise) + 1).flatMap((each) => [...each.judgedBy]);
}

/** What a step works with here. */
export async function workOn({ target, names }: Place, { designs, language }: Attempt): Promise<Work> {
  const own = await designs.find("function.json");
  return {
    target,
    names,
    designs,
    output: silentOutput(),
    options: { runtime: language, ...(own ? {} : { "processing-seconds": processingSeconds }) },
  };
}

/** A table's key cannot be changed: a table with another key makes way. */
async function apply(step: (typeof builders)[number], work: Work): Promise<void> {
  if (step.id === table.id && (await inTurn(work, () => hasOtherKey(work)))) await table.undo(work);
  await step.apply(work);
}
