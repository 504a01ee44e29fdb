import type { Target } from "@long-running-api/kit/targets/target";
import { seenNothing } from "../reset/leftover.ts";
import { everyLearner } from "../reset/scope.ts";
import { survey } from "../reset/survey.ts";
import type { Learner } from "./roster.ts";

/** The learners who have resources on a target, found by their tags. */
export async function findLearners(target: Target): Promise<Learner[]> {
  const seen = seenNothing([]);
  await survey({
    target,
    scope: everyLearner,
    regions: [target.aws.region],
    onWait: () => {},
    seen,
    pace: (request) => request(), // nothing is deleted
  });
  return [...seen.learners]
    .filter((learner) => learner !== undefined)
    .sort()
    .map((learner) => ({ name: learner, learner }));
}
