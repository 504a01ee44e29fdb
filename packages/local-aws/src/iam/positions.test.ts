import { expect, it } from "vitest";
import { statementSpans } from "./positions.ts";

const line = (start: number, end: number) => ({
  StartPosition: { Line: 1, Column: start },
  EndPosition: { Line: 1, Column: end },
});

it("reports a statement's position as AWS's own example does", () => {
  // https://docs.aws.amazon.com/cli/latest/reference/iam/simulate-custom-policy.html
  const example =
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}';
  expect(statementSpans(example)).toEqual([line(38, 167)]);
});

it("reports each statement of a list over several lines, with any braces inside texts", () => {
  const list = '{"Statement": [\n  {"Sid": "}{"},\n  {"Condition": {"Null": {"a:b": "true"}}}\n], "Id": "x"}';
  expect(statementSpans(list)).toEqual([
    { StartPosition: { Line: 1, Column: 16 }, EndPosition: { Line: 2, Column: 16 } },
    { StartPosition: { Line: 2, Column: 17 }, EndPosition: { Line: 3, Column: 43 } },
  ]);
});
