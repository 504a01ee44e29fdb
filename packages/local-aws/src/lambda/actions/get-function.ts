import { GetFunction$, type GetFunctionRequest, type GetFunctionResponse } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { locate } from "../names.ts";
import { show } from "../show.ts";
import { requireConfiguration } from "../store.ts";
import { downloadUrl } from "../uploaded-code.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export const GetFunction: Action<LambdaStore, GetFunctionRequest, GetFunctionResponse> = {
  operation: GetFunction$,
  resources: functionResource,
  handle(input, store, context) {
    const locator = locate(input.FunctionName, input.Qualifier, context, { lenient: true });
    const { record, configuration } = requireConfiguration(store, context, locator);
    const hasTags = Object.keys(record.tags).length > 0;
    return {
      Configuration: show(record, configuration, locator.qualifier),
      Code: {
        RepositoryType: "S3",
        Location: downloadUrl(context.endpoint, configuration.CodeSha256, record.name),
      },
      ...(hasTags ? { Tags: record.tags } : {}),
      ...(record.reservedConcurrency === undefined
        ? {}
        : { Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency } }),
    };
  },
};
