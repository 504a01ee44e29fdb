import { fillObject } from "../expression.ts";
import { isJsonObject } from "../json.ts";

/**
 * The output that an outputFilter keeps: an object whose texts may be expressions such as
 * `${http_poll_ref.output.response.body.token}`, written `$${…}` in a definition so that they are left for the end. Orkes'
 * documentation has one example only (tutorials/rotating-secrets-that-expire), for HTTP. Whatever name is before
 * `output`, it is this task's.
 */
export function filterOutput(
  filter: Readonly<Record<string, unknown>>,
  output: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return fillObject(unescaped(filter) as object, (name) => (name === "output" ? output : { output }));
}

/** Replaces remaining `$${` by `${`: a server that has filled in the input has already done so. */
function unescaped(template: unknown): unknown {
  if (typeof template === "string") return template.replaceAll("$${", "${");
  if (Array.isArray(template)) return template.map(unescaped);
  if (!isJsonObject(template)) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, unescaped(value)]));
}
