import {
  ListVersionsByFunction$,
  type ListVersionsByFunctionRequest,
  type ListVersionsByFunctionResponse,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { locate } from "../names.ts";
import { page } from "../page.ts";
import { showInList } from "../show.ts";
import { requireFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export const ListVersionsByFunction: Action<
  LambdaStore,
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse
> = {
  operation: ListVersionsByFunction$,
  resources: functionResource,
  handle(input, store, context) {
    const record = requireFunction(store, context, locate(input.FunctionName, undefined, context).name);
    const all = [record.latest, ...record.versions].map((each) => showInList(record, each, each.Version));
    const { items, NextMarker } = page(all, input);
    return { Versions: items, ...(NextMarker === undefined ? {} : { NextMarker }) };
  },
};
