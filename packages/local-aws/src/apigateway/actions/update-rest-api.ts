import { type RestApi, UpdateRestApi$, type UpdateRestApiRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { checkEndpointCombination, endpointTypes, ipAddressTypes } from "../endpoint-configuration.ts";
import { badRequest } from "../errors.ts";
import { changeApi, findApi } from "../find.ts";
import { checkCompression } from "../new-api.ts";
import { applyPatch, checkOps, flagRule, listRule, type Patch, type Rule, textRule } from "../patch.ts";
import type { Api, ApiGatewayStore } from "../store.ts";
import { viewApi } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRestApi.html */
export const UpdateRestApi: Action<ApiGatewayStore, UpdateRestApiRequest, RestApi> = {
  operation: UpdateRestApi$,
  handle({ restApiId, patchOperations }, store, context) {
    checkOps(patchOperations, "updateRestApiInput");
    const api = changeApi(store, findApi(store, context, restApiId), (draft) =>
      applyPatch(draft, patchOperations, rules),
    );
    return { ...viewApi(api), tags: api.tags ?? {} };
  },
};

const rules: readonly Rule<Api>[] = [
  {
    path: "/name",
    ops: ["replace"],
    apply(draft, { value = "" }) {
      if (value.trim() === "") throw badRequest("Name cannot be empty");
      draft.name = value;
    },
  },
  textRule("description", ["add", "remove", "replace"]),
  textRule("policy"),
  textRule("version"),
  {
    path: "/apiKeySource",
    ops: ["replace"],
    apply(draft, { value }) {
      if (value !== "HEADER" && value !== "AUTHORIZER")
        throw badRequest("Invalid API Key source specified. Valid options are AUTHORIZER, HEADER");
      draft.apiKeySource = value;
    },
  },
  flagRule("disableExecuteApiEndpoint"),
  {
    path: "/minimumCompressionSize",
    ops: ["replace"],
    apply(draft, { value }) {
      if (!value) {
        delete draft.minimumCompressionSize;
        return;
      }
      checkCompression(Number(value));
      draft.minimumCompressionSize = Number(value);
    },
  },
  listRule("binaryMediaTypes"),
  {
    path: "/endpointConfiguration/types/*",
    ops: ["add", "remove", "replace"],
    apply(draft, { op, value = "" }) {
      if (op === "remove")
        throw badRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'");
      if (!isEndpointType(value))
        throw badRequest("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
      const before = draft.endpointConfiguration;
      const ipAddressType = value === "PRIVATE" ? "dualstack" : (before?.ipAddressType ?? "ipv4");
      draft.endpointConfiguration = { ...before, types: [value], ipAddressType };
    },
  },
  { path: "/endpointConfiguration/ipAddressType", ops: ["replace"], apply: replaceIpAddressType },
];

function replaceIpAddressType(draft: Api, { value = "" }: Patch): void {
  if (!isIpAddressType(value)) throw badRequest("ipAddressType must be either ipv4 or dualstack.");
  const configuration = { ...draft.endpointConfiguration, ipAddressType: value };
  checkEndpointCombination(configuration);
  draft.endpointConfiguration = configuration;
}

function isEndpointType(value: string): value is "EDGE" | "PRIVATE" | "REGIONAL" {
  return endpointTypes.includes(value);
}

function isIpAddressType(value: string): value is "ipv4" | "dualstack" {
  return ipAddressTypes.includes(value);
}
