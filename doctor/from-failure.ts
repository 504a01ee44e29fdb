import { ConductorRefusal } from "@long-running-api/conductor/client";
import { Problem } from "@long-running-api/foundation/problem";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import type { Finding } from "./finding.ts";

/** A client's error as a finding; rethrows our own bugs. */
export function fromFailure(
  title: string,
  error: unknown,
  target: Parameters<typeof explainFailure>[1],
): Finding {
  const problem = error instanceof Problem ? error : explainFailure(error, target);
  if (!problem) throw error;
  const seen = Object.values(problem.seen).filter((text) => text !== "");
  return {
    title,
    status: "lacking",
    seen: seen.length === 0 ? problem.message : `${problem.message} (${seen.join("; ")})`,
    toDo: problem.next,
    whose: needsAnotherPerson(error) ? "someone else" : "you",
  };
}

/** The owner of the account or the cluster grants permissions. */
function needsAnotherPerson(error: unknown): boolean {
  if (error instanceof ConductorRefusal) return error.status === 403;
  return error instanceof Error && /AccessDenied|NotAuthorized|UnauthorizedOperation/.test(error.name);
}
