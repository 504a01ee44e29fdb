import type { Context } from "../action.ts";
import { apiKey } from "./find.ts";
import type { ApiGatewayStore, ApiStage, StoredApiKey } from "./store.ts";

/** Takes a stage, or all stages of an API, out of the usage plans that name it. */
export function forgetStages(
  store: ApiGatewayStore,
  context: Context,
  apiId: string,
  stageName?: string,
): void {
  for (const plan of store.usagePlans.list()) {
    if (plan.region !== context.region) continue;
    const apiStages = (plan.apiStages ?? []).filter(
      (stage) => stage.apiId !== apiId || (stageName !== undefined && stage.stage !== stageName),
    );
    if (apiStages.length === (plan.apiStages ?? []).length) continue;
    store.usagePlans.put(apiKey(context, plan.id), { ...plan, apiStages });
  }
}

/** The API key with that value, if a usage plan admits it to the stage. */
export function admittedKey(
  store: ApiGatewayStore,
  stage: Readonly<ApiStage>,
  value: string,
): Readonly<StoredApiKey> | undefined {
  for (const plan of store.usagePlans.list()) {
    const admits =
      plan.region === stage.region &&
      plan.apiStages?.some(({ apiId, stage: name }) => apiId === stage.apiId && name === stage.stageName);
    if (!admits) continue;
    const key = plan.keyIds
      .map((id) => store.apiKeys.get(apiKey(stage, id)))
      .find((known) => known?.value === value);
    if (key) return key;
  }
  return undefined;
}
