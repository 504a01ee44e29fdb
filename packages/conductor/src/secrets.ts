import { isJsonObject } from "./json.ts";

/** The value of a secret; undefined for an unknown name. */
export type Secrets = (name: string) => string | undefined;

/** Conductor OSS reads its secrets from environment variables with this prefix. */
export const secretPrefix = "CONDUCTOR_SECRET_";

const reference = /\$\{workflow\.secrets\.([^{}]+)\}/g;

/**
 * A task's input with the values of `${workflow.secrets.NAME}`, an unknown one empty. To be used where a task takes its
 * input, and nowhere else: records keep the reference. A value without references is returned unchanged.
 */
export function fillSecrets<Value>(value: Value, secrets: Secrets): Value {
  return filled(value, secrets) as Value;
}

function filled(value: unknown, secrets: Secrets): unknown {
  if (typeof value === "string") {
    if (!value.includes("${workflow.secrets.")) return value;
    return value.replace(reference, (_, name: string) => secrets(name) ?? "");
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => filled(item, secrets));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, filled(each, secrets)] as const);
  return entries.some(([key, each]) => each !== value[key]) ? Object.fromEntries(entries) : value;
}
