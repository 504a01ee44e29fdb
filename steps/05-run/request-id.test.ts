import { Problem } from "@long-running-api/foundation/problem";
import { expect, test } from "vitest";
import { requireRequestId } from "./request-id.ts";

test.each(["12345", "order-7", "a.b_c~d", "x".repeat(2_048)])("%.12s may be a requestId", (id) => {
  expect(requireRequestId(id)).toBe(id);
});

test.each([
  "",
  " ",
  "with space",
  "a/b",
  "a?b",
  "a#b",
  "a%20b",
  'a"b',
  "a'b",
  "a<b",
  "a\\b",
  "\n",
  "ä",
  "😀",
  ".",
  "..",
])("%j cannot travel in a URL, and is refused by name", (id) => {
  expect(() => requireRequestId(id)).toThrow(Problem);
  expect(() => requireRequestId(id)).toThrow("letters, digits, and . _ ~ -");
});

test("2,049 bytes are more than a key of the table holds", () => {
  expect(() => requireRequestId("x".repeat(2_049))).toThrow("at most 2048 bytes");
});
