import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeysCommand,
  GetUsagePlansCommand,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import { deployed, ownApi } from "./api.ts";
import { type Change, sequence } from "./change.ts";
import { patchMethod } from "./method.ts";
import { changeRequest, redefine } from "./workflow.ts";

/** What the key and its plan are called, so that they are found again. */
const name = "long-running-api-practice";
const value = "practice-key-0123456789";

/** Both methods require an API key, and both tasks send one. */
export function requireKey({ linked, enabled = true }: { linked: boolean; enabled?: boolean }): Change {
  const required = { op: "replace", path: "/apiKeyRequired", value: "true" } as const;
  const send = { "Content-Type": "application/json", "x-api-key": value };
  return sequence(
    deployed(patchMethod("POST", required), patchMethod("GET", required)),
    makeKey(linked, enabled),
    redefine((definition) =>
      changeRequest("poll", () => ({ headers: send }))(
        changeRequest("start", () => ({ headers: send }))(definition),
      ),
    ),
  );
}

function makeKey(linked: boolean, enabled: boolean): Change {
  return async (place) => {
    const { client, restApiId } = await ownApi(place);
    const key = await client.send(new CreateApiKeyCommand({ name, value, enabled }));
    const apiStages = linked ? [{ apiId: restApiId, stage: place.names.stage }] : [];
    const plan = await client.send(new CreateUsagePlanCommand({ name, apiStages }));
    await client.send(
      new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: "API_KEY" }),
    );
  };
}

/** Deletes the key and its plan. */
export const dropKey: Change = async ({ target }) => {
  const client = new APIGatewayClient(target.aws);
  const plans = await client.send(new GetUsagePlansCommand({ limit: 500 }));
  const keys = await client.send(new GetApiKeysCommand({ nameQuery: name, limit: 500 }));
  for (const plan of (plans.items ?? []).filter((each) => each.name === name)) {
    const patchOperations = (plan.apiStages ?? []).map(
      ({ apiId, stage }) => ({ op: "remove", path: "/apiStages", value: `${apiId}:${stage}` }) as const,
    );
    if (patchOperations.length > 0)
      await client.send(new UpdateUsagePlanCommand({ usagePlanId: plan.id, patchOperations }));
    for (const { id: keyId } of keys.items ?? [])
      await client.send(new DeleteUsagePlanKeyCommand({ usagePlanId: plan.id, keyId }));
    await client.send(new DeleteUsagePlanCommand({ usagePlanId: plan.id }));
  }
  for (const { id: apiKey } of keys.items ?? []) await client.send(new DeleteApiKeyCommand({ apiKey }));
};
