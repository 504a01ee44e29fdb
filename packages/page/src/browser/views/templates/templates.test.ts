import { judgeCondition } from "@long-running-api/conductor/http-poll/verdict";
import { expect, test } from "vitest";
import { outcomeOf, readable, rowsOf } from "./condition-rows.ts";
import { piecesOf } from "./highlight.ts";
import { meaningOf } from "./meaning.ts";
import { samplesOf } from "./samples.ts";

const event = { requestOverride: { header: { "X-Amz-Invocation-Type": "Event" } } };

test.each([
  ["GET", "response", '{"statusCode": 200, "body": {"status": "COMPLETED"}}', {}, true, "body is an object"],
  ["GET", "response", '{"statusCode": 200, "body": "{}"}', {}, false, "body is a string"],
  ["GET", "response", '{"statusCode": 200}', {}, false, "without a body"],
  ["GET", "response", "{statusCode=200}", {}, false, "not JSON"],
  ["POST", "request", '{"action": "invoke", "requestId": "1"}', event, true, "type Event"],
  ["POST", "request", '{"action": "invoke", "requestId": "1"}', {}, false, "waits until the work is done"],
  ["POST", "request", '{"action": "invoke", "requestId": ""}', event, false, "requestId is empty"],
  ["POST", "response", '{"status": "PROCESSING"}', {}, true, "valid JSON"],
] as const)("%s %s that renders %s", (method, phase, output, overrides, good, says) => {
  const meaning = meaningOf({ method, phase }, "It", { output, overrides });
  expect(meaning.good).toBe(good);
  expect(meaning.lead).toContain(says);
});

test("the colors of a line leave its text as it is", () => {
  for (const line of [
    '#if("$!answer.body" != "")',
    '  "a": $b.c("x"), ## why',
    "#set($x = 'y')",
    '"open',
    "€ $ # {",
  ])
    expect(
      piecesOf(line, "velocity")
        .map(({ text }) => text)
        .join(""),
    ).toBe(line);
  expect(piecesOf('"a": "b"', "velocity").map(({ kind }) => kind)).toEqual(["k", "", "", "s1"]);
});

test("the last poll's return value is one of the samples, where it is known", () => {
  const answers = [{ poll: 3, response: { statusCode: 200, body: {} }, returned: "{}" }];
  expect(samplesOf({ method: "GET", phase: "response" }, answers).at(-1)).toEqual({ name: 3, body: "{}" });
  expect(samplesOf({ method: "GET", phase: "response" }, [])[0]?.name).toBe("completed");
});

const answers = ["PROCESSING", "COMPLETED", "COMPLETED"].map((status, index) => ({
  poll: index + 1,
  response: { statusCode: 200, body: { body: { status } } },
}));

test("polling stops at the answer that the condition holds for", () => {
  const rows = rowsOf(answers, [{ value: false }, { value: true }, { value: true }], (result) =>
    judgeCondition("", result),
  );
  expect(rows.map(({ verdict }) => verdict.kind)).toEqual(["again", "done"]);
  expect(outcomeOf(rows)).toContain("at poll 2");
});

test("a condition that fails, and one that never holds", () => {
  const judged = (result: Parameters<typeof judgeCondition>[1]) =>
    outcomeOf(rowsOf(answers, [result, result, result], (each) => judgeCondition("", each)));
  expect(judged({ value: -1 })).toContain("fails the task at poll 1");
  expect(judged({ value: undefined })).toContain("never");
  expect(judged({ error: { name: "TypeError", message: "no" } })).toContain("fails the task at poll 1");
});

test("a condition in lines returns what it returned on one", () => {
  const condition = '(function(){ return $.a == 200 && $.b == "COMPLETED";})();';
  expect(readable(condition)).toBe('(function(){\n  return $.a == 200 &&\n    $.b == "COMPLETED";\n})();');
  expect(readable("$.a == 1")).toBe("$.a == 1");
});
