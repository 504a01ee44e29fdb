import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { JsonPathError, queryPlain } from "../src/index.ts";
import { parseJson } from "../src/json.ts";
import { toJson } from "../src/to-json.ts";

// JSON.parse would round the large integers under test.
const recorded = toJson(parseJson(readFileSync(new URL("./jayway.json", import.meta.url), "utf8"))) as {
  document: unknown;
  answers: { path: string; value?: unknown; error?: string }[];
};

/** Paths that Jayway accepts by accident of its parser and we reject. */
const refusedHere = new Set([
  "$.rows[",
  '$.concat("a\\"b", "c")',
  "$.n.append([1])",
  "$.sum($.max($.n), 1)",
  "$.n.sum().x",
  "$.keys().length()",
]);

test.each(recorded.answers.filter(({ path }) => !refusedHere.has(path)))(
  "$path",
  ({ path, value, error }) => {
    if (error === undefined) expect(answerOf(path)).toEqual({ found: true, value });
    else if (error.startsWith("PathNotFound")) expect(answerOf(path)).toEqual({ found: false });
    else expect(() => queryPlain(recorded.document, path)).toThrow(JsonPathError);
  },
);

function answerOf(path: string): unknown {
  return queryPlain(recorded.document, path);
}

test("whole numbers keep their digits, as bigint beyond 2^53", () => {
  const document = { id: 1234567890123456789n, small: 5n };
  expect(queryPlain(document, "$.id")).toEqual({ found: true, value: 1234567890123456789n });
  expect(queryPlain(document, "$.small")).toEqual({ found: true, value: 5 });
  expect(queryPlain([document], "$[?(@.id == 1234567890123456789)].small")).toEqual({
    found: true,
    value: [5],
  });
  expect(queryPlain([document], "$[?(@.id == 1234567890123456788)].small")).toEqual({
    found: true,
    value: [],
  });
});

test("a query that does too much work ends with an evaluation error", () => {
  const query = () => queryPlain(["a".repeat(34)], "$[?(@ =~ /(a+)+b/)]");
  expect(query).toThrow(expect.objectContaining({ name: "JsonPathError", kind: "evaluation" }));
});
