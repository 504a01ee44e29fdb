import {
  type FunctionConfiguration,
  UpdateFunctionConfiguration$,
  type UpdateFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { requireRevision, requireSettled } from "../change.ts";
import { requireSettings } from "../configuration.ts";
import { invalid } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { updating } from "../lifecycle.ts";
import { loggingOf } from "../logging.ts";
import { locate } from "../names.ts";
import { runtimeVersion } from "../runtimes.ts";
import { lambdaTime, show } from "../show.ts";
import { type Configuration, type FunctionRecord, putFunction, requireFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export const UpdateFunctionConfiguration: Action<
  LambdaStore,
  UpdateFunctionConfigurationRequest,
  FunctionConfiguration
> = {
  operation: UpdateFunctionConfiguration$,
  needs: (input, context) => [
    { action: "lambda:UpdateFunctionConfiguration", resources: functionResource(input, context) },
    ...(input.Role === undefined
      ? []
      : [
          {
            action: "iam:PassRole",
            resources: [input.Role],
            conditions: { "iam:PassedToService": "lambda.amazonaws.com" },
          },
        ]),
  ],
  handle(input, store, context) {
    const { name } = locate(input.FunctionName, undefined, context);
    requireSettings(input, context.now());
    const record = requireFunction(store, context, name);
    requireRevision(input.RevisionId, record.latest.RevisionId);
    requireSettled(record);
    if (input.Role !== undefined && !store.assumable(input.Role))
      throw invalid("The role defined for the function cannot be assumed by Lambda.");
    const latest: Configuration = {
      ...record.latest,
      ...given(input),
      ...derived(input, record),
      LastModified: lambdaTime(context.now()),
      RevisionId: store.newId(),
      ...updating,
    };
    const changed = { ...record, latest };
    putFunction(store, changed);
    store.forget(record.arn);
    store.lifecycle.begin(record);
    return show(changed, latest);
  },
};

/** The new configuration, from the request and the previous one. */
function derived(
  { LoggingConfig, Runtime }: UpdateFunctionConfigurationRequest,
  { name, region, latest }: FunctionRecord,
): Partial<Configuration> {
  return {
    ...(LoggingConfig ? { LoggingConfig: loggingOf(name, latest.LoggingConfig, LoggingConfig) } : {}),
    ...(Runtime ? { RuntimeVersionConfig: runtimeVersion(Runtime, region) } : {}),
  };
}

/** Only the members in the request. */
function given(input: UpdateFunctionConfigurationRequest): Partial<Configuration> {
  const { Role, Handler, Description, Timeout, MemorySize, Runtime, KMSKeyArn, EphemeralStorage } = input;
  const plain = { Role, Handler, Description, Timeout, MemorySize, Runtime, KMSKeyArn, EphemeralStorage };
  return {
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(input.Environment ? { Environment: { Variables: { ...input.Environment.Variables } } } : {}),
    ...(input.TracingConfig?.Mode ? { TracingConfig: { Mode: input.TracingConfig.Mode } } : {}),
    ...(input.DeadLetterConfig ? { DeadLetterConfig: input.DeadLetterConfig } : {}),
    ...(input.SnapStart?.ApplyOn
      ? { SnapStart: { ApplyOn: input.SnapStart.ApplyOn, OptimizationStatus: "Off" as const } }
      : {}),
  };
}
