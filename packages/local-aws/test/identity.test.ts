import { DynamoDBClient, ListTablesCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  GetUserCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDynamoDb, type DynamoDb } from "../src/dynamodb/index.ts";
import { accountId, type Keys, openServices, type Services } from "./services.ts";

let services: Services;
let cloud: DynamoDb;
let iam: IAMClient;

beforeAll(async () => {
  services = await openServices(({ store, now }) => {
    cloud = createDynamoDb({ directory: undefined, accountId, now, store });
    return [cloud.service];
  });
  iam = new IAMClient(services.client());
});
afterAll(async () => {
  await services.close();
  await cloud.close();
});

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const table = `arn:aws:dynamodb:us-east-1:${accountId}:table/tab`;

async function makeUser(UserName: string, ...statements: object[]): Promise<Keys> {
  await iam.send(new CreateUserCommand({ UserName }));
  if (statements.length > 0)
    await iam.send(
      new PutUserPolicyCommand({ UserName, PolicyName: "own", PolicyDocument: document(...statements) }),
    );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
}

const whoAmI = (keys?: Keys) => new STSClient(services.client(keys)).send(new GetCallerIdentityCommand({}));
const listTables = (keys?: Keys, region?: string) =>
  new DynamoDBClient(services.client(keys, region)).send(new ListTablesCommand({}));

test("the administrator is root, a user is a user", async () => {
  expect(await whoAmI()).toMatchObject({ Account: accountId, Arn: `arn:aws:iam::${accountId}:root` });
  const keys = await makeUser("ana");
  expect(keys.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
  expect(keys.secretAccessKey).toHaveLength(40);
  expect(await whoAmI(keys)).toMatchObject({
    Arn: `arn:aws:iam::${accountId}:user/ana`,
    UserId: expect.stringMatching(/^AIDA/),
  });
});

test("an unknown key, a wrong secret and a late clock are rejected with each protocol's errors", async () => {
  const unknown = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" };
  const message = "The security token included in the request is invalid.";
  expect(await refusalOf(whoAmI(unknown))).toEqual({ name: "InvalidClientTokenId", message, status: 403 });
  expect(await refusalOf(listTables(unknown))).toEqual({
    name: "UnrecognizedClientException",
    message,
    status: 400,
  });

  const wrong = { accessKeyId: "test", secretAccessKey: "Test" };
  expect(await refusalOf(whoAmI(wrong))).toMatchObject({ name: "SignatureDoesNotMatch", status: 403 });
  expect(await refusalOf(listTables(wrong))).toMatchObject({
    name: "InvalidSignatureException",
    status: 400,
  });

  services.setTime(new Date(Date.now() + 6 * 60_000));
  const late =
    /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/;
  expect(await refusalOf(whoAmI())).toMatchObject({
    name: "SignatureDoesNotMatch",
    message: expect.stringMatching(late),
  });
  services.setTime(new Date(Date.now() - 6 * 60_000));
  expect(await refusalOf(listTables())).toMatchObject({
    name: "InvalidSignatureException",
    message: expect.stringMatching(/^Signature not yet current: /),
  });
  services.setTime(undefined);

  expect(await refusalOf(listTables(undefined, "us-esat-1"))).toMatchObject({
    name: "InvalidSignatureException",
    message: "Credential should be scoped to a valid region, not 'us-esat-1'.",
  });
});

test("a key works while it exists and is active", async () => {
  const keys = await makeUser("bob");
  const AccessKeyId = keys.accessKeyId;
  await iam.send(new UpdateAccessKeyCommand({ UserName: "bob", AccessKeyId, Status: "Inactive" }));
  expect(await refusalOf(whoAmI(keys))).toMatchObject({ name: "InvalidClientTokenId" });
  await iam.send(new UpdateAccessKeyCommand({ UserName: "bob", AccessKeyId, Status: "Active" }));
  expect(await whoAmI(keys)).toMatchObject({ Account: accountId });
  expect(await refusalOf(iam.send(new DeleteUserCommand({ UserName: "bob" })))).toMatchObject({
    name: "DeleteConflictException",
    message: "Cannot delete entity, must delete access keys first.",
  });
  await iam.send(new DeleteAccessKeyCommand({ UserName: "bob", AccessKeyId }));
  expect(await refusalOf(whoAmI(keys))).toMatchObject({ name: "InvalidClientTokenId" });
  await iam.send(new DeleteUserCommand({ UserName: "bob" }));
});

test("an unauthorized action is denied, with the reason", async () => {
  const keys = await makeUser("cem", { Effect: "Allow", Action: "dynamodb:ListTables", Resource: "*" });
  expect((await listTables(keys)).TableNames).toEqual([]);
  const dynamodb = new DynamoDBClient(services.client(keys));
  const put = () => dynamodb.send(new PutItemCommand({ TableName: "tab", Item: { requestId: { S: "1" } } }));
  const user = `User: arn:aws:iam::${accountId}:user/cem is not authorized to perform`;
  expect(await refusalOf(put())).toEqual({
    name: "AccessDeniedException",
    message: `${user}: dynamodb:PutItem on resource: ${table} because no identity-based policy allows the dynamodb:PutItem action`,
    status: 400,
  });
  const attach = { UserName: "cem", PolicyArn: "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess" };
  await iam.send(new AttachUserPolicyCommand(attach));
  expect(await refusalOf(put())).toMatchObject({ name: "ResourceNotFoundException" });

  const PermissionsBoundary = "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess";
  await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: "cem", PermissionsBoundary }));
  expect(await refusalOf(put())).toMatchObject({
    message: `${user}: dynamodb:PutItem on resource: ${table} because no permissions boundary allows the dynamodb:PutItem action`,
  });
  expect(await refusalOf(new IAMClient(services.client(keys)).send(new ListRolesCommand({})))).toEqual({
    name: "AccessDenied",
    message: `${user}: iam:ListRoles on resource: arn:aws:iam::${accountId}:role/ because no permissions boundary allows the iam:ListRoles action`,
    status: 403,
  });
});

