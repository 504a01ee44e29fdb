import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { apiGateway } from "./clients.ts";
import { theApi } from "./the-api.ts";
import { type TaskView, theWorkflow } from "./the-workflow.ts";

/** What the workflow sends as x-api-key: a fixed value, or one that each run must provide. */
export type KeySent = "value" | "expression" | "none";

/** The API key of a method that requires one. Plain data, without the key itself. */
export interface ApiKeySeen {
  post: KeySent;
  get: KeySent;
  /** Usage plans of the stage, and whether the workflow's key is in one; undefined if they cannot be read. */
  plans?: { linked: number; others: number; key: "accepted" | "disabled" | "unknown" };
}

/** The key that the workflow sends, and whether the stage's usage plans accept it; undefined if no method requires one. */
export async function apiKeySeen(context: ProbeContext): Promise<ApiKeySeen | undefined> {
  const { post, get } = await context.ask(theApi);
  if (!post?.apiKeyRequired && !get?.apiKeyRequired) return undefined;
  const workflow = await undefinedIfUnreadable(context, () => context.ask(theWorkflow));
  const sent = [workflow?.start, workflow?.poll].map(keyOf);
  const plans = await undefinedIfUnreadable(context, () => context.ask(stageKeys));
  const literal = sent.find((value) => kindOf(value) === "value");
  const known = plans?.keys.find(({ value }) => value === literal);
  return {
    post: kindOf(sent[0]),
    get: kindOf(sent[1]),
    ...(plans && {
      plans: {
        linked: plans.linked,
        others: plans.others,
        key: known ? (known.enabled ? "accepted" : "disabled") : "unknown",
      },
    }),
  };
}

/** The header that the checks' own calls need, as the workflow's do. */
export async function apiKeyHeader(context: ProbeContext): Promise<Readonly<Record<string, string>>> {
  const seen = await context.ask(apiKeySeen);
  if (!seen) return {};
  const workflow = await undefinedIfUnreadable(context, () => context.ask(theWorkflow));
  const literal = [workflow?.start, workflow?.poll].map(keyOf).find((value) => kindOf(value) === "value");
  if (literal !== undefined) return { "x-api-key": literal };
  const plans = await undefinedIfUnreadable(context, () => context.ask(stageKeys));
  const value = plans?.keys.find(({ enabled }) => enabled)?.value;
  return value === undefined ? {} : { "x-api-key": value };
}

function kindOf(value: string | undefined): KeySent {
  if (value === undefined || value === "") return "none";
  return value.includes("${") ? "expression" : "value";
}

function keyOf(view: TaskView | undefined): string | undefined {
  const headers = Object.entries((view?.request["headers"] ?? {}) as Readonly<Record<string, unknown>>);
  const value = headers.find(([name]) => name.toLowerCase() === "x-api-key")?.[1];
  return value === undefined || value === null ? undefined : String(value);
}

const plansMax = 500;

/** The keys of the usage plans that are linked to the stage. */
async function stageKeys(context: ProbeContext) {
  const { api, stage } = await context.ask(theApi);
  const { client, GetUsagePlansCommand, GetUsagePlanKeysCommand, GetApiKeyCommand } =
    await context.ask(apiGateway);
  const { items = [] } = await client.send(new GetUsagePlansCommand({ limit: plansMax }), bounded(context));
  const linked = items.filter(({ apiStages = [] }) =>
    apiStages.some((each) => each.apiId === api.id && each.stage === stage.found?.name),
  );
  const keys: { value: string; enabled: boolean }[] = [];
  for (const { id: usagePlanId } of linked) {
    const { items: ofPlan = [] } = await client.send(
      new GetUsagePlanKeysCommand({ usagePlanId, limit: plansMax }),
      bounded(context),
    );
    for (const { id: apiKey } of ofPlan) {
      const key = await client.send(new GetApiKeyCommand({ apiKey, includeValue: true }), bounded(context));
      keys.push({ value: key.value ?? "", enabled: key.enabled ?? false });
    }
  }
  return { linked: linked.length, others: items.length - linked.length, keys };
}
