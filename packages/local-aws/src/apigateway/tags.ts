import type { Context } from "../action.ts";
import { badRequest, notFound } from "./errors.ts";
import { apiKey, partKey } from "./find.ts";
import type { ApiGatewayStore } from "./store.ts";

type Tags = Record<string, string>;
const tagsMax = 50;

/** The tags of the resource with an ARN. */
export function tagsOf(store: ApiGatewayStore, context: Context, arn: string | undefined): Tags {
  return find(store, context, arn).tags;
}

/** Replaces the tags of the resource with an ARN. */
export function changeTags(
  store: ApiGatewayStore,
  context: Context,
  arn: string | undefined,
  tags: Tags,
): void {
  if (Object.keys(tags).some((key) => key.toLowerCase().startsWith("aws:")))
    throw badRequest("Invalid tag key. Tag keys cannot start with aws:");
  if (Object.keys(tags).length > tagsMax)
    throw badRequest(`The number of tags exceeds the maximum of ${tagsMax} for this resource`);
  find(store, context, arn).change(tags);
}

/** All taggable resources of a region. */
export function taggedIn(
  store: ApiGatewayStore,
  region: string,
): { arn: string; tags: { Key: string; Value: string }[] }[] {
  const all = [
    ...store.apis.list().map((api) => ({ ...api, path: `restapis/${api.id}` })),
    ...store.stages
      .list()
      .map((stage) => ({ ...stage, path: `restapis/${stage.apiId}/stages/${stage.stageName}` })),
    ...store.apiKeys.list().map((key) => ({ ...key, path: `apikeys/${key.id}` })),
    ...store.usagePlans.list().map((plan) => ({ ...plan, path: `usageplans/${plan.id}` })),
  ];
  return all
    .filter((each) => each.region === region)
    .map(({ path, tags }) => ({
      arn: `arn:aws:apigateway:${region}::/${path}`,
      tags: Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    }));
}

/** APIs, stages, API keys and usage plans carry tags: `arn:aws:apigateway:us-east-1::/restapis/abc/stages/test`. */
function find(store: ApiGatewayStore, context: Context, arn = ""): { tags: Tags; change(tags: Tags): void } {
  const path = /^arn:aws[\w-]*:apigateway:([a-z0-9-]+)::\/(.+)$/.exec(arn);
  if (!path) throw badRequest(`Invalid ARN. ARN is not well formed ${arn}`);
  const at = { region: path[1] ?? "" };
  const [kind = "", id = "", part = "", name = ""] = (path[2] ?? "").split("/");
  if (at.region !== context.region) throw badRequest("Invalid ARN specified in the request");
  if (kind === "restapis" && part === "stages")
    return tagged(store.stages, partKey(at, id, name), "Invalid Stage identifier specified");
  if (kind === "restapis" && part === "")
    return tagged(store.apis, apiKey(at, id), `Invalid API identifier specified ${context.accountId}:${id}`);
  if (kind === "apikeys")
    return tagged(store.apiKeys, apiKey(at, id), "Invalid API Key identifier specified");
  if (kind === "usageplans")
    return tagged(store.usagePlans, apiKey(at, id), "Invalid Usage Plan ID specified");
  throw badRequest(`Invalid ARN specified in the request`);
}

function tagged<T extends { tags?: Tags | undefined }>(
  collection: { get(key: string): Readonly<T> | undefined; put(key: string, value: T): void },
  key: string,
  missing: string,
): { tags: Tags; change(tags: Tags): void } {
  const found = collection.get(key);
  if (!found) throw notFound(missing);
  return { tags: { ...found.tags }, change: (tags) => collection.put(key, { ...found, tags }) };
}
