import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  paginateListRoles,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openServices, type Services } from "./services.ts";

let services: Services;
let iam: IAMClient;

beforeAll(async () => {
  services = await openServices();
  iam = new IAMClient(services.client());
});
afterAll(() => services.close());

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const table = "arn:aws:dynamodb:us-east-1:000000000000:table/lambda-invocation-status";
const writes = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["dynamodb:PutItem"], Resource: table }],
});

test("a role keeps what it was created with, its documents percent-encoded", async () => {
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: "kept",
      AssumeRolePolicyDocument: trust,
      Description: "for a test",
      Tags: [{ Key: "learner", Value: "ana" }],
    }),
  );
  expect(Role).toMatchObject({ RoleName: "kept", Path: "/", Arn: "arn:aws:iam::000000000000:role/kept" });
  expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{16,17}$/);
  const { Role: seen } = await iam.send(new GetRoleCommand({ RoleName: "kept" }));
  expect(decodeURIComponent(seen?.AssumeRolePolicyDocument ?? "")).toBe(trust);
  expect(seen).toMatchObject({
    Description: "for a test",
    MaxSessionDuration: 3600,
    Tags: [{ Key: "learner", Value: "ana" }],
  });
  expect(seen?.CreateDate?.getTime()).toBeGreaterThan(Date.now() - 60_000);
});

test("a missing or existing role is reported with AWS's codes and statuses", async () => {
  await iam.send(new CreateRoleCommand({ RoleName: "twice", AssumeRolePolicyDocument: trust }));
  expect(
    await refusalOf(iam.send(new CreateRoleCommand({ RoleName: "Twice", AssumeRolePolicyDocument: trust }))),
  ).toEqual({
    name: "EntityAlreadyExistsException",
    message: "Role with name Twice already exists.",
    status: 409,
  });
  expect(await refusalOf(iam.send(new GetRoleCommand({ RoleName: "nobody" })))).toEqual({
    name: "NoSuchEntityException",
    message: "The role with name nobody cannot be found.",
    status: 404,
  });
  expect(
    await refusalOf(iam.send(new CreateRoleCommand({ RoleName: "a b", AssumeRolePolicyDocument: trust }))),
  ).toMatchObject({
    name: "ValidationError",
    status: 400,
  });
});

test("a role can be deleted only once its policies are removed", async () => {
  const RoleName = "busy";
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "table", PolicyDocument: writes }));
  expect(await refusalOf(iam.send(new DeleteRoleCommand({ RoleName })))).toEqual({
    name: "DeleteConflictException",
    message: "Cannot delete entity, must detach all policies first.",
    status: 409,
  });
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(AttachedPolicies).toEqual([{ PolicyName: "AWSLambdaBasicExecutionRole", PolicyArn }]);
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  expect(await refusalOf(iam.send(new DeleteRoleCommand({ RoleName })))).toMatchObject({
    message: "Cannot delete entity, must delete policies first.",
  });
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(["table"]);
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "table" }));
  expect(decodeURIComponent(PolicyDocument ?? "")).toBe(writes);
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "table" }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  expect(await refusalOf(iam.send(new GetRoleCommand({ RoleName })))).toMatchObject({ status: 404 });
});

test("a missing policy cannot be attached, an invalid document is rejected", async () => {
  await iam.send(new CreateRoleCommand({ RoleName: "strict", AssumeRolePolicyDocument: trust }));
  const PolicyArn = "arn:aws:iam::aws:policy/AmazonDynamoDBFullAcess";
  expect(await refusalOf(iam.send(new AttachRolePolicyCommand({ RoleName: "strict", PolicyArn })))).toEqual({
    name: "NoSuchEntityException",
    message: `Policy ${PolicyArn} does not exist or is not attachable.`,
    status: 404,
  });
  const put = new PutRolePolicyCommand({ RoleName: "strict", PolicyName: "p", PolicyDocument: "{not json" });
  expect(await refusalOf(iam.send(put))).toEqual({
    name: "MalformedPolicyDocumentException",
    message: "Syntax errors in policy.",
    status: 400,
  });
});

test("a misspelled service cannot be trusted", async () => {
  const Statement = [
    { Effect: "Allow", Principal: { Service: "lamda.amazonaws.com" }, Action: "sts:AssumeRole" },
  ];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const create = new CreateRoleCommand({ RoleName: "misspelt", AssumeRolePolicyDocument });
  expect(await refusalOf(iam.send(create))).toEqual({
    name: "MalformedPolicyDocumentException",
    message: 'Invalid principal in policy: "SERVICE":"lamda.amazonaws.com"',
    status: 400,
  });
});

test("tags, description and trust change", async () => {
  const RoleName = "changing";
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  await iam.send(
    new TagRoleCommand({
      RoleName,
      Tags: [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "2" },
      ],
    }),
  );
  await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["a"] }));
  expect((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual([{ Key: "b", Value: "2" }]);
  await iam.send(new UpdateRoleCommand({ RoleName, Description: "new", MaxSessionDuration: 7200 }));
  const other = trust.replace("lambda", "ec2");
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: other }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  expect(Role).toMatchObject({ Description: "new", MaxSessionDuration: 7200 });
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(other);
});

test("roles are listed by path, page by page", async () => {
  for (const learner of ["ana", "bob", "cem", "dua", "eve"])
    await iam.send(
      new CreateRoleCommand({ RoleName: `lr-${learner}`, Path: "/class/", AssumeRolePolicyDocument: trust }),
    );
  const names: string[][] = [];
  for await (const { Roles } of paginateListRoles({ client: iam, pageSize: 2 }, { PathPrefix: "/class/" }))
    names.push((Roles ?? []).map(({ RoleName }) => RoleName ?? ""));
  expect(names).toEqual([["lr-ana", "lr-bob"], ["lr-cem", "lr-dua"], ["lr-eve"]]);
});
