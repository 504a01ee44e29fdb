import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  paginateListPolicies,
  SetDefaultPolicyVersionCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountId, openServices, type Services } from "./services.ts";

let services: Services;
let iam: IAMClient;

beforeAll(async () => {
  services = await openServices(undefined, { slowIamSeconds: 10 });
  iam = new IAMClient(services.client());
});
afterAll(() => services.close());

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Action: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  ...more,
});
const trust = document({
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
});

async function makeRole(RoleName: string): Promise<string> {
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  return Role?.Arn ?? "";
}

test("a managed policy is created, attached, counted, and deleted once it is detached", async () => {
  const made = await iam.send(
    new CreatePolicyCommand({
      PolicyName: "table",
      Path: "/tutorial/",
      PolicyDocument: document(allow("dynamodb:PutItem")),
      Description: "d",
    }),
  );
  const PolicyArn = `arn:aws:iam::${accountId}:policy/tutorial/table`;
  expect(made.Policy).toMatchObject({ Arn: PolicyArn, DefaultVersionId: "v1", AttachmentCount: 0 });
  const again = new CreatePolicyCommand({ PolicyName: "table", PolicyDocument: document(allow("s3:*")) });
  expect(await refusalOf(iam.send(again))).toEqual({
    name: "EntityAlreadyExistsException",
    message: "A policy called table already exists. Duplicate names are not allowed.",
    status: 409,
  });
  const role = await makeRole("holder");
  await iam.send(new AttachRolePolicyCommand({ RoleName: "holder", PolicyArn }));
  expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({
    AttachmentCount: 1,
    Description: "d",
  });
  expect(services.iam.isAllowed(role, "dynamodb:PutItem", "*")).toBe(true);
  expect(await refusalOf(iam.send(new DeletePolicyCommand({ PolicyArn })))).toEqual({
    name: "DeleteConflictException",
    message: "Cannot delete a policy attached to entities.",
    status: 409,
  });
  await iam.send(new DetachRolePolicyCommand({ RoleName: "holder", PolicyArn }));
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
  expect(await refusalOf(iam.send(new GetPolicyCommand({ PolicyArn })))).toEqual({
    name: "NoSuchEntityException",
    message: `Policy ${PolicyArn} was not found.`,
    status: 404,
  });
});

test("a policy's default version decides", async () => {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: "versions", PolicyDocument: document(allow("dynamodb:PutItem")) }),
  );
  const PolicyArn = Policy?.Arn;
  const role = await makeRole("versioned");
  await iam.send(new AttachRolePolicyCommand({ RoleName: "versioned", PolicyArn }));
  const second = { PolicyArn, PolicyDocument: document(allow("dynamodb:GetItem")) };
  await iam.send(new CreatePolicyVersionCommand({ ...second, SetAsDefault: true }));
  expect(services.iam.isAllowed(role, "dynamodb:PutItem", "*")).toBe(false);
  expect(services.iam.isAllowed(role, "dynamodb:GetItem", "*")).toBe(true);
  expect(
    await refusalOf(iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v2" }))),
  ).toMatchObject({
    message: "Cannot delete the default version of a policy.",
  });
  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
  expect(services.iam.isAllowed(role, "dynamodb:PutItem", "*")).toBe(true);
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v2" }));
  await iam.send(new CreatePolicyVersionCommand(second));
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([
    ["v3", false],
    ["v1", true],
  ]);
});

test("AWS managed policies can be read and attached, with AWS's documents", async () => {
  const PolicyArn = "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess";
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  expect(Policy).toMatchObject({ Arn: PolicyArn, IsAttachable: true });
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  const text = decodeURIComponent(PolicyVersion?.Document ?? "");
  expect(text).toContain('"dynamodb:*"');
  expect(text).not.toContain("logs:");
  expect(await refusalOf(iam.send(new DeletePolicyCommand({ PolicyArn })))).toMatchObject({ status: 403 });
  const names: string[] = [];
  for await (const { Policies } of paginateListPolicies({ client: iam, pageSize: 5 }, { Scope: "AWS" }))
    names.push(...(Policies ?? []).map(({ PolicyName }) => PolicyName ?? ""));
  expect(names).toContain("AWSLambdaBasicExecutionRole");
  expect(new Set(names).size).toBe(names.length);
  const own = await iam.send(new ListPoliciesCommand({ Scope: "Local", PathPrefix: "/nowhere/" }));
  expect(own.Policies).toEqual([]);
});

