import {
  CreateFunction$,
  type CreateFunctionRequest,
  type FunctionConfiguration,
} from "@aws-sdk/client-lambda";
import type { Action, Context } from "../../action.ts";
import { complaint } from "../../complaint.ts";
import type { SavedCode } from "../code.ts";
import { requireArchitectures, requireSettings } from "../configuration.ts";
import { conflict, invalid, validation } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { pending } from "../lifecycle.ts";
import { loggingOf } from "../logging.ts";
import { functionArn, latest, locate } from "../names.ts";
import { runtimeVersion } from "../runtimes.ts";
import { lambdaTime, show } from "../show.ts";
import { type Configuration, keyOf, putFunction } from "../store.ts";
import { requireTags } from "../tags.ts";
import { inspectCode } from "../uploaded-code.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const CreateFunction: Action<LambdaStore, CreateFunctionRequest, FunctionConfiguration> = {
  operation: CreateFunction$,
  needs: (input, context) => [
    { action: "lambda:CreateFunction", resources: [functionArn(context, nameOf(input))] },
    {
      action: "iam:PassRole",
      resources: [input.Role ?? "*"],
      conditions: { "iam:PassedToService": "lambda.amazonaws.com" },
    },
  ],
  async handle(input, store, context) {
    const saveCode = await inspectCode(input.Code, store.code);
    const { name } = locate(input.FunctionName, undefined, context, { lengthMax: 140, tellsBoth: true });
    requireShort(name);
    requireSettings(input, context.now());
    requireArchitectures(input.Architectures);
    requireTags(input.Tags ?? {});
    if (input.PackageType === "Image")
      throw invalid("Functions as container images are not in the embedded cloud: send a zip.");
    if (!input.Runtime || !input.Handler)
      throw invalid(
        "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
      );
    const code = saveCode();
    if (!store.assumable(input.Role ?? ""))
      throw invalid("The role defined for the function cannot be assumed by Lambda.");
    if (store.functions.get(keyOf(context.region, name))) throw conflict(`Function already exist: ${name}`);

    const configuration = configurationOf({ ...input, FunctionName: name }, code, store, context);
    const version: Configuration = { ...configuration, Version: "1", RevisionId: store.newId() };
    const record = {
      name,
      region: context.region,
      arn: functionArn(context, name),
      latest: configuration,
      versions: input.Publish ? [version] : [],
      versionsPublished: input.Publish ? 1 : 0,
      ...(input.Publish ? { descriptionPublished: configuration.Description ?? "" } : {}),
      aliases: {},
      policies: {},
      eventInvokeConfigs: {},
      tags: { ...input.Tags },
    };
    putFunction(store, record);
    store.lifecycle.begin(record);
    // As recorded: the version's number, under the function's own ARN and with the revision of $LATEST.
    return show(record, input.Publish ? { ...configuration, Version: "1" } : configuration);
  },
};

/** Checked after the service's model, with the model's message under another error name. */
function requireShort(name: string): void {
  if (name.length <= 64) return;
  const constraint = "Member must have length less than or equal to 64";
  throw invalid(validation([complaint(`'${name}'`, "functionName", constraint)]).message);
}

function nameOf({ FunctionName = "" }: CreateFunctionRequest): string {
  return FunctionName.split(":").at(-1) ?? "";
}

function configurationOf(
  input: CreateFunctionRequest & { FunctionName: string },
  code: SavedCode,
  store: LambdaStore,
  context: Context,
): Configuration {
  return {
    FunctionName: input.FunctionName,
    Runtime: input.Runtime,
    Role: input.Role,
    Handler: input.Handler,
    CodeSize: code.bytes,
    CodeSha256: code.sha256,
    Description: input.Description ?? "",
    Timeout: input.Timeout ?? 3,
    MemorySize: input.MemorySize ?? 128,
    LastModified: lambdaTime(context.now()),
    Version: latest,
    ...(input.Environment ? { Environment: { Variables: { ...input.Environment.Variables } } } : {}),
    ...(input.KMSKeyArn ? { KMSKeyArn: input.KMSKeyArn } : {}),
    ...(input.DeadLetterConfig?.TargetArn ? { DeadLetterConfig: input.DeadLetterConfig } : {}),
    TracingConfig: { Mode: input.TracingConfig?.Mode ?? "PassThrough" },
    RevisionId: store.newId(),
    ...pending,
    PackageType: "Zip",
    Architectures: input.Architectures ?? ["x86_64"],
    EphemeralStorage: { Size: input.EphemeralStorage?.Size ?? 512 },
    SnapStart: { ApplyOn: input.SnapStart?.ApplyOn ?? "None", OptimizationStatus: "Off" },
    RuntimeVersionConfig: runtimeVersion(input.Runtime, context.region),
    LoggingConfig: loggingOf(input.FunctionName, undefined, input.LoggingConfig),
  };
}
