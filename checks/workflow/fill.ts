import { asObject } from "../gateway/json.ts";

export type Scope = Readonly<Record<string, unknown>>;

const depthMax = 20;

/**
 * Fills `${workflow.input.x}` and `${task.output.response.body.y}` with sample values, as Conductor would. What has
 * no sample stays as it stands, so that it can be seen.
 */
export function fill(template: unknown, scope: Scope, depth = 0): unknown {
  if (depth > depthMax) return template;
  if (Array.isArray(template)) return template.map((each) => fill(each, scope, depth + 1));
  const object = asObject(template);
  if (object)
    return Object.fromEntries(
      Object.entries(object).map(([key, each]) => [key, fill(each, scope, depth + 1)]),
    );
  return typeof template === "string" ? fillText(template, scope) : template;
}

function fillText(text: string, scope: Scope): unknown {
  const whole = /^\$\{([^{}]+)\}$/.exec(text)?.[1];
  if (whole !== undefined) return lookUp(whole, scope) ?? text;
  return text.replace(/\$\{([^{}]+)\}/g, (expression, path: string) => {
    const value = lookUp(path, scope);
    return value === undefined
      ? expression
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
  });
}

function lookUp(path: string, scope: Scope): unknown {
  let value: unknown = scope;
  for (const name of path.trim().split(".")) value = asObject(value)?.[name];
  return value;
}

/** The inputs of the workflow that a template uses. */
export function inputsIn(template: unknown): string[] {
  const text = JSON.stringify(template ?? null);
  return [...text.matchAll(/\$\{workflow\.input\.([A-Za-z0-9_]+)/g)].map(([, name = ""]) => name);
}
