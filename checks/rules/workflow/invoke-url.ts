import { hostname, readInvokeUrl } from "@long-running-api/api-gateway/invoke-url";
import { isLoopback as isLoopbackName } from "@long-running-api/foundation/host";

/** An address of a deployed API, taken apart. */
export interface InvokeAddress {
  apiId: string;
  stage: string;
  /** What is left, with its slash. */
  path: string;
  /** Only if the host name contains it. */
  region: string | undefined;
  /** Host and port of a cloud on this machine; undefined for AWS's own host names. */
  cloudHost: string | undefined;
  protocol: string;
}

/** Parses an invoke URL of AWS or of a local cloud; undefined for any other URL. */
export function readInvokeAddress(url: string): InvokeAddress | undefined {
  const parsed = parse(url);
  if (!parsed) return undefined;
  const { host, pathname, protocol } = parsed;
  const target = readInvokeUrl(host, pathname);
  if (!target) return undefined;
  const { apiId, stage, region } = target;
  // A URL without a path after its stage has none; a request has at least a slash.
  const path = target.path === "/" && !pathname.endsWith("/") ? "" : target.path;
  return { apiId, stage, path, region, cloudHost: region === undefined ? host : undefined, protocol };
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** Whether two addresses of this machine are the same cloud: names of loopback are one. */
export function sameHost(one: string, other: string): boolean {
  return portOf(one) === portOf(other) && (isLoopback(one) ? isLoopback(other) : one === other);
}

/** Whether a host, with its port or without, can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return isLoopbackName(hostname(host));
}

export function isPrivate(host: string): boolean {
  return (
    isLoopback(host) ||
    /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(host) ||
    /\.(local|internal)(:\d+)?$/.test(host)
  );
}

function portOf(host: string): string {
  return /:(\d+)$/.exec(host)?.[1] ?? "";
}
