import {
  type FunctionConfiguration,
  GetFunctionConfiguration$,
  type GetFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { locate } from "../names.ts";
import { show } from "../show.ts";
import { requireConfiguration } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const GetFunctionConfiguration: Action<
  LambdaStore,
  GetFunctionConfigurationRequest,
  FunctionConfiguration
> = {
  operation: GetFunctionConfiguration$,
  resources: functionResource,
  handle(input, store, context) {
    const locator = locate(input.FunctionName, input.Qualifier, context, { lenient: true });
    const { record, configuration } = requireConfiguration(store, context, locator);
    return show(record, configuration, locator.qualifier);
  },
};
