import { ConductorRefusal } from "@long-running-api/conductor/client";
import { explainAwsFailure } from "@long-running-api/kit/targets/credentials";

/** A server's error message; undefined if it did not respond or did not accept our credentials. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof ConductorRefusal) return error.message;
  if (!("$fault" in error) || explainAwsFailure(error)) return undefined;
  return `${error.name}: ${error.message}`;
}
