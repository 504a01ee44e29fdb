import { expect, test } from "vitest";
import { errorHint, errorHints } from "./error-hint.ts";

test.each(errorHints)("$pattern is the first match of its recorded error", (row) => {
  expect(errorHints.find(({ pattern }) => pattern.test(row.recorded))).toBe(row);
  expect(errorHint(row.recorded)).toBe(row.hint);
});

test("an error of the function's own code has no row", () => {
  expect(errorHint("Error not written yet")).toMatch(/^The error comes from the function's own code/);
});
