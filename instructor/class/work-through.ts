import type { Output } from "@long-running-api/kit/output";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import type { Target } from "@long-running-api/kit/targets/target";
import type { Place } from "../fault.ts";
import { eachLearner, exitCodeOf, type Outcome } from "./each-learner.ts";
import { type Learner, namesOfLearner } from "./roster.ts";

export interface ClassWork {
  readonly target: Target;
  readonly output: Output;
  readonly learners: readonly Learner[];
  readonly atOnceMax: number;
  /** Time that one learner takes at least, by AWS's quotas, in seconds; 0 by default. */
  readonly secondsEachMin?: number;
  /** For `--json`, beside the learners. */
  readonly facts?: object;
  /** Looks at what a learner has, and does what is missing; its output prints nothing. */
  act(place: Place, output: Output): Promise<Omit<Outcome, "learner">>;
}

/** Does something for each learner of a class on a target; returns the exit code. */
export async function workThrough(work: ClassWork): Promise<number> {
  const { target, output, learners, atOnceMax, secondsEachMin = 0, facts = {} } = work;
  const outcomes = await eachLearner({
    learners,
    output,
    atOnceMax,
    secondsEachMin,
    explain: (error) => explainFailure(error, target),
    act: ({ learner }, quiet) => work.act({ target, names: namesOfLearner(learner) }, quiet),
  });
  output.document({ version: 1, target: target.name, ...facts, learners: outcomes });
  return exitCodeOf(outcomes);
}