test("a learner's policy restricts names and requires a boundary", async () => {
  const boundary = "arn:aws:iam::aws:policy/PowerUserAccess";
  const keys = await makeUser("dua", {
    Effect: "Allow",
    Action: ["iam:CreateRole", "iam:PutRolePolicy"],
    Resource: "arn:aws:iam::*:role/lr-${aws:username}-*",
    Condition: { StringEquals: { "iam:PermissionsBoundary": boundary } },
  });
  const learner = new IAMClient(services.client(keys));
  const AssumeRolePolicyDocument = document({
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
  });
  const create = (RoleName: string, PermissionsBoundary?: string) =>
    learner.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, PermissionsBoundary }));
  expect(await refusalOf(create("lr-dua-f"))).toMatchObject({ name: "AccessDenied", status: 403 });
  expect(await refusalOf(create("lr-ana-f", boundary))).toMatchObject({ name: "AccessDenied" });
  await create("lr-dua-f", boundary);
  const tagged = { RoleName: "lr-dua-g", AssumeRolePolicyDocument, PermissionsBoundary: boundary };
  expect(
    await refusalOf(learner.send(new CreateRoleCommand({ ...tagged, Tags: [{ Key: "a", Value: "b" }] }))),
  ).toMatchObject({ name: "AccessDenied", message: expect.stringContaining("perform: iam:TagRole on") });
  const own = {
    PolicyName: "own",
    PolicyDocument: document({ Effect: "Allow", Action: "*", Resource: "*" }),
  };
  await learner.send(new PutRolePolicyCommand({ RoleName: "lr-dua-f", ...own }));
  await iam.send(new CreateRoleCommand({ RoleName: "lr-dua-free", AssumeRolePolicyDocument }));
  expect(
    await refusalOf(learner.send(new PutRolePolicyCommand({ RoleName: "lr-dua-free", ...own }))),
  ).toMatchObject({
    name: "AccessDenied",
  });
  expect(services.iam.isAllowed(`arn:aws:iam::${accountId}:role/lr-dua-f`, "iam:CreateUser", "*")).toBe(
    false,
  );
  expect(services.iam.isAllowed(`arn:aws:iam::${accountId}:role/lr-dua-f`, "dynamodb:PutItem", table)).toBe(
    true,
  );
});

