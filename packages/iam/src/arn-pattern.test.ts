import { expect, test } from "vitest";
import { arnLike } from "./arn-pattern.ts";
import { matchesWildcard } from "./wildcard.ts";

const arn = "arn:aws:execute-api:us-east-1:000000000000:abc/test/POST/invoke-lambda";

test.each([
  ["arn:aws:execute-api:us-east-1:000000000000:abc/*/POST/invoke-lambda", true, true],
  ["arn:aws:execute-api:*:*:abc/*", true, true],
  ["arn:aws:execute-api:us-east-1:000000000000:abc/*/*/*", true, true],
  ["arn:aws:execute-api:us-east-1:000000000000:abc/tes?/POST/*", true, true],
  ["arn:aws:execute-api:us-east-1:000000000000:abd/*", false, false],
  ["arn:aws:execute-api:us-east-1:000000000000:abc/prod/*", false, false],
  ["arn:aws:execute-api:us-east-1:000000000000:abc/*/GET/*", false, false],
  ["*", true, true],
  // As texts they match, but their parts do not.
  ["arn:aws:execute-api:*", false, true],
  ["arn:aws:execute-api:us-east-1:*", false, true],
  ["arn:aws:execute-api:*:abc/*", false, true],
])("%s: as an ARN %s, as a text %s", (pattern, asArn, asText) => {
  expect(arnLike(pattern, arn)).toBe(asArn);
  expect(matchesWildcard(pattern, arn)).toBe(asText);
});

test("no pattern takes exponential time", () => {
  expect(arnLike(`a:b:c:d:e:${"*a".repeat(50)}b`, `a:b:c:d:e:${"a".repeat(5_000)}`)).toBe(false);
});
