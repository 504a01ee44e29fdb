import {
  type FunctionConfiguration,
  UpdateFunctionCode$,
  type UpdateFunctionCodeRequest,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { requireRevision, requireSettled } from "../change.ts";
import { requireArchitectures } from "../configuration.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { newVersion, updating } from "../lifecycle.ts";
import { locate } from "../names.ts";
import { publishVersion } from "../publish.ts";
import { lambdaTime, show } from "../show.ts";
import { type Configuration, putFunction, requireFunction } from "../store.ts";
import { inspectCode } from "../uploaded-code.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export const UpdateFunctionCode: Action<LambdaStore, UpdateFunctionCodeRequest, FunctionConfiguration> = {
  operation: UpdateFunctionCode$,
  resources: functionResource,
  async handle(input, store, context) {
    const saveCode = await inspectCode(input, store.code);
    const { name } = locate(input.FunctionName, undefined, context);
    requireArchitectures(input.Architectures);
    const record = requireFunction(store, context, name);
    requireRevision(input.RevisionId, record.latest.RevisionId);
    requireSettled(record);
    const code = saveCode();
    const latest: Configuration = {
      ...record.latest,
      CodeSize: code.bytes,
      CodeSha256: code.sha256,
      Architectures: input.Architectures ?? record.latest.Architectures,
      LastModified: lambdaTime(context.now()),
      RevisionId: store.newId(),
      ...updating,
    };
    if (input.DryRun) return show(record, latest);
    const changed = { ...record, latest };
    if (input.Publish) {
      const published = publishVersion(changed, undefined, store, newVersion);
      putFunction(store, published.record);
      store.forget(record.arn);
      store.lifecycle.begin(record);
      return show(record, published.version, published.version.Version);
    }
    putFunction(store, changed);
    store.forget(record.arn);
    store.lifecycle.begin(record);
    return show(changed, latest);
  },
};
