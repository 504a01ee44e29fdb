import type { IncomingMessage } from "node:http";
import { hostname, invokeHost } from "@long-running-api/local-aws/invoke-url";

/**
 * Why a request is refused before anything else looks at it. A page in a browser can reach loopback: what comes from
 * another site is refused, with an Origin or without (an image, a link), and a foreign Host too (DNS rebinding). Only
 * our own names and invoke host names pass. Whether pages may call a deployed API is for that API to say, by its CORS
 * headers.
 */
export function refusal({ headers }: IncomingMessage, isInvocation: boolean): string | undefined {
  const host = hostname(headers.host ?? "");
  if (!isOwnName(host) && !invokeHost(host))
    return `The Host header names ${host || "nothing"}; this cloud answers to 127.0.0.1 and localhost.`;
  if (isInvocation) return undefined;
  const { origin } = headers;
  if (headers["sec-fetch-site"] === "cross-site" && origin === undefined)
    return "Requests from pages of other sites are refused.";
  if (origin !== undefined && !isOwnName(originHost(origin)))
    return `Requests from pages of ${origin} are refused.`;
  return undefined;
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
