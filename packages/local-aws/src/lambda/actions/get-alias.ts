import { type AliasConfiguration, GetAlias$, type GetAliasRequest } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { requireAlias } from "../aliases.ts";
import { notFound } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { functionArn, locate } from "../names.ts";
import { keyOf } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export const GetAlias: Action<LambdaStore, GetAliasRequest, AliasConfiguration> = {
  operation: GetAlias$,
  resources: functionResource,
  handle({ FunctionName, Name = "" }, store, context) {
    const { name } = locate(FunctionName, undefined, context);
    const record = store.functions.get(keyOf(context.region, name));
    if (!record) throw notFound(`Cannot find alias arn: ${functionArn(context, name, Name)}`);
    return requireAlias(record, Name);
  },
};
