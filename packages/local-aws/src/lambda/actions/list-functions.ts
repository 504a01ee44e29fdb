import {
  ListFunctions$,
  type ListFunctionsRequest,
  type ListFunctionsResponse,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { complaint } from "../../complaint.ts";
import { validation } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { page } from "../page.ts";
import { showInList } from "../show.ts";
import { functionsIn } from "../store.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export const ListFunctions: Action<LambdaStore, ListFunctionsRequest, ListFunctionsResponse> = {
  operation: ListFunctions$,
  handle(input, store, { region }) {
    const { FunctionVersion } = input;
    if (FunctionVersion !== undefined && FunctionVersion !== "ALL")
      throw validation([
        complaint(`'${FunctionVersion}'`, "functionVersion", "Member must satisfy enum value set: [ALL]"),
      ]);
    const records = functionsIn(store, region).sort((one, other) => (one.name < other.name ? -1 : 1));
    const all = records.flatMap((record) =>
      FunctionVersion === undefined
        ? [showInList(record, record.latest)]
        : [record.latest, ...record.versions].map((each) => showInList(record, each, each.Version)),
    );
    const { items, NextMarker } = page(all, input);
    return { Functions: items, ...(NextMarker === undefined ? {} : { NextMarker }) };
  },
};
