import { Sha256 } from "@long-running-api/test-support/sha256";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readSignature } from "./signature.ts";
import { isSignedWith } from "./sigv4.ts";

const secretAccessKey = "a secret/+";
const signer = new SignatureV4({
  service: "lambda",
  region: "eu-west-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey, sessionToken: "tok+en/=" },
  sha256: Sha256,
});

const segment = fc.string({ unit: "grapheme", maxLength: 8 }).filter((text) => text !== "." && text !== "..");
const call = fc.record({
  method: fc.constantFrom("GET", "POST", "DELETE"),
  segments: fc.array(segment.map(encodeURIComponent), { maxLength: 4 }),
  query: fc.dictionary(
    segment.filter((key) => key !== "" && !/^x-amz/i.test(key)),
    fc.string({ unit: "grapheme", maxLength: 8 }),
    { maxKeys: 4 },
  ),
  header: fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== ""),
  body: fc.string({ maxLength: 40 }),
  presigned: fc.boolean(),
});

test("a request signed by the SDK's signer verifies, for any path, query, header and body", async () => {
  await fc.assert(
    fc.asyncProperty(call, async ({ method, segments, query, header, body, presigned }) => {
      const request = {
        method,
        protocol: "http:",
        hostname: "127.0.0.1",
        port: 4566,
        path: `/${segments.join("/")}`,
        query,
        headers: { host: "127.0.0.1:4566", "x-custom": header },
        body,
      };
      const signed = presigned
        ? await signer.presign(request, { expiresIn: 60 })
        : await signer.sign(request);
      const wire = {
        method,
        path: signed.path,
        query: new URLSearchParams(Object.entries(signed.query ?? {}) as [string, string][]),
        headers: Object.fromEntries(
          Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]),
        ),
        body: Buffer.from(body),
      };
      const signature = readSignature(wire);
      expect(isSignedWith(secretAccessKey, signature, wire)).toBe(true);
      expect(isSignedWith("another", signature, wire)).toBe(false);
      expect(signature.sessionToken).toBe("tok+en/=");
    }),
    { numRuns: 300 },
  );
});
