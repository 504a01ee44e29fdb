import { expect, test } from "vitest";
import { jsonMistake } from "./json-mistake.ts";

test.each([
  ['{"a": 1}', undefined],
  [' {"a": [1, -2.5e3, true, null, "x\\n\\u00e9"], "b": {}} \n', undefined],
  ["", { offset: 0, expected: "a JSON value", seen: "an empty file" }],
  ['{"a": 1', { offset: 7, expected: "a comma, or }", seen: "the end of the file" }],
  ['{"a": 1 "b": 2}', { offset: 8, expected: "a comma, or }", seen: '"' }],
  ['{"a": 1,}', { offset: 7, expected: "no comma before }", seen: "a comma after the last value" }],
  ["[1 2]", { offset: 3, expected: "a comma, or ]", seen: "2" }],
  ["{a: 1}", { offset: 1, expected: 'a name in double quotes, such as "name"', seen: "a" }],
  ['{"a" 1}', { offset: 5, expected: "a colon after the name", seen: "1" }],
  ['{"a": }', { offset: 6, expected: "a value", seen: "}" }],
  ['{"a": b}', { offset: 6, expected: 'a value; text is in straight double quotes: "…"', seen: "b" }],
  ["['a']", { offset: 1, expected: 'a value; text is in straight double quotes: "…"', seen: "'" }],
  ['{"a": “b”}', { offset: 6, expected: 'a value; text is in straight double quotes: "…"', seen: "“" }],
  ['{"a": True}', { offset: 6, expected: "a value; true, false and null are in lowercase", seen: "True" }],
  ['{"a": 01}', { offset: 6, expected: "a value", seen: "01" }],
  [
    '{"a": "b\n"}',
    { offset: 6, expected: 'a closing " on the same line', seen: "a string that does not end" },
  ],
  ['{"a": "\\x"}', { offset: 7, expected: 'an escape such as \\" or \\n', seen: "\\x" }],
  ["{} // done", { offset: 3, expected: "the end of the file", seen: "a comment, which JSON does not have" }],
  ["{} {}", { offset: 3, expected: "the end of the file", seen: "{" }],
])("%j", (text, found) => {
  expect(jsonMistake(text)).toEqual(found);
  const parses = () => JSON.parse(text);
  if (found === undefined) expect(parses).not.toThrow();
  else expect(parses).toThrow();
});
