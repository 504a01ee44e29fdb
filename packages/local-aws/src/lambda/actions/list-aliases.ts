import { ListAliases$, type ListAliasesRequest, type ListAliasesResponse } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { locate } from "../names.ts";
import { page } from "../page.ts";
import { requireFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html */
export const ListAliases: Action<LambdaStore, ListAliasesRequest, ListAliasesResponse> = {
  operation: ListAliases$,
  resources: functionResource,
  handle(input, store, context) {
    const record = requireFunction(store, context, locate(input.FunctionName, undefined, context).name);
    const fits = (version: string) =>
      input.FunctionVersion === undefined || version === input.FunctionVersion;
    const all = Object.values(record.aliases)
      .filter(({ FunctionVersion }) => fits(FunctionVersion))
      .sort((one, other) => (one.Name < other.Name ? -1 : 1));
    const { items, NextMarker } = page(all, input);
    return { Aliases: items, ...(NextMarker === undefined ? {} : { NextMarker }) };
  },
};
