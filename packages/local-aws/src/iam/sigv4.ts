import { createHmac, hash, timingSafeEqual } from "node:crypto";
import type { WireRequest } from "../wire/wire.ts";
import { encodeStrictly } from "./encode-strictly.ts";

/** The parts of a request's signature, from its header, or from the query of a presigned URL. */
export interface Signature {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
  terminator: string;
  signedHeaders: string[];
  signature: string;
  /** `20261122T144200Z` */
  timestamp: string;
  sessionToken: string | undefined;
  presigned: { expiresSeconds: number } | undefined;
}

/**
 * Whether the secret key produces the same signature: the canonical request is rebuilt from the received request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function isSignedWith(secretAccessKey: string, signature: Signature, request: WireRequest): boolean {
  const wanted = createHmac("sha256", signingKey(secretAccessKey, signature))
    .update(stringToSign(signature, request))
    .digest();
  const seen = Buffer.from(signature.signature, "hex");
  return seen.length === wanted.length && timingSafeEqual(seen, wanted);
}

/** The string to sign, as AWS shows it in its error. */
export function stringToSign(signature: Signature, request: WireRequest): string {
  const { date, region, service, terminator, timestamp } = signature;
  const scope = `${date}/${region}/${service}/${terminator}`;
  return `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonicalRequest(signature, request))}`;
}

/** The canonical request, on which client and server must agree. */
export function canonicalRequest(signature: Signature, request: WireRequest): string {
  const headers = signature.signedHeaders.map(
    (name) => `${name}:${canonicalHeader(request.headers, name)}\n`,
  );
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    headers.join(""),
    signature.signedHeaders.join(";"),
    payloadHash(request),
  ].join("\n");
}

function canonicalHeader(headers: WireRequest["headers"], name: string): string {
  const value = (Object.hasOwn(headers, name) ? headers[name] : undefined) ?? "";
  return /\s/.test(value) ? value.trim().replace(/\s+/g, " ") : value;
}

/** Clients encode the encoded path again; `//`, `.` and `..` are resolved first. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(encodeStrictly(segment));
  }
  const end = path.length > 1 && path.endsWith("/") && segments.length > 0 ? "/" : "";
  return `/${segments.join("/")}${end}`;
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([key]) => key !== "X-Amz-Signature")
    .map(([key, value]) => [encodeStrictly(key), encodeStrictly(value)] as const)
    .sort(([keyA, a], [keyB, b]) => compare(keyA, keyB) || compare(a, b))
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A body that the client did not sign appears by name, not as a hash. */
function payloadHash({ headers, query, body }: WireRequest): string {
  const named = headers["x-amz-content-sha256"] ?? query.get("X-Amz-Content-Sha256") ?? "";
  return /^(UNSIGNED|STREAMING)-/.test(named) ? named : sha256(body);
}

function sha256(data: string | Buffer): string {
  return hash("sha256", data);
}

const signingKeys = new Map<string, Buffer>();
const signingKeysMax = 256;

/** A signing key is valid for a day, a region and a service: caching it saves four hashes per request. */
function signingKey(secretAccessKey: string, { date, region, service, terminator }: Signature): Buffer {
  const name = [secretAccessKey, date, region, service, terminator].join("\n");
  const known = signingKeys.get(name);
  if (known) return known;
  let key = Buffer.from(`AWS4${secretAccessKey}`);
  for (const part of [date, region, service, terminator])
    key = createHmac("sha256", key).update(part).digest();
  if (signingKeys.size >= signingKeysMax) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
}