test("a boundary removes permissions that it does not allow", async () => {
  const role = await makeRole("bounded");
  const PolicyDocument = document(allow(["dynamodb:PutItem", "iam:CreateUser"]));
  await iam.send(new PutRolePolicyCommand({ RoleName: "bounded", PolicyName: "own", PolicyDocument }));
  const PermissionsBoundary = "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess";
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: "bounded", PermissionsBoundary }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: "bounded" }));
  expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(PermissionsBoundary);
  const ask = { PolicySourceArn: role, ActionNames: ["dynamodb:PutItem", "iam:CreateUser", "s3:GetObject"] };
  const { EvaluationResults } = await iam.send(new SimulatePrincipalPolicyCommand(ask));
  expect(
    EvaluationResults?.map((result) => [
      result.EvalActionName,
      result.EvalDecision,
      result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
    ]),
  ).toEqual([
    ["dynamodb:PutItem", "allowed", true],
    ["iam:CreateUser", "implicitDeny", false],
    ["s3:GetObject", "implicitDeny", false],
  ]);
  await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: "bounded" }));
  expect(services.iam.isAllowed(role, "iam:CreateUser", "*")).toBe(true);
});

test("a simulation reports the deciding policy and the missing context keys", async () => {
  const PolicyInputList = [
    document(allow("dynamodb:*", { Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } })),
    document({ Effect: "Deny", Action: "dynamodb:DeleteTable", Resource: "*" }),
  ];
  const ask = async (ActionNames: string[], region?: string) => {
    const ContextEntries = region
      ? [
          {
            ContextKeyName: "aws:RequestedRegion",
            ContextKeyValues: [region],
            ContextKeyType: "string" as const,
          },
        ]
      : [];
    const answer = await iam.send(
      new SimulateCustomPolicyCommand({ PolicyInputList, ActionNames, ContextEntries }),
    );
    return answer.EvaluationResults?.[0];
  };
  expect(await ask(["dynamodb:PutItem"], "us-east-1")).toMatchObject({
    EvalDecision: "allowed",
    MatchedStatements: [{ SourcePolicyId: "PolicyInputList.1" }],
  });
  expect(await ask(["dynamodb:PutItem"], "eu-west-1")).toMatchObject({ EvalDecision: "implicitDeny" });
  expect(await ask(["dynamodb:PutItem"])).toMatchObject({
    EvalDecision: "implicitDeny",
    MissingContextValues: ["aws:RequestedRegion"],
  });
  expect(await ask(["dynamodb:DeleteTable"], "us-east-1")).toMatchObject({
    EvalDecision: "explicitDeny",
    MatchedStatements: [{ SourcePolicyId: "PolicyInputList.2" }],
  });
});

test("users have policies of their own, and are listed", async () => {
  await iam.send(new CreateUserCommand({ UserName: "ana", Path: "/class/" }));
  const PolicyDocument = document(allow("dynamodb:*"));
  await iam.send(new PutUserPolicyCommand({ UserName: "ana", PolicyName: "own", PolicyDocument }));
  expect((await iam.send(new ListUserPoliciesCommand({ UserName: "ana" }))).PolicyNames).toEqual(["own"]);
  const own = await iam.send(new GetUserPolicyCommand({ UserName: "ana", PolicyName: "own" }));
  expect(decodeURIComponent(own.PolicyDocument ?? "")).toBe(PolicyDocument);
  const { Users } = await iam.send(new ListUsersCommand({ PathPrefix: "/class/" }));
  expect(Users).toMatchObject([{ UserName: "ana", Arn: `arn:aws:iam::${accountId}:user/class/ana` }]);
  expect(await refusalOf(iam.send(new DeleteUserCommand({ UserName: "ana" })))).toMatchObject({
    name: "DeleteConflictException",
  });
  await iam.send(new DeleteUserPolicyCommand({ UserName: "ana", PolicyName: "own" }));
  await iam.send(new DeleteUserCommand({ UserName: "ana" }));
  expect((await iam.send(new ListUsersCommand({}))).Users).toEqual([]);
});

test("with propagation delay a new role cannot be assumed for some seconds", async () => {
  const born = new Date();
  services.setTime(born);
  const role = await makeRole("young");
  expect(services.iam.roleExists(role)).toBe(true);
  expect(services.iam.assumable(role, "lambda.amazonaws.com")).toBe(false);
  services.setTime(new Date(born.getTime() + 10_000));
  expect(services.iam.assumable(role, "lambda.amazonaws.com")).toBe(true);
  services.setTime(undefined);
});
