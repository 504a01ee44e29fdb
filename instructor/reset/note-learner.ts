import { isLearnerName, learnerTagKey } from "@long-running-api/kit/names";
import type { Seen } from "./leftover.ts";

/** Remembers a resource's learner: executions and log groups have no tags, and are found by the learner's name. */
export function noteLearner(seen: Seen, tags: Readonly<Record<string, string>>): void {
  const learner = tags[learnerTagKey];
  if (learner === undefined || isLearnerName(learner)) seen.learners.add(learner);
}
