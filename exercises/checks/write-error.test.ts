import { expect, test } from "vitest";
import { errorHint } from "../../checks/rules/error-hint.ts";
import { writeErrorHint, writeErrorHints } from "./write-error.ts";

test.each(writeErrorHints)("$pattern is the first match of its recorded error", (row) => {
  expect(writeErrorHints.find(({ pattern }) => pattern.test(row.recorded))).toBe(row);
  expect(writeErrorHint(row.recorded)).toBe(row.hint);
});

test("an error that the tutorial's function has, too, gets the hint of the checks", () => {
  const reserved = "ValidationException: Invalid UpdateExpression: Attribute name is a reserved keyword";
  expect(writeErrorHint(reserved)).toBe(errorHint(reserved));
});
