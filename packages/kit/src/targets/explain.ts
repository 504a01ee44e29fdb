import { ConductorRefusal, ConductorUnreachable } from "@long-running-api/conductor/client";
import { Problem } from "@long-running-api/foundation/problem";
import { explainAwsFailure } from "./credentials.ts";
import type { Target } from "./target.ts";

/**
 * An error of a client in the learner's words: what was refused or could not be reached, and what to do. Nothing
 * for an error that is none of theirs: that is a bug of ours.
 */
export function explainFailure(
  error: unknown,
  target: Pick<Target, "name" | "title" | "conductorUrl">,
): Problem | undefined {
  if (!(error instanceof Error) || error instanceof Problem) return undefined;
  if (error instanceof ConductorUnreachable) return unreachable(error, target, target.conductorUrl);
  if (error instanceof ConductorRefusal) return refusedByConductor(error, target.conductorUrl);
  if (isNetworkError(error) && target.name !== "aws") return unreachable(error, target, target.title);
  return explainAwsFailure(error) ?? refusedByAws(error);
}

function unreachable(error: Error, { name }: Pick<Target, "name">, where: string): Problem {
  const next =
    name === "local"
      ? "The local cloud has stopped. Run the same command again: it starts one, and goes on."
      : "See that it runs and that its address is right, then run the same command again.";
  return new Problem(`No answer from ${where}.`, { seen: error.message || error.name }, next);
}

function refusedByConductor({ message, status, contentType }: ConductorRefusal, url: string): Problem {
  const seen = { "looked at": url, seen: `HTTP ${status}: ${message}` };
  if (contentType.startsWith("text/html"))
    return new Problem(
      "The Conductor address answers with a web page, not with the API.",
      seen,
      "The address of the API ends in /api, e.g. https://developer.orkescloud.com/api",
    );
  if (status === 401)
    return new Problem(
      "Conductor does not accept the key.",
      seen,
      "Make a new access key in the cluster (its secret is shown once), and set CONDUCTOR_AUTH_KEY and CONDUCTOR_AUTH_SECRET.",
    );
  if (status === 403)
    return new Problem(
      "The key may not do this in Conductor.",
      seen,
      "Give its application the role Metadata API, and the permission to execute the workflow.",
    );
  return new Problem("Conductor refused the request.", seen);
}

interface ServiceError extends Error {
  $metadata?: { httpStatusCode?: number };
}

function refusedByAws(error: ServiceError): Problem | undefined {
  if (error.$metadata?.httpStatusCode === undefined) return undefined;
  const seen = { seen: `${error.name}: ${error.message}` };
  if (
    /iam:(PassRole|CreateRole|AttachRolePolicy|PutRolePolicy|TagRole)|permissions boundary/i.test(
      error.message,
    )
  ) {
    return new Problem(
      "Your AWS identity may not make roles for functions.",
      seen,
      "Ask the owner of the account for the permissions in docs/instructor.md.",
    );
  }
  if (/AccessDenied|NotAuthorized|UnauthorizedOperation/.test(error.name))
    return new Problem(
      "Your AWS identity lacks a permission.",
      seen,
      "Ask the owner of the account for the permissions in docs/instructor.md.",
    );
  if (/TooManyRequests|Throttling|LimitExceeded/.test(error.name))
    return new Problem(
      "AWS asks to slow down; nothing is wrong with your work.",
      seen,
      "Wait a moment, then run the same command again: it goes on where it stopped.",
    );
  return new Problem("AWS refused a request.", seen);
}

function isNetworkError(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return (
    ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "ETIMEDOUT"].includes(code ?? "") ||
    /socket hang up/.test(error.message)
  );
}
