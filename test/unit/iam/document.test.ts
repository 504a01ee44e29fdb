import { expect, test } from "vitest";
import { parsePolicy } from "../../../local/aws/iam/document.ts";
import { awsManagedPolicies } from "../../../local/aws/iam/managed.ts";

const statement = { Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*" };
const trusting = {
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
};

function refusal(text: string | object, document: "identity" | "trust"): string {
  try {
    const json = typeof text === "string" ? text : JSON.stringify(text);
    parsePolicy(json, { name: "p", kind: "role", document });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

const of = (more: object, base: object = statement) => ({
  Version: "2012-10-17",
  Statement: [{ ...base, ...more }],
});

test.each([
  ["", of({})],
  ["", { Version: "2012-10-17", Statement: statement }],
  ["", { Statement: [statement] }],
  ["This policy contains invalid Json", "{"],
  ["Syntax errors in policy.", "[]"],
  ["Syntax errors in policy.", { Version: "2012-10-17", Statement: [] }],
  ["Syntax errors in policy.", { Version: "2020-01-01", Statement: [statement] }],
  ["Syntax errors in policy.", { ...of({}), Extra: 1 }],
  ["Syntax errors in policy.", of({ Actions: "x" })],
  ["Missing required field Effect", of({ Effect: undefined })],
  ["Invalid effect: allow", of({ Effect: "allow" })],
  ["Policy statement must contain actions.", of({ Action: undefined })],
  ["Policy statement must contain resources.", of({ Resource: undefined })],
  ["Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.", of({ Action: "PutItem" })],
  ['Resource my-table must be in ARN format or "*".', of({ Resource: "my-table" })],
  ['Partition "" is not valid for resource "arn::dynamodb:::t".', of({ Resource: "arn::dynamodb:::t" })],
  ["The policy failed legacy parsing", of({ Resource: "arn:aws:dynamodb" })],
  ["Policy document should not specify a principal.", of({ Principal: "*" })],
  ["Invalid Condition type : StringEqual.", of({ Condition: { StringEqual: { "aws:username": "a" } } })],
  [
    "Statement IDs (SID) in a single policy must be unique.",
    {
      Version: "2012-10-17",
      Statement: [
        { ...statement, Sid: "a" },
        { ...statement, Sid: "a" },
      ],
    },
  ],
])("%s of an identity's policy", (message, text) => {
  expect(refusal(text, "identity")).toBe(message);
});

test.each([
  ["", of({}, trusting)],
  ["", of({ Principal: "*" }, trusting)],
  ["Missing required field Principal", of({ Principal: undefined }, trusting)],
  ["Has prohibited field Resource", of({ Resource: "*" }, trusting)],
  ["AssumeRole policy may only specify STS AssumeRole actions.", of({ Action: "lambda:Invoke" }, trusting)],
  ['Invalid principal in policy: "SERVICE":"lambda"', of({ Principal: { Service: "lambda" } }, trusting)],
  ['Invalid principal in policy: "AWS":"ana"', of({ Principal: { AWS: "ana" } }, trusting)],
])("%s of a trust policy", (message, text) => {
  expect(refusal(text, "trust")).toBe(message);
});

test("AWS's own policies are well-formed", () => {
  const policies = awsManagedPolicies();
  expect(policies.length).toBeGreaterThan(15);
  for (const { name, versions } of policies)
    expect([name, refusal(versions[0]?.document ?? "", "identity")]).toEqual([name, ""]);
});
