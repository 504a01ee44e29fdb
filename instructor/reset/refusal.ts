import { ConductorRefusal } from "@long-running-api/conductor/client";
import { explainAwsFailure } from "@long-running-api/kit/targets/credentials";

/** In what words a server refused; nothing when it did not answer at all, or did not let us in. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof ConductorRefusal) return error.message;
  if (!("$fault" in error) || explainAwsFailure(error)) return undefined;
  return `${error.name}: ${error.message}`;
}
