import { expect, test } from "vitest";
import { parsePolicy } from "./document.ts";
import { requireIdentityDocument } from "./identity-document.ts";
import { awsManagedPolicies } from "./managed.ts";

const statement = { Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*" };
const trusting = {
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
};

function refusal(text: string | object, document: "identity" | "trust"): string {
  try {
    const json = typeof text === "string" ? text : JSON.stringify(text);
    if (document === "identity") requireIdentityDocument(json, { isManaged: false });
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
  ["Syntax errors in policy.", "{"],
  ["Syntax errors in policy.", "[]"],
  ["Syntax errors in policy.", { Version: "2012-10-17", Statement: [] }],
  ["Syntax errors in policy.", { Version: "2020-01-01", Statement: [statement] }],
  ["Syntax errors in policy.", { ...of({}), Extra: 1 }],
  ["Syntax errors in policy.", of({ Actions: "x" })],
  ["Syntax errors in policy.", of({ Effect: undefined })],
  ["Syntax errors in policy.", of({ Effect: "Permit" })],
  ["The policy failed legacy parsing", of({ Effect: "allow" })],
  ["Syntax errors in policy.", of({ NotAction: "dynamodb:GetItem" })],
  ["Syntax errors in policy.", of({ Condition: [] })],
  ["Syntax errors in policy.", of({ Condition: { Bool: "true" } })],
  ["", of({ Condition: { Bool: { "aws:MultiFactorAuthPresent": true } } })],
  ["Policy statement must contain actions.", of({ Action: undefined })],
  ["Policy statement must contain resources.", of({ Resource: undefined })],
  ["Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.", of({ Action: "PutItem" })],
  ['Resource my-table must be in ARN format or "*".', of({ Resource: "my-table" })],
  ['Partition "" is not valid for resource "arn::dynamodb:::t".', of({ Resource: "arn::dynamodb:::t" })],
  ["", of({ Resource: "arn:aws:dynamodb" })],
  ["The policy failed legacy parsing", of({ Resource: "arn:aws:dynamodb::t" })],
  ["The policy failed legacy parsing", of({ Resource: "arn:aws::us-east-1:1:table/t" })],
  ["Resource vendor must be fully qualified and cannot contain regexes.", of({ Resource: "arn:aws" })],
  ["Resource vendor must be fully qualified and cannot contain regexes.", of({ Resource: "arn:aws:*:::t" })],
  [
    'Partition "dynamodb" is not valid for resource "arn:dynamodb:t:*:*:*".',
    of({ Resource: "aws:dynamodb:t" }),
  ],
  [
    "IAM resource arn:aws:iam:us-east-1:1:role/r cannot contain region information.",
    of({ Resource: "arn:aws:iam:us-east-1:1:role/r" }),
  ],
  [
    expect.stringMatching(/^IAM resource path must either be "\*" or start with user\//),
    of({ Resource: "arn:aws:iam::1:r" }),
  ],
  [
    "Resource arn:aws:s3:us-east-1::b can not contain region information.",
    of({ Resource: "arn:aws:s3:us-east-1::b" }),
  ],
  ["Vendor dynamo db is not valid", of({ Action: "dynamo db:PutItem" })],
  ["Actions/Condition can contain only one colon.", of({ Action: "dynamodb:table:PutItem" })],
  // An invalid resource is reported before an invalid action.
  ['Resource t must be in ARN format or "*".', of({ Resource: "t", Action: "PutItem" })],
  [
    "The policy failed legacy parsing",
    of({ Condition: { DateLessThan: { "aws:CurrentTime": "tomorrow" } } }),
  ],
  ["", of({ Condition: { DateLessThan: { "aws:CurrentTime": "2026-12-01T00:00:00Z" } } })],
  ["Policy document should not specify a principal.", of({ Principal: "*" })],
  ["Syntax errors in policy.", of({ Condition: { StringEqual: { "aws:username": "a" } } })],
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
  expect(refusal(text, "identity")).toEqual(message);
});

test.each([
  ["", of({}, trusting)],
  ["", of({ Principal: "*" }, trusting)],
  ["This policy contains invalid Json", "{"],
  ["Missing required field Principal", of({ Principal: undefined }, trusting)],
  ["Has prohibited field Resource", of({ Resource: "*" }, trusting)],
  ["AssumeRole policy may only specify STS AssumeRole actions.", of({ Action: "lambda:Invoke" }, trusting)],
  ['Invalid principal in policy: "SERVICE":"lambda"', of({ Principal: { Service: "lambda" } }, trusting)],
  ['Invalid principal in policy: "AWS":"ana"', of({ Principal: { AWS: "ana" } }, trusting)],
])("%s of a trust policy", (message, text) => {
  expect(refusal(text, "trust")).toBe(message);
});

test("a managed policy must name the current version, an inline one need not", () => {
  const old = JSON.stringify({ Statement: [statement] });
  expect(() => requireIdentityDocument(old, { isManaged: false })).not.toThrow();
  expect(() => requireIdentityDocument(old, { isManaged: true })).toThrow(
    "Policy document must be version 2012-10-17 or greater.",
  );
});

test("AWS's own policies are well-formed", () => {
  const policies = awsManagedPolicies();
  expect(policies.length).toBeGreaterThan(15);
  for (const { name, versions } of policies)
    expect([name, refusal(versions[0]?.document ?? "", "identity")]).toEqual([name, ""]);
});
