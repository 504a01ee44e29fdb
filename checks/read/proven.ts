import type { Check, CheckDesign, Verdict } from "../engine/check.ts";
import { check, pass } from "../engine/check.ts";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { type Proof, provenRun } from "./proven-run.ts";

/**
 * A check of the tutorial's design. A different design passes too if its latest run is COMPLETED for the right reason:
 * how the tutorial differs is then a remark.
 */
export function shapeCheck<Seen extends object>(
  design: CheckDesign<Seen>,
  accepts: (proof: Proof, seen: Seen) => boolean = () => true,
): Check {
  const differs = ({ status }: Verdict) => status === "fail" || status === "unknown";
  return check<Seen & { proof?: Proof }>({
    ...design,
    probe: async (context: ProbeContext) => {
      const seen = await context.ask(design.probe); // as any check asks: a probe that another one asks for runs once
      if (!differs(design.judge(seen))) return seen;
      const proof = await undefinedIfUnreadable(context, () => context.ask(provenRun));
      return proof && accepts(proof, seen) ? { ...seen, proof } : seen;
    },
    judge(seen) {
      const verdict = design.judge(seen);
      if (!seen.proof || !(verdict.status === "fail" || verdict.status === "unknown")) return verdict;
      const tutorial = verdict.status === "fail" ? `The tutorial's is: ${verdict.expected}.` : verdict.hint;
      return pass(verdict.observed, [
        `${tutorial} This works too: with it, the run ${seen.proof.workflowId} waited for its work and is COMPLETED.`,
      ]);
    },
  });
}
