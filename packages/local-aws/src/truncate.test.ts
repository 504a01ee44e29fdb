import { expect, test } from "vitest";
import { startOfBytes } from "./apigateway/execute/start-of-bytes.ts";
import { startOf, truncate } from "./truncate.ts";

test("a text is never cut inside a character", () => {
  expect(startOf("ab😀", 3)).toBe("ab");
  expect(startOf("ab😀", 4)).toBe("ab😀");
  expect(truncate("a😀b", 2)).toBe("a [TRUNCATED]");
});

test("bytes are never cut inside a character", () => {
  const bytes = Buffer.from("aé😀");
  expect([1, 2, 3, 4, 6, 7, 9].map((max) => startOfBytes(bytes, max))).toEqual([
    "a",
    "a",
    "aé",
    "aé",
    "aé",
    "aé😀",
    "aé😀",
  ]);
  expect(startOfBytes(Uint8Array.of(0x80, 0x80, 0x80), 2)).toBe("\uFFFD\uFFFD");
});
