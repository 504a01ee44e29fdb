import { readVectorFile } from "@long-running-api/test-support/vectors";
import { expect, test } from "vitest";
import type { WireRequest } from "../wire/wire.ts";
import { readSignature } from "./signature.ts";
import { isSignedWith } from "./sigv4.ts";

interface Recorded {
  client: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

const { requests } = JSON.parse(readVectorFile("signed-requests.json")) as { requests: Recorded[] };
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

function wire({ method, url, headers, body }: Recorded): WireRequest {
  const [path = "", query = ""] = url.split("?");
  return { method, path, query: new URLSearchParams(query), headers, body: Buffer.from(body, "base64") };
}

function proves(request: WireRequest, key = secret): boolean {
  return isSignedWith(key, readSignature(request), request);
}

test.each(
  requests.map(
    (recorded) => [`${recorded.client} ${recorded.method} ${recorded.url.slice(0, 60)}`, recorded] as const,
  ),
)("%s: its signature is proven, and any change disproves it", (_, recorded) => {
  const request = wire(recorded);
  expect(proves(request)).toBe(true);
  expect(proves(request, `${secret}x`)).toBe(false);
  expect(proves({ ...request, body: Buffer.concat([request.body, Buffer.from(" ")]) })).toBe(false);
  expect(proves({ ...request, path: `${request.path}x` })).toBe(false);
  expect(proves({ ...request, method: "PATCH" })).toBe(false);
  expect(proves({ ...request, headers: { ...request.headers, host: "127.0.0.1:1" } })).toBe(false);
  const query = new URLSearchParams(request.query);
  query.append("more", "1");
  expect(proves({ ...request, query })).toBe(false);
});

test("a signature names its access key", () => {
  const [first] = requests;
  if (!first) throw new Error("no recorded requests");
  expect(readSignature(wire(first))).toMatchObject({
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    region: "us-east-1",
    service: "dynamodb",
    presigned: undefined,
  });
});
