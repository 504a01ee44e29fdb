import { expect, test } from "vitest";
import type { CheckId, Verdict } from "../../checks/engine/check.ts";
import { exerciseChecks } from "./index.ts";
import type { DeliveredTwice, Worked } from "./worked.ts";

const right: Worked = {
  endedMs: 3_200,
  workMs: 3_000,
  seenMs: 150,
  seenStatus: "PROCESSING",
  status: "COMPLETED",
  answer: answerOf(200, "COMPLETED"),
};
const { seenMs: _, seenStatus: __, ...unseen } = right;
const reserved =
  "ValidationException: Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status";

const judge = (id: CheckId, seen: unknown): Verdict => {
  const found = exerciseChecks.find((each) => each.id === id);
  if (!found) throw new Error(`There is no check ${id}.`);
  return found.judge(seen);
};

function answerOf(statusCode: number | string, status: string): string {
  return JSON.stringify({ statusCode, body: JSON.stringify({ status }) });
}

test.each([
  ["an error of the last write, which another exercise is about", { ...right, error: reserved }, "pass"],
  ["no write at all before that error", { ...unseen, error: reserved }, "no item, not even"],
  ["work that nothing waits for", { ...right, endedMs: 600, error: reserved }, "it ended, after 0.6 s"],
  ["no work", { ...right, endedMs: 600 }, "it ended, after 0.6 s"],
  [
    "an error of its own",
    { ...right, endedMs: 600, error: "ReferenceError: outcome is not defined" },
    "ReferenceError: outcome",
  ],
  ["a write after the work", { ...right, seenMs: 3_100 }, "no item until the work was done"],
  ["COMPLETED as the first status", { ...right, seenStatus: "COMPLETED" }, "the status COMPLETED, while"],
])("02-write: %s", (_name, seen, expected) => {
  expectVerdict(judge("02-lambda/writes-first", seen), expected);
});

test.each([
  ["404 and NOT_FOUND", answerOf(404, "NOT_FOUND"), "pass"],
  ["200", answerOf(200, "NOT_FOUND"), '"statusCode":200'],
  ["404 as text", answerOf("404", "NOT_FOUND"), '"statusCode":"404"'],
  ["another name", '{"statuscode":404,"body":"{\\"status\\":\\"NOT_FOUND\\"}"}', "statuscode"],
])("02-status, for an unknown request: %s", (_name, payload, expected) => {
  expectVerdict(judge("02-lambda/not-found", { payload }), expected);
});

test.each([
  ["its status", right, "pass"],
  [
    "COMPLETED, as a write that nothing waited for has set it meanwhile",
    { ...right, status: "PROCESSING", laterStatus: "COMPLETED" },
    "pass",
  ],
  ["another status", { ...right, status: "PROCESSING", laterStatus: "PROCESSING" }, "COMPLETED"],
  ["NOT_FOUND for every request", { ...right, answer: answerOf(404, "NOT_FOUND") }, "NOT_FOUND"],
  ["an error", { ...right, answer: "TypeError: status is not a function" }, "TypeError"],
])("02-status, for a request that exists: %s", (_name, seen, expected) => {
  expectVerdict(judge("02-lambda/found", seen), expected);
});

test("a status that is not text belongs to the last write, not to the answer", () => {
  const item = { status: { M: { S: { S: "COMPLETED" } } } };
  const { status: _text, ...untyped } = right;
  const seen = {
    ...untyped,
    item,
    answer: JSON.stringify({ statusCode: 200, body: '{"status":{"S":"COMPLETED"}}' }),
  };
  expectVerdict(judge("02-lambda/found", seen), "pass");
  expectVerdict(judge("02-lambda/finishes", seen), 'a status that is not text: {"M":');
});

const second: DeliveredTwice & { workMs: number } = { before: "COMPLETED", endedMs: 90, workMs: 3_000 };
test.each([
  ["returns at once", second, "pass"],
  ["writes PROCESSING", { ...second, became: "PROCESSING" }, "set it to PROCESSING"],
  ["catches the error, and works all the same", { ...second, endedMs: 3_100 }, "worked for another 3.1 s"],
  [
    "does not catch the error",
    { ...second, error: "ConditionalCheckFailedException: The conditional request failed" },
    "ConditionalCheckFailedException",
  ],
  ["has an error of its own", { ...second, error: "NameError: name 'e' is not defined" }, "NameError"],
])("02-once: the second call %s", (_name, seen, expected) => {
  expectVerdict(judge("02-lambda/once", seen), expected);
});

function expectVerdict(verdict: Verdict, expected: string): void {
  if (expected === "pass") expect(verdict).toMatchObject({ status: "pass" });
  else expect(verdict).toMatchObject({ status: "fail", observed: expect.stringContaining(expected) });
}
