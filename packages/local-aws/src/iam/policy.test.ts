import { contextOf, decide, type Policy, trusts } from "@long-running-api/iam/policy";
import { expect, test } from "vitest";
import { parsePolicy } from "./document.ts";

const table = "arn:aws:dynamodb:us-east-1:000000000000:table/lambda-invocation-status";

interface Case {
  name: string;
  statements: object[];
  boundary?: object[];
  action?: string;
  resource?: string;
  context?: Record<string, string | string[]>;
  decision: string;
}

function policy(statements: object[], name = "p"): Policy {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  return parsePolicy(text, { name, kind: "role", document: "identity" });
}

const allow = (more: object) => ({ Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*", ...more });
const deny = (more: object) => ({ Effect: "Deny", Action: "dynamodb:PutItem", Resource: "*", ...more });
const when = (Condition: object) => [allow({ Condition })];

const cases: Case[] = [
  { name: "nothing said", statements: [allow({ Action: "s3:*" })], decision: "implicitDeny" },
  { name: "named", statements: [allow({ Resource: table })], decision: "allowed" },
  { name: "in any case", statements: [allow({ Action: "DynamoDB:putitem" })], decision: "allowed" },
  { name: "by wildcard", statements: [allow({ Action: ["dynamodb:Put*", "s3:Get"] })], decision: "allowed" },
  { name: "by ?", statements: [allow({ Action: "dynamodb:P?tItem" })], decision: "allowed" },
  { name: "another action", statements: [allow({ Action: "dynamodb:Put" })], decision: "implicitDeny" },
  { name: "NotAction", statements: [allow({ Action: undefined, NotAction: "iam:*" })], decision: "allowed" },
  {
    name: "NotAction, excepted",
    statements: [allow({ Action: undefined, NotAction: "dynamodb:*" })],
    decision: "implicitDeny",
  },
  { name: "another table", statements: [allow({ Resource: `${table}-2` })], decision: "implicitDeny" },
  {
    name: "tables by wildcard",
    statements: [allow({ Resource: "arn:aws:dynamodb:*:*:table/lambda-*" })],
    decision: "allowed",
  },
  {
    name: "NotResource",
    statements: [allow({ Resource: undefined, NotResource: table })],
    decision: "implicitDeny",
  },
  {
    name: "a resource differs by case",
    statements: [allow({ Resource: table.toUpperCase().replace("ARN:AWS", "arn:aws") })],
    decision: "implicitDeny",
  },
  { name: "deny wins", statements: [allow({}), deny({ Resource: table })], decision: "explicitDeny" },
  {
    name: "deny of another",
    statements: [allow({}), deny({ Action: "dynamodb:Delete*" })],
    decision: "allowed",
  },
  {
    name: "boundary allows",
    statements: [allow({})],
    boundary: [allow({ Action: "*" })],
    decision: "allowed",
  },
  {
    name: "boundary lacks it",
    statements: [allow({})],
    boundary: [allow({ Action: "s3:*" })],
    decision: "implicitDeny",
  },
  {
    name: "boundary alone gives nothing",
    statements: [allow({ Action: "s3:*" })],
    boundary: [allow({})],
    decision: "implicitDeny",
  },
  {
    name: "boundary denies",
    statements: [allow({})],
    boundary: [allow({}), deny({})],
    decision: "explicitDeny",
  },
  {
    name: "variable in a resource",
    statements: [allow({ Resource: "arn:aws:dynamodb:*:*:table/${aws:username}-*" })],
    resource: "arn:aws:dynamodb:us-east-1:000000000000:table/ana-t",
    context: { "aws:username": "ana" },
    decision: "allowed",
  },
  {
    name: "a variable's value adds no wildcards",
    statements: [allow({ Resource: "arn:aws:dynamodb:*:*:table/${aws:username}" })],
    resource: "arn:aws:dynamodb:us-east-1:000000000000:table/bob",
    context: { "aws:username": "*" },
    decision: "implicitDeny",
  },
  {
    name: "a variable without value matches nothing",
    statements: [allow({ Resource: "arn:aws:dynamodb:*:*:table/${aws:username}*" })],
    resource: "arn:aws:dynamodb:us-east-1:000000000000:table/",
    decision: "implicitDeny",
  },
  {
    name: "StringEquals",
    statements: when({ StringEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } }),
    context: { "AWS:requestedregion": "eu-west-1" },
    decision: "allowed",
  },
  {
    name: "StringEquals, other",
    statements: when({ StringEquals: { "aws:RequestedRegion": "us-east-1" } }),
    context: { "aws:RequestedRegion": "eu-west-1" },
    decision: "implicitDeny",
  },
  {
    name: "StringEquals, absent",
    statements: when({ StringEquals: { "aws:RequestedRegion": "us-east-1" } }),
    decision: "implicitDeny",
  },
  {
    name: "StringEqualsIfExists, absent",
    statements: when({ StringEqualsIfExists: { "iam:PassedToService": "x.amazonaws.com" } }),
    decision: "allowed",
  },
  {
    name: "StringEquals has no wildcards",
    statements: when({ StringEquals: { "a:b": "x*" } }),
    context: { "a:b": "xy" },
    decision: "implicitDeny",
  },
  {
    name: "StringEquals of a star",
    statements: when({ StringEquals: { "a:b": "x*" } }),
    context: { "a:b": "x*" },
    decision: "allowed",
  },
  {
    name: "StringLike",
    statements: when({ StringLike: { "a:b": "lr-${aws:username}-*" } }),
    context: { "a:b": "lr-ana-1", "aws:username": "ana" },
    decision: "allowed",
  },
  {
    name: "StringNotEquals, absent",
    statements: when({ StringNotEquals: { "a:b": "x" } }),
    decision: "allowed",
  },
  {
    name: "StringNotEquals of one of two",
    statements: when({ StringNotEquals: { "a:b": ["x", "y"] } }),
    context: { "a:b": "y" },
    decision: "implicitDeny",
  },
  {
    name: "all keys of a condition",
    statements: when({ StringEquals: { "a:b": "1", "a:c": "2" } }),
    context: { "a:b": "1", "a:c": "3" },
    decision: "implicitDeny",
  },
  {
    name: "ArnLike",
    statements: when({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/lr-*" } }),
    context: { "aws:PrincipalArn": "arn:aws:iam::000000000000:role/lr-ana" },
    decision: "allowed",
  },
  {
    name: "ArnLike stays within its part",
    statements: when({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam:*:role/lr" } }),
    context: { "aws:PrincipalArn": "arn:aws:iam::000000000000:role/lr" },
    decision: "implicitDeny",
  },
  {
    name: "Bool",
    statements: when({ Bool: { "aws:SecureTransport": "true" } }),
    context: { "aws:SecureTransport": "false" },
    decision: "implicitDeny",
  },
  { name: "Null", statements: when({ Null: { "iam:PermissionsBoundary": "true" } }), decision: "allowed" },
  {
    name: "Null, there",
    statements: when({ Null: { "iam:PermissionsBoundary": "true" } }),
    context: { "iam:PermissionsBoundary": "arn" },
    decision: "implicitDeny",
  },
  {
    name: "IpAddress",
    statements: when({ IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "127.0.0.1"] } }),
    context: { "aws:SourceIp": "127.0.0.1" },
    decision: "allowed",
  },
  {
    name: "NotIpAddress",
    statements: when({ NotIpAddress: { "aws:SourceIp": "127.0.0.0/8" } }),
    context: { "aws:SourceIp": "127.0.0.1" },
    decision: "implicitDeny",
  },
  {
    name: "NumericLessThan",
    statements: when({ NumericLessThan: { "a:n": "10" } }),
    context: { "a:n": "9" },
    decision: "allowed",
  },
  {
    name: "DateGreaterThan",
    statements: when({ DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } }),
    context: { "aws:CurrentTime": "2026-11-22T00:00:00Z" },
    decision: "allowed",
  },
  {
    name: "ForAllValues",
    statements: when({ "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } }),
    context: { "aws:TagKeys": ["a", "c"] },
    decision: "implicitDeny",
  },
  {
    name: "ForAllValues of none",
    statements: when({ "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } }),
    decision: "allowed",
  },
  {
    name: "ForAnyValue",
    statements: when({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["a"] } }),
    context: { "aws:TagKeys": ["a", "c"] },
    decision: "allowed",
  },
  {
    name: "a deny whose condition fails",
    statements: [allow({}), deny({ Condition: { StringNotEquals: { "a:r": "x" } } })],
    context: { "a:r": "x" },
    decision: "allowed",
  },
];

test.each(cases.map((one) => [one.name, one] as const))("%s", (_, one) => {
  const decision = decide(
    {
      identity: [policy(one.statements)],
      boundary: one.boundary ? policy(one.boundary, "boundary") : undefined,
    },
    {
      action: one.action ?? "dynamodb:PutItem",
      resource: one.resource ?? table,
      context: contextOf(one.context ?? {}),
    },
  );
  expect(decision.decision).toBe(one.decision);
});

test("a decision names the policies that decided", () => {
  const first = policy([allow({})], "first");
  const second = policy([deny({ Sid: "no" })], "second");
  const request = { action: "dynamodb:PutItem", resource: table, context: contextOf({}) };
  const { matched } = decide({ identity: [first, second] }, request);
  expect(matched.map(({ policy, statement }) => [policy.name, statement.sid])).toEqual([["second", "no"]]);
});

test("a pattern designed to be slow is matched quickly", () => {
  const hostile = policy([allow({ Resource: `arn:aws:dynamodb:*:*:${"*a".repeat(200)}` })]);
  const resource = `arn:aws:dynamodb:us-east-1:000000000000:${"a".repeat(20_000)}b`;
  const start = performance.now();
  decide({ identity: [hostile] }, { action: "dynamodb:PutItem", resource, context: contextOf({}) });
  expect(performance.now() - start).toBeLessThan(1_000);
});

const role = "arn:aws:iam::000000000000:role/r";
const trust = (Principal: unknown, more: object = {}): Policy =>
  parsePolicy(
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more }],
    }),
    { name: "trust", kind: "resource", document: "trust" },
  );
const request = { action: "sts:AssumeRole", resource: role, context: contextOf({}) };
const lambda = { Service: "lambda.amazonaws.com" };
const ana = { AWS: ["arn:aws:iam::000000000000:user/ana"], accountId: "000000000000" };

test.each([
  ["Lambda", trust(lambda), lambda, true],
  ["one of several", trust({ Service: ["ec2.amazonaws.com", "lambda.amazonaws.com"] }), lambda, true],
  ["another service", trust({ Service: "ec2.amazonaws.com" }), lambda, false],
  ["anyone", trust("*"), lambda, true],
  ["another action", trust(lambda, { Action: "sts:TagSession" }), lambda, false],
  ["a user", trust({ AWS: "arn:aws:iam::000000000000:user/ana" }), ana, true],
  ["the account", trust({ AWS: "arn:aws:iam::000000000000:root" }), ana, true],
  ["the account's number", trust({ AWS: "000000000000" }), ana, true],
  ["another user", trust({ AWS: "arn:aws:iam::000000000000:user/bob" }), ana, false],
  ["denied", trust(lambda, { Effect: "Deny" }), lambda, false],
])("a trust policy for %s", (_, policy, principal, expected) => {
  expect(trusts(policy, principal, request)).toBe(expected);
});