test("a role's temporary keys work until they expire or the role is deleted, even if another takes its name", async () => {
  const RoleName = "worker";
  const RoleArn = `arn:aws:iam::${accountId}:role/${RoleName}`;
  const make = () =>
    iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: document({
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com", AWS: accountId },
          Action: "sts:AssumeRole",
        }),
      }),
    );
  expect(services.iam.assumable(RoleArn, "lambda.amazonaws.com")).toBe(false);
  await make();
  expect(services.iam.assumable(RoleArn, "lambda.amazonaws.com")).toBe(true);
  expect(services.iam.assumable(RoleArn, "ec2.amazonaws.com")).toBe(false);

  const { expiration, ...keys } = services.iam.credentialsForRole(RoleArn, "my-function");
  expect(keys.accessKeyId).toMatch(/^ASIA/);
  expect(await whoAmI(keys)).toMatchObject({
    Arn: `arn:aws:sts::${accountId}:assumed-role/worker/my-function`,
    UserId: expect.stringMatching(/^AROA[A-Z2-7]+:my-function$/),
  });
  expect(await refusalOf(listTables(keys))).toMatchObject({ name: "AccessDeniedException" });
  const { sessionToken: _, ...withoutToken } = keys;
  expect(await refusalOf(listTables(withoutToken))).toMatchObject({ name: "UnrecognizedClientException" });
  const other = keys.sessionToken.startsWith("A") ? "B" : "A";
  const forged = { ...keys, sessionToken: `${other}${keys.sessionToken.slice(1)}` };
  expect(await refusalOf(listTables(forged))).toMatchObject({ name: "UnrecognizedClientException" });

  await iam.send(new DeleteRoleCommand({ RoleName }));
  expect(await refusalOf(whoAmI(keys))).toMatchObject({ name: "InvalidClientTokenId" });
  await make();
  expect(await refusalOf(whoAmI(keys))).toMatchObject({ name: "InvalidClientTokenId" });

  const sts = new STSClient(services.client());
  const assumed = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "me", DurationSeconds: 900 }),
  );
  const session = {
    accessKeyId: assumed.Credentials?.AccessKeyId ?? "",
    secretAccessKey: assumed.Credentials?.SecretAccessKey ?? "",
    sessionToken: assumed.Credentials?.SessionToken ?? "",
  };
  expect(await whoAmI(session)).toMatchObject({ Arn: `arn:aws:sts::${accountId}:assumed-role/worker/me` });
  const late = services.iam.credentialsForRole(RoleArn, "late");
  services.setTime(new Date(Date.now() + 16 * 60_000));
  const clock = { systemClockOffset: 16 * 60_000 };
  const later = new STSClient({ ...services.client(session), ...clock });
  expect(await refusalOf(later.send(new GetCallerIdentityCommand({})))).toMatchObject({
    name: "ExpiredToken",
  });
  const still = new STSClient({ ...services.client(late), ...clock });
  expect(await still.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: accountId });
  services.setTime(undefined);
});

