import { expect, test } from "vitest";
import { parseFilter } from "./filter-pattern.ts";

const json = '{"level":"ERROR","ms":27,"user":{"name":"ana"},"ok":true,"none":null,"tags":["a","b"]}';

test.each([
  ["", "anything", true],
  ["ERROR", "[ERROR 400] BAD REQUEST", true],
  ["ERROR", "error", false],
  ["ERROR BAD", "[ERROR 400] BAD REQUEST", true],
  ["ERROR GOOD", "[ERROR 400] BAD REQUEST", false],
  ['"ERROR 400"', "[ERROR 400] BAD REQUEST", true],
  ['"400 ERROR"', "[ERROR 400] BAD REQUEST", false],
  ["ERROR -BAD", "[ERROR 400] BAD REQUEST", false],
  ["ERROR -GOOD", "[ERROR 400] BAD REQUEST", true],
  ["?GOOD ?BAD", "[ERROR 400] BAD REQUEST", true],
  ["?GOOD ?FINE", "[ERROR 400] BAD REQUEST", false],
  ["12345", "PROCESSING 12345", true],
  ['{ $.level = "ERROR" }', json, true],
  ["{ $.level = ERROR }", json, true],
  ['{ $.level = "ERR*" }', json, true],
  ['{ $.level = "*R*O*" }', json, false],
  ['{ $.level != "ERROR" }', json, false],
  ['{ $.absent != "ERROR" }', json, false],
  ["{ $.ms > 26.5 && $.ms <= 27 }", json, true],
  ["{ $.ms = 27 }", json, true],
  ["{ $.ms < 27 || $.user.name = a* }", json, true],
  ["{ ($.ms < 27 || $.ms > 30) && $.ok IS TRUE }", json, false],
  ["{ $.ok IS TRUE && $.none IS NULL && $.absent NOT EXISTS }", json, true],
  ["{ $.tags[1] = b }", json, true],
  ['{ $.level = "ERROR" }', "ERROR, but no JSON", false],
])("%s on %s: %s", (pattern, message, expected) => {
  expect(parseFilter(pattern)(message)).toBe(expected);
});

test.each([
  '"open',
  "a, b",
  "{ level = 1 }",
  "{ $.level }",
  "{ $.a = 1",
  "{ $.a ~ 1 }",
  `{ ${"(".repeat(500)}$.a = 1 }`,
])("%s is rejected", (pattern) => {
  expect(() => parseFilter(pattern)).toThrow("Invalid filter pattern");
});
