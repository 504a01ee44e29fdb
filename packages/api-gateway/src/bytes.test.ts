import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64, toBase64, utf8Bytes, utf8Text } from "./bytes.ts";

test("base64 and UTF-8 agree with Node's", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect([...fromBase64(toBase64(bytes))]).toEqual([...bytes]);
      expect(utf8Text(bytes)).toBe(Buffer.from(bytes).toString("utf8"));
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect([...utf8Bytes(text)]).toEqual([...Buffer.from(text, "utf8")]);
    }),
  );
  const letters = fc.string({ unit: fc.constantFrom("A", "z", "9", "+", "/", "-", "_", " ", "\n", "!") });
  fc.assert(
    fc.property(letters, (text) => {
      expect([...fromBase64(text)]).toEqual([...Buffer.from(text, "base64")]);
    }),
  );
});

test("a byte order mark stays, and a large text does not exhaust the stack", () => {
  expect(utf8Text(utf8Bytes("\ufeff{}"))).toBe("\ufeff{}");
  const large = new Uint8Array(1_000_000).fill(7);
  expect(toBase64(large)).toBe(Buffer.from(large).toString("base64"));
});
