import { randomBytes } from "node:crypto";
import type { ApiKey, CreateApiKeyRequest, UsagePlanKey } from "@aws-sdk/client-api-gateway";
import type { Context } from "../action.ts";
import { defined } from "./defined.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { apiKey } from "./find.ts";
import { newId } from "./id.ts";
import type { ApiGatewayStore, StoredApiKey } from "./store.ts";

const nameCharactersMax = 1_024;
const descriptionCharactersMax = 125_000;
const valueCharactersMin = 20;
const valueCharactersMax = 128;

/** A new key with the given value or a random one. */
export function newApiKey(
  input: CreateApiKeyRequest,
  others: readonly Readonly<StoredApiKey>[],
  context: Context,
): StoredApiKey {
  const { value, enabled = false, name, stageKeys: _, generateDistinctId: __, ...rest } = input;
  if (value && value.length < valueCharactersMin)
    throw badRequest(`API Key value should be at least ${valueCharactersMin} characters`);
  if (value && value.length > valueCharactersMax)
    throw badRequest(`API Key value exceeds maximum size of ${valueCharactersMax} characters`);
  if (value && others.some((key) => key.region === context.region && key.value === value))
    throw conflict("API Key already exists");
  const now = Math.floor(context.now().getTime() / 1000);
  const key = defined<StoredApiKey>({
    ...rest,
    id: newId(10),
    region: context.region,
    name: name || undefined,
    value: value || newKeyValue(),
    enabled,
    stageKeys: [],
    createdSeconds: now,
    updatedSeconds: now,
  });
  checkApiKey(key);
  return key;
}

/** Rejects names and descriptions that are too long. */
export function checkApiKey({ name = "", description = "" }: Readonly<StoredApiKey>): void {
  if (name.length > nameCharactersMax)
    throw badRequest(`Invalid API Key name, can be at most ${nameCharactersMax} characters.`);
  if (description.length > descriptionCharactersMax)
    throw badRequest("Invalid API Key description specified.");
}

/** A key by its id, or 404. */
export function findApiKey(store: ApiGatewayStore, context: Context, id = ""): Readonly<StoredApiKey> {
  const key = store.apiKeys.get(apiKey(context, id));
  if (!key) throw notFound("Invalid API Key identifier specified");
  return key;
}

/** A key as AWS returns it; its value only on request. */
export function viewApiKey(key: Readonly<StoredApiKey>, withValue: boolean): ApiKey {
  const { region: _, createdSeconds, updatedSeconds, value, ...rest } = key;
  return {
    ...rest,
    ...(withValue ? { value } : {}),
    createdDate: new Date(createdSeconds * 1000),
    lastUpdatedDate: new Date(updatedSeconds * 1000),
  };
}

/** A key as a member of a usage plan. */
export function viewUsagePlanKey({ id, name, value }: Readonly<StoredApiKey>): UsagePlanKey {
  return defined({ id, name, value, type: "API_KEY" });
}

/** 40 letters and digits. */
function newKeyValue(): string {
  return randomBytes(60)
    .toString("base64")
    .replace(/[^A-Za-z0-9]/g, "")
    .slice(0, 40);
}
