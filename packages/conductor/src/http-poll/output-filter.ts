/**
 * The output that an outputFilter keeps: an object whose texts may be expressions such as
 * `${http_poll_ref.output.response.body.token}`, written `$${…}` in a definition so that they are left for the end. It
 * stands in Orkes' documentation by one example only (tutorials/rotating-secrets-that-expire), for HTTP.
 */
export function filterOutput(
  filter: Readonly<Record<string, unknown>>,
  outputData: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, filled(value, outputData)]));
}

const expression = /\$?\$\{(?:[^{}]*\.)?output(?:\.([^{}]*))?\}/g;

function filled(template: unknown, output: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(template)) return template.map((entry) => filled(entry, output));
  if (typeof template === "object" && template !== null)
    return filterOutput(template as Record<string, unknown>, output);
  if (typeof template !== "string") return template;
  const found = [...template.matchAll(expression)];
  if (found.length === 1 && found[0]?.[0] === template) return resolve(found[0][1], output);
  return template.replaceAll(expression, (_, path: string | undefined) => asText(resolve(path, output)));
}

/** Nothing there is null, as in every expression of Conductor. */
function resolve(path: string | undefined, output: unknown): unknown {
  const steps = (path ?? "").matchAll(/\[["']?([^\]"']*)["']?\]|[^.[\]]+/g);
  let found: unknown = output;
  for (const [step, bracketed] of steps) {
    const key = bracketed ?? step;
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return null;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

function asText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
