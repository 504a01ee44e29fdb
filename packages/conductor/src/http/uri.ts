import { domainToASCII } from "node:url";
import { HttpFailure, illegalArgument, ioFailure } from "./failure.ts";

/** The target of a request. */
export interface RequestTarget {
  protocol: "http:" | "https:";
  /** Without the brackets of an IPv6 address. */
  hostname: string;
  port: number;
  /** host[:port] as in the uri: the Host header. */
  authority: string;
  /** Path and query as sent. */
  path: string;
  /** All of it, without fragment. */
  href: string;
}

/** Creates a failure that names the originally requested URL. */
export type Fail = (detail: string) => HttpFailure;

const parts = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/s;
const pathAllowed = /[A-Za-z0-9\-._~!$&'()*+,;=:@/]/;
const parameterAllowed = /[A-Za-z0-9\-._~!$'()*+,;:@/?]/;

/**
 * Parses a task's `uri`. With `encode` (the default) everything is encoded, including `%`, as Conductor's
 * HTTP task does through Spring's UriComponentsBuilder; without it the uri must already be encoded
 * (https://orkes.io/content/reference-docs/system-tasks/http-poll, `encode`).
 */
export function readUri(method: string, uri: string, encode: boolean): RequestTarget {
  if (/^\s/.test(uri))
    throw illegalArgument(`Illegal character in scheme name at index 0: ${encoded(uri, pathAllowed)}`);
  const [, scheme = "", authority = "", givenPath = "", rawQuery] = parts.exec(uri) ?? [];
  const rawPath = givenPath.trimEnd();
  if (!encode) refuseIllegal(uri);
  else for (const part of [rawPath, rawQuery ?? ""]) refuseVariables(part);
  const query = encode ? encodedQuery(rawQuery) : rawQuery;
  const path = encode ? encodedPath(rawPath) : rawPath;
  const search = query === undefined || query === "" ? "" : `?${query}`;
  if (authority === "" && !/^https?$/i.test(scheme))
    throw ioFailure(method, relative(scheme, path), "Target host is not specified");
  const href = `${scheme.toLowerCase()}://${authority}${path}${search}`;
  if (authority === "") throw ioFailure(method, href, "Target host is not specified");
  const wirePath = `${withoutDots(path)}${search}`;
  return toTarget({ scheme: scheme.toLowerCase(), authority, path: wirePath, href }, (detail) =>
    ioFailure(method, href, detail),
  );
}

/** Resolves a Location header. */
export function resolveLocation(location: string, from: RequestTarget, fail: Fail): RequestTarget {
  if (!URL.canParse(location, from.href)) throw fail("the redirect's Location header is not a valid URL");
  const { protocol, host, pathname, search } = new URL(location, from.href);
  const path = `${pathname}${search}`;
  return toTarget(
    { scheme: protocol.slice(0, -1), authority: host, path, href: `${protocol}//${host}${path}` },
    fail,
  );
}

/** Scheme, host and port: HTTP_POLL follows a redirect only within the same origin. */
export function originOf({ protocol, hostname, port }: RequestTarget): string {
  return `${protocol}//${bracketed(hostname)}:${port}`;
}

/** An IPv6 address in a URL. */
export function bracketed(hostname: string): string {
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}

interface Parts {
  scheme: string;
  authority: string;
  path: string;
  href: string;
}

function toTarget({ scheme, authority, path, href }: Parts, fail: Fail): RequestTarget {
  if (scheme !== "http" && scheme !== "https")
    throw fail(`Unroutable protocol scheme: ${scheme}://${authority}`);
  if (authority.includes("@")) throw fail("Request URI authority contains deprecated userinfo component");
  const [, host = "", portText] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority) ?? [];
  const hostname = host.startsWith("[") ? host.slice(1, -1) : domainToASCII(host);
  if (hostname === "")
    throw new HttpFailure("org.springframework.web.util.InvalidUrlException: Bad authority");
  const port = portText ? Number(portText) : scheme === "https" ? 443 : 80;
  if (port > 65_535)
    throw illegalArgument(
      `Port number(Use -1 to specify the scheme default port): ${port} is out of range [-1, 65535]`,
    );
  return {
    protocol: `${scheme}:`,
    hostname: hostname.toLowerCase(),
    port,
    authority,
    path: path.startsWith("/") ? path : `/${path}`,
    href,
  };
}

/** Spring treats braces as template variables, and there are none to fill in. */
function refuseVariables(part: string): void {
  const name = /\{([^/]+?)\}/.exec(part)?.[1];
  if (name !== undefined)
    throw illegalArgument(`Not enough variable values available to expand '${name.split(":")[0]}'`);
}

function refuseIllegal(uri: string): void {
  const index = uri.search(/[^\x21-\x7e]|["<>\\^`{|}]|%(?![0-9a-f]{2})/i);
  if (index >= 0)
    throw new HttpFailure(
      `The uri has a character at index ${index} that must be percent-encoded, and encode is false.`,
    );
}

function encodedPath(path: string): string {
  if (/%[0-9a-f]?[^0-9a-f]/i.test(path))
    throw new HttpFailure("org.springframework.web.util.InvalidUrlException: Bad path");
  return encoded(path, pathAllowed);
}

/** Spring parses a query into name=value pairs and rebuilds it: a `=` in a value is encoded, empty pairs vanish. */
function encodedQuery(query: string | undefined): string | undefined {
  if (query === undefined) return undefined;
  const pairs = query.matchAll(/([^&=]+)(=?)([^&]+)?/g);
  return Array.from(
    pairs,
    ([, name = "", equals = "", value = ""]) =>
      `${encoded(name, parameterAllowed)}${equals}${encoded(value, parameterAllowed)}`,
  ).join("&");
}

function encoded(text: string, allowed: RegExp): string {
  return Array.from(text, (character) =>
    allowed.test(character)
      ? character
      : Array.from(
          Buffer.from(character, "utf8"),
          (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
        ).join(""),
  ).join("");
}

/** RFC 3986, 5.2.4: `/a/../b/./c` is `/b/c`. */
function withoutDots(path: string): string {
  if (!/(^|\/)\.\.?(\/|$)/.test(path)) return path;
  const kept: string[] = [];
  const segments = path.split("/");
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === ".." && kept.length > 1) kept.pop();
    if (segment !== "." && segment !== "..") kept.push(segment);
    else if (last) kept.push("");
  }
  return kept.join("/");
}

function relative(scheme: string, path: string): string {
  const text = `${scheme === "" ? "" : `${scheme}:`}${path}`;
  return text === "" || text.startsWith("/") || scheme !== "" ? text : `/${text}`;
}
