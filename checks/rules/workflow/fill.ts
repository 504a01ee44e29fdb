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
  for (const name of namesIn(path)) value = asObject(value)?.[name];
  return value;
}

/** `a.b`, `a['b']` and `a["b"]` are the same path. */
function namesIn(path: string): string[] {
  return path
    .trim()
    .replace(/\[\s*(['"])(.*?)\1\s*\]/g, ".$2")
    .split(".");
}

/** The inputs of the workflow that a template uses. */
export function inputsIn(template: unknown): string[] {
  return inputPathsIn(template).flatMap(([name = ""]) => name);
}

/** The same with what is looked up within them, e.g. `["order", "id"]`. */
export function inputPathsIn(template: unknown): string[][] {
  return textsIn(template).flatMap((text) =>
    [...text.matchAll(/\$\{([^{}]+)\}/g)].flatMap(([, path = ""]) => {
      const [first, second, ...names] = namesIn(path);
      return first === "workflow" && second === "input" && names.length > 0 ? [names] : [];
    }),
  );
}

function textsIn(template: unknown, depth = 0): string[] {
  if (typeof template === "string") return [template];
  if (typeof template !== "object" || template === null || depth > depthMax) return [];
  return Object.values(template).flatMap((each) => textsIn(each, depth + 1));
}
