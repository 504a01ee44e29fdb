import {
  DeleteFunction$,
  type DeleteFunctionRequest,
  type DeleteFunctionResponse,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { conflict, invalid } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { isVersion, latest, locate } from "../names.ts";
import { keyOf, putFunction, requireFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
export const DeleteFunction: Action<LambdaStore, DeleteFunctionRequest, DeleteFunctionResponse> = {
  operation: DeleteFunction$,
  resources: functionResource,
  handle(input, store, context) {
    const { name, qualifier } = locate(input.FunctionName, input.Qualifier, context, {
      lenient: true,
      lengthMax: 140,
    });
    if (qualifier === latest)
      throw invalid("$LATEST version cannot be deleted without deleting the function.");
    const record = requireFunction(store, context, name);
    if (qualifier !== undefined && !isVersion(qualifier))
      throw invalid("Deletion of aliases is not currently supported.");
    if (qualifier === undefined) {
      store.functions.delete(keyOf(context.region, name));
      store.forget(record.arn);
      return { StatusCode: 204 };
    }
    const user = Object.values(record.aliases).find(({ FunctionVersion }) => FunctionVersion === qualifier);
    if (user)
      throw conflict(
        `Version ${qualifier} of function ${name} is in use by an alias: ${user.Name}. Delete the alias or point it elsewhere first.`,
      );
    // Deleting a missing version succeeds.
    putFunction(store, {
      ...record,
      versions: record.versions.filter(({ Version }) => Version !== qualifier),
    });
    return { StatusCode: 204 };
  },
};
