import {
  type FunctionConfiguration,
  PublishVersion$,
  type PublishVersionRequest,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { requireRevision, requireSettled } from "../change.ts";
import { invalid } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { locate } from "../names.ts";
import { publishVersion } from "../publish.ts";
import { show } from "../show.ts";
import { putFunction, requireFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html */
export const PublishVersion: Action<LambdaStore, PublishVersionRequest, FunctionConfiguration> = {
  operation: PublishVersion$,
  resources: functionResource,
  handle(input, store, context) {
    const { name } = locate(input.FunctionName, undefined, context);
    const record = requireFunction(store, context, name);
    requireRevision(input.RevisionId, record.latest.RevisionId);
    requireSettled(record);
    const current = record.latest.CodeSha256;
    if (input.CodeSha256 !== undefined && input.CodeSha256 !== current)
      throw invalid(
        `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
      );
    const { record: changed, version } = publishVersion(record, input.Description, store);
    putFunction(store, changed);
    return show(changed, version, version.Version);
  },
};
