import type { IncomingMessage } from "node:http";

/** The host names beside our own that are served, and our port. */
export interface Allowance {
  readonly isAllowed: (hostname: string) => boolean;
  readonly port: number;
}

/**
 * Why a request is refused before anything else reads it. A page of another site can reach loopback, by its own Origin,
 * without one (an image), or under a name of its own (DNS rebinding). Links to the page work from anywhere: it cannot be
 * framed, and reading it changes nothing.
 */
export function refusalOf(
  { method = "GET", url = "/", headers }: Pick<IncomingMessage, "method" | "url" | "headers">,
  { isAllowed, port }: Allowance,
): string | undefined {
  const { host = "", origin } = headers;
  const name = hostnameOf(`http://${host}`);
  if (!isOwnName(name) && !isAllowed(name))
    return `The Host header names ${host || "nothing"}; this page is served for 127.0.0.1 and localhost only.`;
  if (method !== "GET" && method !== "HEAD" && origin === undefined)
    return "A request that starts something needs an Origin header.";
  // A forwarding rewrites Host, or Origin, or neither.
  const isForwarded =
    origin !== undefined &&
    (isAllowed(hostnameOf(origin)) || (isAllowed(name) && origin === `http://localhost:${port}`));
  if (origin !== undefined && origin !== `http://${host}` && !isForwarded)
    return `Requests from pages on ${origin} are refused.`;
  const site = headers["sec-fetch-site"];
  const isLink = url === "/" && headers["sec-fetch-dest"] === "document";
  if (site !== undefined && site !== "same-origin" && site !== "none" && !isLink)
    return "Requests from pages of other sites are refused.";
  return undefined;
}

function isOwnName(name: string): boolean {
  return name === "127.0.0.1" || name === "localhost" || name === "[::1]";
}

function hostnameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}

/** Headers of every answer but one: nothing from other hosts, no inline scripts or styles, no frames. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/** The worker that evaluates a condition may evaluate code, and load nothing: no network, no other script. */
const evaluatingPolicy = "default-src 'none'; script-src 'unsafe-eval'";

/** The headers of a file of the page. */
export function headersOf(pathname: string): Readonly<Record<string, string>> {
  return pathname === "/condition-worker.js"
    ? { ...securityHeaders, "Content-Security-Policy": evaluatingPolicy }
    : securityHeaders;
}
