import { ConductorRefusal, ConductorUnreachable } from "@long-running-api/conductor/client";
import { Problem } from "@long-running-api/foundation/problem";
import { explainAwsFailure } from "@long-running-api/kit/targets/credentials";
import type { Target } from "@long-running-api/kit/targets/target";
import { type Unknown, unknown } from "./check.ts";
import type { ProbeContext } from "./probe-context.ts";
import { ResourceDisappeared } from "./resource-disappeared.ts";

/** Explains why a probe failed; undefined for an error that is our bug. */
export function explainProbeFailure(
  error: unknown,
  target: Pick<Target, "name" | "title">,
): Unknown | undefined {
  if (error instanceof Problem) return fromProblem(error);
  if (error instanceof ResourceDisappeared)
    return unknown(error.message, "Somebody is changing things at the same time. Run the check again.");
  if (!(error instanceof Error)) return undefined;
  return conductor(error) ?? given(error) ?? network(error, target) ?? permission(error) ?? service(error);
}

/** The answer, or undefined where the probe failed, for what can be judged without it. A bug of ours is thrown. */
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

function conductor(error: Error): Unknown | undefined {
  if (error instanceof ConductorUnreachable || /does not answer:/.test(error.message))
    return unknown(
      `Conductor could not be asked: ${oneLine(error.message)}`,
      "Is the server running, and is CONDUCTOR_SERVER_URL its address?",
    );
  if (!(error instanceof ConductorRefusal)) return undefined;
  const { status, contentType, message } = error;
  if (contentType.startsWith("text/html"))
    return unknown(
      `Conductor answered with a web page, not with data: ${oneLine(message)}`,
      "CONDUCTOR_SERVER_URL is probably the address of the user interface; the API's ends in /api.",
    );
  if (status === 401)
    return unknown(
      `Conductor does not accept the access key (401: ${oneLine(message)}).`,
      "The key or its secret is wrong, or its token has expired. Make a new access key; its secret is shown once. Nothing is wrong with your workflow.",
    );
  if (status === 403)
    return unknown(
      `Conductor knows the access key, but it may not do this (403: ${oneLine(message)}).`,
      "Look at the roles and permissions of the application that the key belongs to: it must read this workflow.",
    );
  if (status === 429) return throttled(`Conductor: ${oneLine(message)}`);
  return unknown(
    `Conductor answered with ${status}: ${oneLine(message)}`,
    status >= 500 ? "The server has trouble of its own; look at its log." : "Is this a Conductor server?",
  );
}

/** Time is up, or the run was ended. */
function given(error: Error): Unknown | undefined {
  if (error.name !== "AbortError" && error.name !== "TimeoutError") return undefined;
  return unknown(
    "No answer came in time.",
    "Is the network slow, or a proxy or firewall in the way? Run the check again.",
  );
}

function network(error: Error, { name, title }: Pick<Target, "name" | "title">): Unknown | undefined {
  const text = `${(error as NodeJS.ErrnoException).code ?? ""} ${error.message} ${causeOf(error)}`;
  if (/SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_HAS_EXPIRED|self.signed certificate/i.test(text))
    return unknown(
      `The certificate of the other side is not trusted: ${oneLine(text)}`,
      "Something between you and the server replaces certificates (a company's proxy?). NODE_EXTRA_CA_CERTS names the file with its certificate.",
    );
  if (
    !/ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|EPIPE|socket hang up|fetch failed/.test(
      text,
    )
  )
    return undefined;
  if (name !== "aws")
    return unknown(
      `The cloud does not answer: ${oneLine(text)}`,
      `Looked at ${title}. npx tsx local status says whether it runs; any step or check starts it.`,
    );
  const proxy = process.env["HTTPS_PROXY"] ?? process.env["https_proxy"];
  return unknown(
    `AWS could not be reached: ${oneLine(text)}`,
    proxy
      ? "HTTPS_PROXY is set, but the AWS SDK for JavaScript does not read it by itself."
      : "Look at the network connection, and at AWS_REGION and AWS_ENDPOINT_URL.",
  );
}

function permission(error: Error): Unknown | undefined {
  const explained = explainAwsFailure(error);
  if (explained) return fromProblem(explained);
  if (
    !/^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|ForbiddenException|NotAuthorized)$/.test(
      error.name,
    )
  )
    return undefined;
  return unknown(
    `You may not look at this: ${oneLine(error.message)}`,
    "Your own identity lacks a permission to read; this says nothing about your work. Whoever runs the account can grant it.",
  );
}

/** AWS answered, but not with an answer. */
function service(error: Error): Unknown | undefined {
  const { $metadata, $retryable } = error as Error & {
    $metadata?: { httpStatusCode?: number };
    $retryable?: { throttling?: boolean };
  };
  if ($metadata === undefined) return undefined;
  const told = `${error.name}: ${oneLine(error.message)}`;
  if (
    $retryable?.throttling ||
    $metadata.httpStatusCode === 429 ||
    /Throttl|TooManyRequests/.test(error.name)
  )
    return throttled(told);
  if (/UnknownOperation|NotImplemented|InvalidAction/.test(`${error.name} ${error.message}`))
    return unknown(`This cloud cannot be asked that (${told}).`, "The rest of the checks still holds.");
  if (($metadata.httpStatusCode ?? 500) >= 500)
    return unknown(`AWS has trouble of its own (${told}).`, "Run the check again in a minute.");
  return unknown(`AWS did not answer the question (${told}).`, "Are the region and the names right?");
}

function throttled(told: string): Unknown {
  return unknown(
    `Too many requests at once (${told}).`,
    "An account's quotas are shared by everyone in it. Wait half a minute and run the check again; nothing is wrong with your work.",
  );
}

function fromProblem({ message, seen, next }: Problem): Unknown {
  const details = Object.entries(seen).map(([label, value]) => `${label} ${value}`);
  return unknown([message, details.join("; ")].filter(Boolean).join(" ").trim(), next.join(" "));
}

/** fetch hides the network's error in `cause`. */
function causeOf({ cause }: Error): string {
  if (!(cause instanceof Error)) return "";
  return `${(cause as NodeJS.ErrnoException).code ?? ""} ${cause.message}`;
}

const charactersMax = 300;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > charactersMax ? `${line.slice(0, charactersMax)}…` : line;
}
