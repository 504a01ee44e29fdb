import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetAccountSettingsCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { zip } from "@long-running-api/test-support/zip";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { design, type LambdaBench, openLambda, roleArn, wait } from "./lambda-bench.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 }); // functions start slowly on a busy machine

let bench: LambdaBench;
beforeAll(async () => {
  bench = await openLambda();
});
afterAll(() => bench.close());

const echo = { "index.js": "exports.handler = async (event) => event" };
const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const create = (FunctionName: string, over = {}) =>
  bench.client.send(new CreateFunctionCommand({ ...design(echo), FunctionName, ...over }));

it("creates a function: Pending first, Active once its code is unpacked (control-plane-120)", async () => {
  const made = await create("lifecycle", {
    Environment: { Variables: { TABLE: "1" } },
    Tags: { learner: "ana" },
  });
  expect(made.$metadata.httpStatusCode).toBe(201);
  expect(made).toMatchObject({
    FunctionName: "lifecycle",
    FunctionArn: arn("lifecycle"),
    State: "Pending",
    StateReason: "The function is being created.",
    StateReasonCode: "Creating",
    Version: "$LATEST",
    Timeout: 3,
    MemorySize: 128,
    Role: roleArn,
    PackageType: "Zip",
    Architectures: ["x86_64"],
    EphemeralStorage: { Size: 512 },
    TracingConfig: { Mode: "PassThrough" },
    LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/lifecycle" },
    Environment: { Variables: { TABLE: "1" } },
  });
  expect(made.LastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
  await waitUntilFunctionUpdatedV2({ client: bench.client, ...wait }, { FunctionName: "lifecycle" });
  const { Configuration, Code, Tags } = await bench.client.send(
    new GetFunctionCommand({ FunctionName: "lifecycle" }),
  );
  expect(Configuration).toMatchObject({ State: "Active", LastUpdateStatus: "Successful" });
  expect(Configuration).not.toHaveProperty("StateReason");
  expect(Tags).toEqual({ learner: "ana" });
  const download = bench.lambda.download(new URL(Code?.Location ?? "").pathname);
  const files = unzipSync(new Uint8Array(download?.body as Buffer));
  expect(strFromU8(files["index.js"] ?? new Uint8Array())).toBe(echo["index.js"]);
});

it("updates code and configuration, one after the other, and runs the new version", async () => {
  const FunctionName = await bench.make({
    "index.js": "exports.handler = async () => [1, process.env.TABLE]",
  });
  expect(await bench.call(FunctionName)).toEqual([1, null]);
  const ZipFile = zip({ "index.js": "exports.handler = async () => [2, process.env.TABLE]" });
  const changed = await bench.client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  expect(changed).toMatchObject({ LastUpdateStatus: "InProgress", State: "Active" });
  const configuration = new UpdateFunctionConfigurationCommand({
    FunctionName,
    Timeout: 60,
    Environment: { Variables: { TABLE: "a" } },
  });
  expect(await refusalOf(bench.client.send(configuration))).toEqual({
    name: "ResourceConflictException",
    status: 409,
    message: `The operation cannot be performed at this time. An update is in progress for resource: ${arn(FunctionName)}`,
  });
  await waitUntilFunctionUpdatedV2({ client: bench.client, ...wait }, { FunctionName });
  expect(await bench.client.send(configuration)).toMatchObject({
    Timeout: 60,
    CodeSha256: changed.CodeSha256,
  });
  await waitUntilFunctionUpdatedV2({ client: bench.client, ...wait }, { FunctionName });
  expect(await bench.call(FunctionName)).toEqual([2, "a"]);
  const stale = new UpdateFunctionCodeCommand({ FunctionName, ZipFile, RevisionId: changed.RevisionId });
  expect(await refusalOf(bench.client.send(stale))).toMatchObject({
    name: "PreconditionFailedException",
    status: 412,
  });
});

it("rejects invalid requests with AWS's messages", async () => {
  const cases: [Record<string, unknown>, { name: string; message: string }][] = [
    [
      { Role: "arn:aws:iam::000000000000:role/other" },
      {
        name: "InvalidParameterValueException",
        message: "The role defined for the function cannot be assumed by Lambda.",
      },
    ],
    [
      { Role: "r1" },
      {
        name: "ValidationException",
        message: String.raw`1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`,
      },
    ],
    [
      { Runtime: "python3.9" },
      {
        name: "InvalidParameterValueException",
        message:
          "The runtime parameter of python3.9 is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.",
      },
    ],
    [
      { Timeout: 901, MemorySize: 64 },
      {
        name: "ValidationException",
        message:
          "2 validation errors detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900; Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
      },
    ],
    [
      { Environment: { Variables: { AWS_REGION: "x" } } },
      {
        name: "InvalidParameterValueException",
        message:
          "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION",
      },
    ],
    [
      { Environment: { Variables: { TABLE: "a\0b" } } },
      {
        name: "InvalidParameterValueException",
        message:
          "Lambda was unable to configure your environment variables because values contain the character NUL, which no process can be given. Keys: TABLE",
      },
    ],
    [
      { Handler: "index.hand\0ler" },
      {
        name: "ValidationException",
        message:
          "1 validation error detected: Value 'index.hand\0ler' at 'handler' failed to satisfy constraint: Member must satisfy regular expression pattern: [^\\s]+",
      },
    ],
    [
      { Code: { ZipFile: Buffer.from("this is no zip at all, whatever its name") } },
      {
        name: "InvalidParameterValueException",
        message: "Could not unzip uploaded file. Please check your file, then try to upload again.",
      },
    ],
    [
      { Code: { S3Bucket: "bucket", S3Key: "key" } },
      {
        name: "InvalidParameterValueException",
        message:
          "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist",
      },
    ],
    [
      { FunctionName: "a".repeat(65) },
      {
        name: "InvalidParameterValueException",
        message: `1 validation error detected: Value '${"a".repeat(65)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
      },
    ],
  ];
  for (const [over, refusal] of cases)
    expect(await refusalOf(create("refused", over))).toMatchObject(refusal);
  await create("twice");
  expect(await refusalOf(create("twice"))).toEqual({
    name: "ResourceConflictException",
    message: "Function already exist: twice",
    status: 409,
  });
});

it("takes names, partial ARNs and ARNs, with and without a qualifier", async () => {
  const name = await bench.make(echo);
  const get = (FunctionName: string, Qualifier?: string) =>
    bench.client.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier }));
  for (const form of [name, `000000000000:function:${name}`, `function:${name}`, arn(name)])
    expect((await get(form)).FunctionArn).toBe(arn(name));
  for (const [form, qualifier] of [[`${name}:$LATEST`], [`${arn(name)}:$LATEST`], [name, "$LATEST"]] as const)
    expect((await get(form, qualifier)).FunctionArn).toBe(`${arn(name)}:$LATEST`);
  expect(await refusalOf(get(name, "7"))).toEqual({
    name: "ResourceNotFoundException",
    message: `Function not found: ${arn(name)}:7`,
    status: 404,
  });
  expect(await refusalOf(get(`${name}:1`, "2"))).toMatchObject({
    message: "The derived qualifier from the function name does not match the specified qualifier.",
  });
  expect(await refusalOf(get("arn:aws:lambda:eu-west-1:000000000000:function:x"))).toMatchObject({
    message: "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
  });
  const client = bench.client as unknown as { send(command: object): Promise<unknown> };
  // Members that Lambda's model requires, as the SDK's schemas name them.
  expect(await refusalOf(client.send(new CreateFunctionCommand({ FunctionName: "bare" } as never)))).toEqual({
    name: "ValidationException",
    status: 400,
    message:
      "2 validation errors detected: Value null at 'role' failed to satisfy constraint: Member must not be null; Value null at 'code' failed to satisfy constraint: Member must not be null",
  });
  const misspelt: [object, string][] = [
    [{ PackageType: "zip" }, "Value 'zip' at 'packageType'"],
    [{ TracingConfig: { Mode: "on" } }, "Value 'on' at 'tracingConfig.mode'"],
    [{ LoggingConfig: { LogFormat: "json" } }, "Value 'json' at 'loggingConfig.logFormat'"],
  ];
  for (const [over, complaint] of misspelt)
    expect(await refusalOf(create("misspelt", over))).toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(`1 validation error detected: ${complaint}`),
    });
  expect(
    await refusalOf(create("wrapped", { Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: "/x" } } })),
  ).toMatchObject({
    message: "AWS_LAMBDA_EXEC_WRAPPER is not in the embedded cloud.",
  });
  expect(await refusalOf(bench.client.send(new ListFunctionsCommand({ MaxItems: 0 })))).toMatchObject({
    message:
      "1 validation error detected: Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
  });
  const source = new AddPermissionCommand({
    FunctionName: "none",
    StatementId: "s",
    Action: "lambda:InvokeFunction",
    Principal: "apigateway.amazonaws.com",
    SourceArn: "arn:aws:execute-api:*:*:abc/*",
  });
  expect(await refusalOf(bench.client.send(source))).toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining("Value 'arn:aws:execute-api:*:*:abc/*' at 'sourceArn'"),
  });
  expect(await refusalOf(get("no such name"))).toMatchObject({
    name: "ValidationException",
    message: expect.stringMatching(/^1 validation error detected: Value 'no such name' at 'functionName'/),
  });
});

it("publishes versions, points aliases at them, and calls through both", async () => {
  const FunctionName = await bench.make({
    "index.js": "exports.handler = async (e, c) => ['one', c.invokedFunctionArn, c.functionVersion]",
  });
  const first = await bench.client.send(new PublishVersionCommand({ FunctionName, Description: "first" }));
  expect(first).toMatchObject({ Version: "1", FunctionArn: `${arn(FunctionName)}:1`, Description: "first" });
  expect((await bench.client.send(new PublishVersionCommand({ FunctionName }))).Version).toBe("1");
  const ZipFile = zip({ "index.js": "exports.handler = async () => 'two'" });
  await bench.client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await waitUntilFunctionUpdatedV2({ client: bench.client, ...wait }, { FunctionName });
  const alias = await bench.client.send(
    new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }),
  );
  expect(alias).toMatchObject({
    AliasArn: `${arn(FunctionName)}:live`,
    FunctionVersion: "1",
    Description: "",
  });
  const invoke = async (Qualifier?: string) => {
    const { Payload, ExecutedVersion } = await bench.client.send(
      new InvokeCommand({ FunctionName, Qualifier }),
    );
    return [ExecutedVersion, JSON.parse(Payload?.transformToString() ?? "")];
  };
  expect(await invoke()).toEqual(["$LATEST", "two"]);
  expect(await invoke("live")).toEqual(["1", ["one", `${arn(FunctionName)}:live`, "1"]]);
  expect((await bench.client.send(new PublishVersionCommand({ FunctionName }))).Version).toBe("2");
  await bench.client.send(
    new UpdateAliasCommand({
      FunctionName,
      Name: "live",
      RoutingConfig: { AdditionalVersionWeights: { "2": 1 } },
    }),
  );
  expect(await invoke("live")).toEqual(["2", "two"]);
  const { Versions } = await bench.client.send(new ListVersionsByFunctionCommand({ FunctionName }));
  expect(Versions?.map(({ Version }) => Version)).toEqual(["$LATEST", "1", "2"]);
  const { Aliases } = await bench.client.send(new ListAliasesCommand({ FunctionName }));
  expect(Aliases).toHaveLength(1);
  expect(
    await refusalOf(bench.client.send(new GetAliasCommand({ FunctionName, Name: "none" }))),
  ).toMatchObject({
    message: `Cannot find alias arn: ${arn(FunctionName)}:none`,
  });
  expect(
    await refusalOf(
      bench.client.send(new CreateAliasCommand({ FunctionName, Name: "x", FunctionVersion: "9" })),
    ),
  ).toMatchObject({ message: `Function not found: ${arn(FunctionName)}:9` });
  expect(
    await refusalOf(bench.client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "1" }))),
  ).toMatchObject({ name: "ResourceConflictException" });
});

it("adds, shows and removes permissions (control-plane-122)", async () => {
  const FunctionName = await bench.make(echo);
  const SourceArn = "arn:aws:execute-api:us-east-1:000000000000:abc/*/POST/invoke-lambda";
  const add = new AddPermissionCommand({
    FunctionName,
    StatementId: "s3",
    Action: "lambda:InvokeFunction",
    Principal: "apigateway.amazonaws.com",
    SourceArn,
  });
  const statement = {
    Sid: "s3",
    Effect: "Allow",
    Principal: { Service: "apigateway.amazonaws.com" },
    Action: "lambda:InvokeFunction",
    Resource: arn(FunctionName),
    Condition: { ArnLike: { "AWS:SourceArn": SourceArn } },
  };
  expect(JSON.parse((await bench.client.send(add)).Statement ?? "")).toEqual(statement);
  expect(await refusalOf(bench.client.send(add))).toEqual({
    name: "ResourceConflictException",
    status: 409,
    message:
      "The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.",
  });
  const { Policy } = await bench.client.send(new GetPolicyCommand({ FunctionName }));
  expect(JSON.parse(Policy ?? "")).toEqual({ Version: "2012-10-17", Id: "default", Statement: [statement] });

  const call = (sourceArn: string, principal = "apigateway.amazonaws.com", functionArn = arn(FunctionName)) =>
    bench.lambda.invoke({
      functionArn,
      invocationType: "RequestResponse",
      payload: Buffer.from("1"),
      principal,
      sourceArn,
    });
  const source = "arn:aws:execute-api:us-east-1:000000000000:abc/test/POST/invoke-lambda";
  expect((await call(source)).payload.toString()).toBe("1");
  for (const refused of [
    call(source.replace("POST", "GET")),
    call(source, "s3.amazonaws.com"),
    call(source, undefined, `${arn(FunctionName)}:$LATEST`).then(() => call(source.replace("abc", "other"))),
  ])
    await expect(refused).rejects.toMatchObject({ code: "AccessDeniedException", status: 403 });

  await bench.client.send(new RemovePermissionCommand({ FunctionName, StatementId: "s3" }));
  expect(await refusalOf(bench.client.send(new GetPolicyCommand({ FunctionName })))).toMatchObject({
    name: "ResourceNotFoundException",
    message: "The resource you requested does not exist.",
  });
});

it("tags, reserves concurrency, and configures asynchronous calls", async () => {
  const FunctionName = await bench.make(echo);
  const Resource = arn(FunctionName);
  await bench.client.send(new TagResourceCommand({ Resource, Tags: { a: "1", b: "2" } }));
  await bench.client.send(new UntagResourceCommand({ Resource, TagKeys: ["a"] }));
  expect((await bench.client.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ b: "2" });
  expect(
    await refusalOf(bench.client.send(new ListTagsCommand({ Resource: `${Resource}:1` }))),
  ).toMatchObject({
    message: "Tags on function aliases and versions are not supported. Please specify a function ARN.",
  });

  const reserve = (ReservedConcurrentExecutions: number) =>
    bench.client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  expect((await reserve(5)).ReservedConcurrentExecutions).toBe(5);
  expect((await bench.client.send(new GetFunctionCommand({ FunctionName }))).Concurrency).toEqual({
    ReservedConcurrentExecutions: 5,
  });
  expect(await refusalOf(reserve(91))).toMatchObject({
    message:
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [10].",
  });
  const { AccountLimit } = await bench.client.send(new GetAccountSettingsCommand({}));
  expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 100, UnreservedConcurrentExecutions: 95 });
  await bench.client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  const concurrency = await bench.client.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  expect(concurrency).not.toHaveProperty("ReservedConcurrentExecutions");

  const put = new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 });
  expect(await bench.client.send(put)).toMatchObject({
    FunctionArn: `${Resource}:$LATEST`,
    MaximumRetryAttempts: 0,
  });
  const update = new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 });
  const config = await bench.client.send(update);
  expect(config).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
  expect(config.LastModified).toBeInstanceOf(Date);
  const Destination = "arn:aws:sqs:us-east-1:000000000000:failed";
  const refused = await refusalOf(
    bench.client.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName,
        DestinationConfig: { OnFailure: { Destination } },
      }),
    ),
  );
  expect(refused.message).toBe(
    `Destinations of asynchronous invocations are not part of this local cloud: nothing would be sent to ${Destination}. On AWS it may be valid.`,
  );
  await bench.client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
  expect(
    await refusalOf(bench.client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))),
  ).toMatchObject({
    message: `The function ${Resource}:$LATEST doesn't have an EventInvokeConfig`,
  });
});

it("lists functions in pages, without deleted ones", async () => {
  const name = await bench.make(echo, { FunctionName: "aaa-first" });
  const { Functions, NextMarker } = await bench.client.send(new ListFunctionsCommand({ MaxItems: 1 }));
  expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual([name]);
  expect(Functions?.[0]).not.toHaveProperty("State");
  const rest = await bench.client.send(new ListFunctionsCommand({ Marker: NextMarker }));
  expect(rest.Functions?.some(({ FunctionName }) => FunctionName === name)).toBe(false);
  const deleted = await bench.client.send(new DeleteFunctionCommand({ FunctionName: name }));
  expect(deleted.$metadata.httpStatusCode).toBe(204);
  expect(await refusalOf(bench.client.send(new GetFunctionCommand({ FunctionName: name })))).toEqual({
    name: "ResourceNotFoundException",
    message: `Function not found: ${arn(name)}`,
    status: 404,
  });
});
