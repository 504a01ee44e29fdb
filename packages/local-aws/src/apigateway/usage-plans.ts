import type { PatchOperation, ApiStage as PlanStage, UsagePlan } from "@aws-sdk/client-api-gateway";
import type { Context } from "../action.ts";
import { findApiKey } from "./api-keys.ts";
import { badRequest, notFound } from "./errors.ts";
import { apiKey, partKey } from "./find.ts";
import { applyPatch, listingRefusals, type Patch, type Rule, set, textRule } from "./patch.ts";
import type { ApiGatewayStore, ApiStage, StoredApiKey, StoredUsagePlan } from "./store.ts";

/** A usage plan by its id, or 404. */
export function findUsagePlan(store: ApiGatewayStore, context: Context, id = ""): Readonly<StoredUsagePlan> {
  const plan = store.usagePlans.get(apiKey(context, id));
  if (!plan) throw notFound("Invalid Usage Plan ID specified");
  return plan;
}

/** A plan's key, or 404. */
export function findUsagePlanKey(
  store: ApiGatewayStore,
  context: Context,
  { usagePlanId, keyId }: { usagePlanId?: string | undefined; keyId?: string | undefined },
): { plan: Readonly<StoredUsagePlan>; key: Readonly<StoredApiKey> } {
  const plan = findUsagePlan(store, context, usagePlanId);
  if (!plan.keyIds.includes(keyId ?? "")) throw notFound("Invalid API Key identifier specified");
  return { plan, key: findApiKey(store, context, keyId) };
}

/** A plan as AWS returns it. */
export function viewUsagePlan({ region: _, keyIds: __, ...plan }: Readonly<StoredUsagePlan>): UsagePlan {
  return plan;
}

/** Rejects an unknown stage. */
export function checkApiStage(
  store: ApiGatewayStore,
  context: Context,
  planId: string,
  { apiId = "", stage = "" }: PlanStage,
): void {
  if (store.stages.get(partKey(context, apiId, stage))) return;
  throw notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${planId}`);
}

/** A plan after UpdateUsagePlan's operations. */
export function patchUsagePlan(
  store: ApiGatewayStore,
  context: Context,
  plan: Readonly<StoredUsagePlan>,
  operations: readonly PatchOperation[] | undefined,
): StoredUsagePlan {
  const draft = structuredClone(plan) as StoredUsagePlan;
  const stages: Rule<StoredUsagePlan> = {
    path: "/apiStages",
    ops: ["add", "remove"],
    apply(target, { op, value = "" }) {
      const [apiId, stage] = value.split(":");
      if (!apiId || !stage) throw badRequest("Invalid API Stage specified");
      checkApiStage(store, context, plan.id, { apiId, stage });
      const others = (target.apiStages ?? []).filter(
        (known) => known.apiId !== apiId || known.stage !== stage,
      );
      target.apiStages = op === "add" ? [...others, { apiId, stage }] : others;
    },
  };
  applyPatch(draft, operations, [stages, ...rules], listingRefusals);
  return draft;
}

const rules: readonly Rule<StoredUsagePlan>[] = [
  textRule("name"),
  textRule("description"),
  textRule("productCode"),
  { path: "/throttle", ops: ["remove"], apply: (draft) => set(draft, "throttle", undefined) },
  { path: "/throttle/burstLimit", ops: ["add", "replace"], apply: throttle("burstLimit") },
  { path: "/throttle/rateLimit", ops: ["add", "replace"], apply: throttle("rateLimit") },
  { path: "/quota", ops: ["remove"], apply: (draft) => set(draft, "quota", undefined) },
  { path: "/quota/limit", ops: ["add", "replace"], apply: quota("limit") },
  { path: "/quota/offset", ops: ["add", "replace"], apply: quota("offset") },
  {
    path: "/quota/period",
    ops: ["add", "replace"],
    apply(draft, { value }) {
      if (value !== "DAY" && value !== "WEEK" && value !== "MONTH")
        throw badRequest("Invalid quota period specified. Valid options are DAY, WEEK, MONTH");
      draft.quota = { offset: 0, ...draft.quota, period: value };
    },
  },
];

function throttle(member: "burstLimit" | "rateLimit"): Rule<StoredUsagePlan>["apply"] {
  return (draft, patch) => {
    draft.throttle = { burstLimit: 0, rateLimit: 0, ...draft.throttle, [member]: numberOf(patch) };
  };
}

function quota(member: "limit" | "offset"): Rule<StoredUsagePlan>["apply"] {
  return (draft, patch) => {
    draft.quota = { offset: 0, ...draft.quota, [member]: numberOf(patch) };
  };
}

function numberOf({ path, value = "" }: Patch): number {
  const number = Number(value);
  if (value === "" || Number.isNaN(number)) throw badRequest(`Invalid value specified for ${path}: ${value}`);
  return number;
}

/** Removes a stage, or all stages of an API, from the usage plans that name it. */
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

/** The API key with this value, if a usage plan admits it to the stage. */
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