test("a user assumes a role that trusts the user, or the account if the user's policy allows it", async () => {
  const trusting = async (RoleName: string, AWS: string) => {
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: document({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }),
      }),
    );
    return `arn:aws:iam::${accountId}:role/${RoleName}`;
  };
  const keys = await makeUser("eve");
  const sts = new STSClient(services.client(keys));
  const assume = (RoleArn: string) => sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "eve" }));
  const named = await trusting("names-eve", `arn:aws:iam::${accountId}:user/eve`);
  const account = await trusting("names-account", `arn:aws:iam::${accountId}:root`);
  const somebody = `arn:aws:iam::${accountId}:user/somebody`;
  expect(await refusalOf(trusting("names-nobody", somebody))).toEqual({
    name: "MalformedPolicyDocumentException",
    message: `Invalid principal in policy: "AWS":"${somebody}"`,
    status: 400,
  });
  await makeUser("somebody");
  const other = await trusting("names-other", somebody);
  expect((await assume(named)).AssumedRoleUser?.Arn).toBe(
    `arn:aws:sts::${accountId}:assumed-role/names-eve/eve`,
  );
  const refused = (arn: string) => ({
    name: "AccessDenied",
    message: `User: arn:aws:iam::${accountId}:user/eve is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    status: 403,
  });
  expect(await refusalOf(assume(account))).toEqual(refused(account));
  expect(await refusalOf(assume(other))).toEqual(refused(other));
  const PolicyDocument = document({ Effect: "Allow", Action: "sts:AssumeRole", Resource: account });
  await iam.send(new PutUserPolicyCommand({ UserName: "eve", PolicyName: "assume", PolicyDocument }));
  expect((await assume(account)).Credentials?.SessionToken).toBeTruthy();
});

test("no caller has MFA, and an unknown condition key never allows a request", async () => {
  const list = { Action: "dynamodb:ListTables", Resource: "*" };
  const present = (operator: string, value: string) => ({
    [operator]: { "aws:MultiFactorAuthPresent": value },
  });
  const may = async (name: string, ...statements: object[]) =>
    listTables(await makeUser(name, ...statements)).then(
      () => true,
      (error: Error) => error.name !== "AccessDeniedException",
    );
  expect(await may("mfa-asked", { Effect: "Allow", ...list, Condition: present("Bool", "true") })).toBe(
    false,
  );
  // With long-lived keys this condition key is absent: `Bool` with false does not match, `BoolIfExists` and `Null` do.
  const allow = { Effect: "Allow", ...list };
  const deny = (Condition: object) => ({ Effect: "Deny", ...list, Condition });
  expect(await may("mfa-bool", allow, deny(present("Bool", "false")))).toBe(true);
  expect(await may("mfa-if-exists", allow, deny(present("BoolIfExists", "false")))).toBe(false);
  expect(await may("mfa-null", allow, deny(present("Null", "true")))).toBe(false);
  expect(await may("unknown", { ...allow, Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } })).toBe(
    false,
  );

  // With a role's keys it is present: without MFA it is false.
  const keys = await makeUser("mfa-role");
  const RoleName = "without-mfa";
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: document({
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${accountId}:user/mfa-role` },
        Action: "sts:AssumeRole",
      }),
    }),
  );
  const PolicyDocument = document(allow, deny(present("Bool", "false")));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));
  const { Credentials } = await new STSClient(services.client(keys)).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/${RoleName}`, RoleSessionName: "s1" }),
  );
  const session = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  expect(await refusalOf(listTables(session))).toMatchObject({ name: "AccessDeniedException" });
});

test("GetUser without a name returns the caller", async () => {
  const keys = await makeUser("fay", {
    Effect: "Allow",
    Action: "iam:GetUser",
    Resource: "arn:aws:iam::*:user/${aws:username}",
  });
  const { User } = await new IAMClient(services.client(keys)).send(new GetUserCommand({}));
  expect(User).toMatchObject({ UserName: "fay", Arn: `arn:aws:iam::${accountId}:user/fay` });
});

test("an unsigned or partly signed request gets an error that names the missing part", async () => {
  const unsigned = await fetch(services.endpoint, {
    method: "POST",
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  });
  expect(unsigned.status).toBe(403);
  const half = await fetch(services.endpoint, {
    method: "POST",
    headers: {
      authorization:
        "AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/sts/aws4_request, SignedHeaders=host",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  });
  expect(half.status).toBe(400);
  const text = await half.text();
  expect(text).toContain("<Code>IncompleteSignature</Code>");
  expect(text).toContain("Authorization header requires 'Signature' parameter.");
});
