import {
  type APIGatewayClient,
  GetRestApiCommand,
  paginateGetRestApis,
  type RestApi,
} from "@aws-sdk/client-api-gateway";
import { Problem } from "@long-running-api/foundation/problem";
import { unless } from "@long-running-api/kit/aws-errors";
import type { Names } from "@long-running-api/kit/names";
import { isOurs, requireOurs } from "../owned.ts";

/** The API by id or name; ours before others. */
export async function findApi(client: APIGatewayClient, names: Names): Promise<RestApi | undefined> {
  if (/^[a-z0-9]{10}$/.test(names.api)) {
    const byId = await unless("NotFoundException", () =>
      client.send(new GetRestApiCommand({ restApiId: names.api })),
    );
    if (byId) return byId;
  }
  const named: RestApi[] = [];
  for await (const { items = [] } of paginateGetRestApis({ client, pageSize: 500 }, {})) {
    named.push(...items.filter(({ name }) => name === names.api));
  }
  const ours = named.filter(({ tags }) => isOurs(tags, names));
  const candidates = ours.length > 0 ? ours : named;
  if (candidates.length > 1) {
    throw new Problem(
      `${candidates.length} APIs are called ${names.api}.`,
      { ids: candidates.map(({ id }) => id).join(", ") },
      "Choose one with --api ID.",
    );
  }
  return candidates[0];
}

/** The same, refused unless these steps created it. */
export async function findOwnApi(client: APIGatewayClient, names: Names): Promise<RestApi | undefined> {
  const api = await findApi(client, names);
  if (api)
    requireOurs({ tags: api.tags, names, thing: `The API ${names.api} (${api.id})`, option: "--api NAME" });
  return api;
}
