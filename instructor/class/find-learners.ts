import type { Target } from "@long-running-api/kit/targets/target";
import { everyLearner } from "../reset/scope.ts";
import { survey } from "../reset/survey.ts";
import type { Learner } from "./roster.ts";

/** The learners of whom something exists on a target, by its tags. */
export async function findLearners(target: Target): Promise<Learner[]> {
  const learners = new Set<string | undefined>();
  await survey({
    target,
    scope: everyLearner,
    regions: [target.aws.region],
    onWait: () => {},
    seen: { learners, tables: new Set(), functions: new Set(), definitions: new Set() },
  });
  return [...learners]
    .filter((learner) => learner !== undefined)
    .sort()
    .map((learner) => ({ name: learner, learner }));
}
