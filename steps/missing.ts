import { Problem } from "@long-running-api/foundation/problem";
import type { StepId } from "@long-running-api/kit/step-ids";

/** The problem of a missing earlier step: which one, and what was read. */
export function missingStep(step: StepId, what: string, lookedAt: string): Problem {
  return new Problem(`Step ${step} is missing. ${what}`, { "looked at": lookedAt }, `npx tsx steps/${step}`);
}
