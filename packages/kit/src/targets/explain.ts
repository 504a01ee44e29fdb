import { ConductorRefusal, ConductorUnreachable } from "@long-running-api/conductor/client";
import { explainNetworkFault, networkFault } from "@long-running-api/foundation/network-fault";
import { Problem } from "@long-running-api/foundation/problem";
import { oneLine } from "@long-running-api/foundation/text";
import { awsUnreachable, explainAwsFailure } from "./credentials.ts";
import type { Target } from "./target.ts";

/** The target of a request. */
export type Asked = Pick<Target, "name" | "title" | "conductorUrl">;

/**
 * Explains a client error to the learner: what was refused or unreachable, and what to do. Undefined
 * for any other error: that is a bug in this project. Used by steps, checks, the doctor and the worker.
 */
export function explainFailure(error: unknown, target: Asked): Problem | undefined {
  if (!(error instanceof Error) || error instanceof Problem) return undefined;
  if (error instanceof ConductorUnreachable) return conductorUnreachable(error, target);
  if (error instanceof ConductorRefusal) return refusedByConductor(error, target.conductorUrl);
  return unreachable(error, target) ?? explainAwsFailure(error) ?? refusedByAws(error);
}

/** What to do about a server that gives no sign of itself. */
export const checkServer = "Make sure that it is running and that its URL is right.";

function conductorUnreachable(error: ConductorUnreachable, { name, conductorUrl }: Asked): Problem {
  const fault = networkFault(error.cause);
  const peer = `Conductor at ${conductorUrl}`;
  const { what, toDo } = fault
    ? explainNetworkFault(fault, peer)
    : { what: `No answer from ${peer}.`, toDo: checkServer };
  const seen = { seen: fault?.message ?? error.message };
  return new Problem(what, seen, name === "local" ? localCloud : `${toDo} CONDUCTOR_SERVER_URL is its URL.`);
}

const localCloud =
  "Run the same command again: any step or check starts the local cloud. npx tsx local status shows whether it is running.";

/** Explains a request that got no response. */
function unreachable(error: Error, { name, title }: Asked): Problem | undefined {
  const fault = networkFault(error);
  if (!fault) {
    if (error.name !== "AbortError" && error.name !== "TimeoutError") return undefined;
    const timedOut = { kind: "timed out", code: "", message: error.message } as const;
    const { what, toDo } = explainNetworkFault(timedOut, title);
    return new Problem(what, { seen: error.message || error.name }, toDo);
  }
  if (name === "aws") return awsUnreachable(error);
  return new Problem(explainNetworkFault(fault, title).what, { seen: fault.message }, localCloud);
}

function refusedByConductor({ message, status, contentType }: ConductorRefusal, url: string): Problem {
  const seen = { "looked at": url, seen: `HTTP ${status}: ${oneLine(message, charactersMax)}` };
  if (contentType.startsWith("text/html"))
    return new Problem(
      "The Conductor URL returns a web page instead of the API.",
      seen,
      "CONDUCTOR_SERVER_URL is probably the URL of the user interface; the API's URL ends in /api, e.g. https://developer.orkescloud.com/api",
    );
  if (status === 401)
    return new Problem(
      "Conductor does not accept the key.",
      seen,
      "The key or its secret is wrong, or its token has expired. Create a new access key in the cluster (its secret is shown only once), and set CONDUCTOR_AUTH_KEY and CONDUCTOR_AUTH_SECRET.",
    );
  if (status === 403)
    return new Problem(
      "The key may not do this in Conductor.",
      seen,
      "Give its application the role Metadata API, and the permissions to read and execute the workflow.",
    );
  if (status === 429) return throttlingProblem("Conductor", seen);
  return new Problem(
    "Conductor rejected the request.",
    seen,
    status >= 500 ? "The server had an internal error; look at its log." : [],
  );
}

interface ServiceError extends Error {
  $metadata?: { httpStatusCode?: number };
  $retryable?: { throttling?: boolean };
}

function refusedByAws(error: ServiceError): Problem | undefined {
  const status = error.$metadata?.httpStatusCode;
  const seen = { seen: `${error.name}: ${oneLine(error.message, charactersMax)}` };
  if (
    /iam:(PassRole|CreateRole|AttachRolePolicy|PutRolePolicy|TagRole)|permissions boundary/i.test(
      error.message,
    )
  ) {
    return new Problem(
      "Your AWS identity is not allowed to create roles for functions.",
      seen,
      "Ask the owner of the account for the permissions in docs/instructor.md.",
    );
  }
  if (
    /AccessDenied|NotAuthorized|UnauthorizedOperation|AuthorizationError|ForbiddenException/.test(error.name)
  )
    return new Problem(
      "Your AWS identity lacks a permission. This says nothing about your work.",
      seen,
      "Ask the owner of the account for the permissions in docs/instructor.md.",
    );
  if (status === undefined) return undefined;
  if (
    error.$retryable?.throttling ||
    status === 429 ||
    /TooManyRequests|Throttl|LimitExceeded/.test(error.name)
  )
    return throttlingProblem("AWS", seen);
  if (/UnknownOperation|NotImplemented|InvalidAction/.test(`${error.name} ${error.message}`))
    return new Problem("This cloud does not support the request.", seen, "Everything else works without it.");
  if (status >= 500)
    return new Problem("AWS had an internal error.", seen, "Run the same command again in a minute.");
  return new Problem("AWS rejected a request.", seen, "Are the region and the names right?");
}

function throttlingProblem(who: string, seen: Readonly<Record<string, string>>): Problem {
  return new Problem(
    `${who} is throttling requests; nothing is wrong with your work.`,
    seen,
    "Everyone in an account shares its quotas. Wait half a minute, then run the same command again.",
  );
}

const charactersMax = 300;
