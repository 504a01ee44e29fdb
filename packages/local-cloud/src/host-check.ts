import type { IncomingMessage } from "node:http";
import { hostname, invokeHost } from "@long-running-api/local-aws/invoke-url";
import type { AllowedHosts } from "./options.ts";

/**
 * Why a request is rejected before anything else reads it. A page in a browser can reach loopback, so a request from
 * a page of another site is refused, with an Origin header or without (an image, a link). A foreign Host is refused too
 * (DNS rebinding): only our own names, those that are allowed, and invoke host names pass. A deployed API is the
 * learner's own; its CORS headers decide which pages may call it.
 */
export function hostCheck(
  request: Pick<IncomingMessage, "headers">,
  { allowed, isInvocation }: { allowed: AllowedHosts; isInvocation: boolean },
): string | undefined {
  const host = hostname(request.headers.host ?? "");
  if (!isOwnName(host) && !allowed.has(host) && !invokeHost(host))
    return `The Host header names ${host || "nothing"}; this cloud accepts only 127.0.0.1, localhost and what --allow-host names.`;
  if (isInvocation) return undefined;
  const { origin } = request.headers;
  const site = request.headers["sec-fetch-site"];
  // Every site on this machine is ours; the neighbours of an allowed host, which share its domain, are not.
  if (origin === undefined && (site === "cross-site" || (site === "same-site" && !isOwnName(host))))
    return "Requests from pages of other sites are refused.";
  if (origin === undefined) return undefined;
  const page = originHost(origin);
  return isOwnName(page) || allowed.has(page) ? undefined : `Requests from pages on ${origin} are rejected.`;
}

function isOwnName(host: string): boolean {
  return host === "127.0.0.1" || host === "localhost" || host === "[::1]" || host.endsWith(".localhost");
}

function originHost(origin: string): string {
  try {
    return new URL(origin).hostname;
  } catch {
    return "";
  }
}
