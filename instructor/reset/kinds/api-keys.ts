import {
  APIGatewayClient,
  DeleteApiKeyCommand,
  DeleteUsagePlanCommand,
  paginateGetApiKeys,
  paginateGetUsagePlans,
} from "@aws-sdk/client-api-gateway";
import type { Leftover, Place } from "../leftover.ts";

/** API keys and usage plans. No step creates any, so only a reset of everything deletes them. */
export async function apiKeys({ target, scope }: Place): Promise<Leftover[]> {
  if (!scope.everything) return [];
  const client = new APIGatewayClient(target.aws);
  const found: Leftover[] = [];
  for await (const { items = [] } of paginateGetUsagePlans({ client }, {})) {
    for (const { id: usagePlanId = "" } of items) {
      const remove = async () => void (await client.send(new DeleteUsagePlanCommand({ usagePlanId })));
      found.push({ kind: "usage plan", name: usagePlanId, remove });
    }
  }
  for await (const { items = [] } of paginateGetApiKeys({ client }, {})) {
    for (const { id: apiKey = "" } of items) {
      const remove = async () => void (await client.send(new DeleteApiKeyCommand({ apiKey })));
      found.push({ kind: "API key", name: apiKey, remove });
    }
  }
  return found;
}
