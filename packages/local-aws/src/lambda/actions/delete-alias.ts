import { DeleteAlias$, type DeleteAliasRequest } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { locate } from "../names.ts";
import { putFunction, requireFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html */
export const DeleteAlias: Action<LambdaStore, DeleteAliasRequest, void> = {
  operation: DeleteAlias$,
  resources: functionResource,
  handle({ FunctionName, Name = "" }, store, context) {
    const { name } = locate(FunctionName, undefined, context);
    const record = requireFunction(store, context, name, Name);
    const { [Name]: _, ...aliases } = record.aliases; // deleting a missing alias succeeds
    const { [Name]: _policy, ...policies } = record.policies;
    putFunction(store, { ...record, aliases, policies });
  },
};
