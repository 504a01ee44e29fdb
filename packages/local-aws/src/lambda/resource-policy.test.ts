import { expect, it } from "vitest";
import { allowingStatement, statementOf } from "./resource-policy.ts";

const api = "arn:aws:execute-api:us-east-1:000000000000:abc123";
const call = {
  principal: "apigateway.amazonaws.com",
  sourceArn: `${api}/test/POST/invoke-lambda`,
  accountId: "000000000000",
};
const policy = (over = {}) => {
  const input = {
    StatementId: "s",
    Action: "lambda:InvokeFunction",
    Principal: call.principal,
    FunctionName: "f",
    ...over,
  };
  return {
    revisionId: "1",
    statements: [statementOf(input, "arn:aws:lambda:us-east-1:000000000000:function:f", call.accountId)],
  };
};

it.each([
  ["no source", {}, true],
  ["all of the API", { SourceArn: `${api}/*` }, true],
  ["any stage, that method and path", { SourceArn: `${api}/*/POST/invoke-lambda` }, true],
  ["any API", { SourceArn: "arn:aws:execute-api:us-east-1:000000000000:*/*/*/*" }, true],
  ["another method", { SourceArn: `${api}/*/GET/*` }, false],
  ["another API", { SourceArn: "arn:aws:execute-api:us-east-1:000000000000:other/*" }, false],
  ["another region", { SourceArn: "arn:aws:execute-api:eu-west-1:000000000000:abc123/*" }, false],
  ["the account", { SourceAccount: "000000000000" }, true],
  ["another account", { SourceAccount: "111111111111" }, false],
  ["everybody", { Principal: "*" }, true],
  ["another service", { Principal: "s3.amazonaws.com" }, false],
  ["a person", { Principal: "arn:aws:iam::000000000000:root" }, false],
  ["another action", { Action: "lambda:GetFunction" }, false],
  ["every action", { Action: "lambda:*" }, true],
  ["a condition that the call does not meet", { EventSourceToken: "x" }, false],
])("a permission for %s: %s", (_what, over, allowed) => {
  expect(allowingStatement(policy(over), call)?.Sid).toBe(allowed ? "s" : undefined);
});

it("denies everything without a policy", () => {
  expect(allowingStatement(undefined, call)).toBeUndefined();
});
