import { Problem } from "@long-running-api/foundation/problem";
import type { StepId } from "@long-running-api/kit/step-ids";

/** An earlier step's work is not there: which one, and how that was seen. */
export function missingStep(step: StepId, what: string, lookedAt: string): Problem {
  return new Problem(`Step ${step} is missing. ${what}`, { "looked at": lookedAt }, `npx tsx steps/${step}`);
}
