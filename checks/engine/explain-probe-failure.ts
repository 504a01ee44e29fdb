import { Problem } from "@long-running-api/foundation/problem";
import { type Asked, explainFailure } from "@long-running-api/kit/targets/explain";
import { type Unknown, unknown } from "./check.ts";
import type { ProbeContext } from "./probe-context.ts";
import { ResourceDisappeared } from "./resource-disappeared.ts";

/** Explains why a probe failed; undefined for an error that is our bug. */
export function explainProbeFailure(error: unknown, target: Asked): Unknown | undefined {
  if (error instanceof ResourceDisappeared)
    return unknown(error.message, "The environment is being changed at the same time. Run the check again.");
  const problem = error instanceof Problem ? error : explainFailure(error, target);
  return problem && fromProblem(problem);
}

/** The result, or undefined if the probe failed, for checks that can judge without it. Throws our own bugs. */
export async function undefinedIfUnreadable<T>(
  { target }: Pick<ProbeContext, "target">,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (explainProbeFailure(error, target)) return undefined;
    throw error;
  }
}

function fromProblem({ message, seen, next }: Problem): Unknown {
  const details = Object.entries(seen).map(([label, value]) => `${label} ${value}`);
  return unknown([message, details.join("; ")].filter(Boolean).join(" ").trim(), next.join(" "));
}
