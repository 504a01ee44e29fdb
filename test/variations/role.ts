import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { Place } from "../../instructor/fault.ts";
import { sequence } from "../../instructor/faults/change/change.ts";
import { rewritten } from "../../instructor/faults/change/code.ts";
import { configure, writeNode } from "../../instructor/faults/change/function.ts";
import { allowInstead, allowNothing, trust, trustPolicy } from "../../instructor/faults/change/role.ts";
import { tableActions, type Variation } from "./variation.ts";

/** Other execution roles. */
export const roleVariations: readonly Variation[] = [
  {
    story: "A customer managed policy instead of the inline one.",
    change: sequence(attachOwnPolicy, allowNothing),
  },
  { story: "A role with a path, and a trust policy with a condition.", change: roleWithPath },
  {
    story: "A role that other services may assume too.",
    change: trust({ Service: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }),
  },
  {
    story: "A role that trusts Lambda for this account's functions only.",
    change: trustPolicy({
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
    }),
  },
  {
    story: "Actions in another case, with wildcards.",
    change: allowInstead((Resource) => [
      { Effect: "Allow", Action: ["DynamoDB:putitem", "dynamodb:Get*", "dynamodb:?pdateItem"], Resource },
    ]),
  },
  {
    story: "Code that only puts and gets, and a role that may do no more.",
    change: sequence(
      writeNode(rewritten()),
      allowInstead((Resource) => [
        { Effect: "Allow", Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource },
      ]),
    ),
  },
  {
    story: "Code that reads with a query, and a role that may not get an item.",
    change: sequence(
      writeNode(
        rewritten({
          status: `const { Items: [Item] } = await dynamodb.send(new QueryCommand({ TableName, KeyConditionExpression: "requestId = :id", ExpressionAttributeValues: { ":id": { S: requestId } } }));
  if (!Item) return { statusCode: 404, body: JSON.stringify({ status: "NOT_FOUND" }) };
  return { statusCode: 200, body: JSON.stringify({ requestId, status: Item.status.S }) };`,
        }).replace("GetItemCommand", "QueryCommand"),
      ),
      allowInstead((Resource) => [
        { Effect: "Allow", Action: ["dynamodb:PutItem", "dynamodb:Query"], Resource },
      ]),
    ),
  },
  {
    story: "A Deny with a condition in the trust policy, which applies to others.",
    change: trustPolicy(
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
      {
        Effect: "Deny",
        Principal: { Service: "lambda.amazonaws.com" },
        Condition: { StringNotEquals: { "aws:SourceAccount": "000000000000" } },
      },
    ),
  },
  { story: "One statement that is not in a list, with stars in action and resource.", change: loneStatement },
  {
    story: "A policy that depends on the region.",
    change: allowInstead((Resource) => [
      {
        Effect: "Allow",
        Action: tableActions,
        Resource,
        Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } },
      },
    ]),
  },
];

const policyOf = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
const anyTable = { Effect: "Allow", Action: tableActions, Resource: "*" };

async function attachOwnPolicy({ target, names }: Place): Promise<void> {
  const client = new IAMClient(target.aws);
  const { Policy } = await client.send(
    new CreatePolicyCommand({ PolicyName: "status-table", PolicyDocument: policyOf([anyTable]) }),
  );
  await client.send(new AttachRolePolicyCommand({ RoleName: names.role, PolicyArn: Policy?.Arn }));
}

async function loneStatement({ target, names }: Place): Promise<void> {
  const PolicyDocument = policyOf({
    Effect: "Allow",
    Action: "dynamodb:*Item",
    Resource: "arn:aws:dynamodb:*:*:table/lambda-*",
  });
  const policy = { RoleName: names.role, PolicyName: names.policy, PolicyDocument };
  await new IAMClient(target.aws).send(new PutRolePolicyCommand(policy));
}

async function roleWithPath(place: Place): Promise<void> {
  const client = new IAMClient(place.target.aws);
  const RoleName = "worker";
  const trusted = {
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
  };
  const { Role } = await client.send(
    new CreateRoleCommand({
      RoleName,
      Path: "/service-role/",
      AssumeRolePolicyDocument: policyOf([trusted]),
    }),
  );
  const PolicyDocument = policyOf([{ ...anyTable, Action: [...tableActions, "logs:*"] }]);
  await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: "work", PolicyDocument }));
  await configure(() => ({ Role: Role?.Arn }))(place);
}
