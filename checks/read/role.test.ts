import { expect, test } from "vitest";
import type { ProbeContext } from "../engine/probe-context.ts";
import { iam } from "./clients.ts";
import { decisionsOf } from "./role.ts";

const table = "arn:aws:dynamodb:us-east-1:000000000000:table/lambda-invocation-status";
const role = { name: "r", arn: "arn:aws:iam::000000000000:role/r" };
const wanted = [{ action: "dynamodb:PutItem", resource: table }];
const mayRead = { Effect: "Allow", Action: "dynamodb:GetItem", Resource: table };
const viaEndpoint = { StringEquals: { "aws:SourceVpce": "vpce-1" } };

// AWS names every value that any policy would need: https://github.com/boto/boto3/issues/3111
test.each([
  ["speaks of another service", { Effect: "Allow", Action: "s3:*", Resource: "*" }, "implicitDeny"],
  ["speaks of the action", { Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*" }, "unsure"],
])("a denial beside a condition that %s", async (_, statement, decision) => {
  const context = contextOf([mayRead, { ...statement, Condition: viaEndpoint }]);
  expect(await decisionsOf(context, role, wanted)).toMatchObject([{ decision }]);
});

/** A role with one inline policy, and a simulation that misses a value. */
function contextOf(Statement: readonly object[]): ProbeContext {
  const answers: Readonly<Record<string, object>> = {
    SimulatePrincipalPolicyCommand: {
      EvaluationResults: [
        {
          EvalActionName: "dynamodb:PutItem",
          EvalDecision: "implicitDeny",
          MissingContextValues: ["aws:SourceVpce"],
        },
      ],
    },
    ListAttachedRolePoliciesCommand: { AttachedPolicies: [] },
    ListRolePoliciesCommand: { PolicyNames: ["p"] },
    GetRolePolicyCommand: { PolicyDocument: encodeURIComponent(JSON.stringify({ Statement })) },
  };
  const context = {
    signal: new AbortController().signal,
    async ask(probe: unknown, ...key: string[]) {
      const sdk = await import("@aws-sdk/client-iam");
      if (probe !== iam) return await (probe as (...args: unknown[]) => Promise<unknown>)(context, ...key);
      return { ...sdk, client: { send: async (command: object) => answers[command.constructor.name] } };
    },
  };
  return context as unknown as ProbeContext;
}
