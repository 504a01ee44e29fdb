import { ConductorRefusal, ConductorUnreachable } from "@long-running-api/conductor/client";
import { explainNetworkFault, networkFault } from "@long-running-api/foundation/network-fault";
import { Problem } from "@long-running-api/foundation/problem";
import { awsUnreachable, explainAwsFailure } from "./credentials.ts";
import type { Target } from "./target.ts";

/** The target of a request. */
export type Asked = Pick<Target, "name" | "title" | "conductorUrl">;

/**
 * Explains a client error to the learner: what was refused or unreachable, and what to do. Undefined
 * for any other error: that is a bug of ours. Used by steps, checks, the doctor and the worker.
 */
export function explainFailure(error: unknown, target: Asked): Problem | undefined {
  if (!(error instanceof Error) || error instanceof Problem) return undefined;
  if (error instanceof ConductorUnreachable) return conductorUnreachable(error, target);
  if (error instanceof ConductorRefusal) return refusedByConductor(error, target.conductorUrl);
  return unreachable(error, target) ?? explainAwsFailure(error) ?? refusedByAws(error);
}

function conductorUnreachable(error: ConductorUnreachable, { name, conductorUrl }: Asked): Problem {
  const fault = networkFault(error.cause);
  const peer = `Conductor at ${conductorUrl}`;
  const { what, toDo } = fault
    ? explainNetworkFault(fault, peer)
    : { what: `No answer from ${peer}.`, toDo: "See that it runs and that its address is right." };
  const seen = { seen: fault?.message ?? error.message };
  return new Problem(
    what,
    seen,
    name === "local" ? localCloud : `${toDo} CONDUCTOR_SERVER_URL is its address.`,
  );
}

const localCloud = "npx tsx local status says whether the local cloud runs; any step or check starts it.";

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
  const seen = { "looked at": url, seen: `HTTP ${status}: ${oneLine(message)}` };
  if (contentType.startsWith("text/html"))
    return new Problem(
      "The Conductor address answers with a web page, not with the API.",
      seen,
      "CONDUCTOR_SERVER_URL is probably the address of the user interface; the API's ends in /api, e.g. https://developer.orkescloud.com/api",
    );
  if (status === 401)
    return new Problem(
      "Conductor does not accept the key.",
      seen,
      "The key or its secret is wrong, or its token has expired. Make a new access key in the cluster (its secret is shown once), and set CONDUCTOR_AUTH_KEY and CONDUCTOR_AUTH_SECRET.",
    );
  if (status === 403)
    return new Problem(
      "The key may not do this in Conductor.",
      seen,
      "Give its application the role Metadata API, and the permissions to read and execute the workflow.",
    );
  if (status === 429) return slowDown("Conductor", seen);
  return new Problem(
    "Conductor refused the request.",
    seen,
    status >= 500 ? "The server failed on its own; look at its log." : [],
  );
}

interface ServiceError extends Error {
  $metadata?: { httpStatusCode?: number };
  $retryable?: { throttling?: boolean };
}

function refusedByAws(error: ServiceError): Problem | undefined {
  const status = error.$metadata?.httpStatusCode;
  const seen = { seen: `${error.name}: ${oneLine(error.message)}` };
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
    return slowDown("AWS", seen);
  if (/UnknownOperation|NotImplemented|InvalidAction/.test(`${error.name} ${error.message}`))
    return new Problem("This cloud does not know the request.", seen, "Everything else goes on without it.");
  if (status >= 500)
    return new Problem("AWS failed on its own.", seen, "Run the same command again in a minute.");
  return new Problem("AWS refused a request.", seen, "Are the region and the names right?");
}

function slowDown(who: string, seen: Readonly<Record<string, string>>): Problem {
  return new Problem(
    `${who} asks to slow down; nothing is wrong with your work.`,
    seen,
    "An account's quotas are shared by everyone in it. Wait half a minute, then run the same command again.",
  );
}

const charactersMax = 300;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > charactersMax ? `${line.slice(0, charactersMax)}…` : line;
}
