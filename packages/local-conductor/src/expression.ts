import { query } from "json-p3";

/**
 * `${workflow.input.x}` as Conductor reads it: a string that is one expression keeps the type of its value, an
 * expression inside a longer string becomes text as Java prints it, what is missing becomes null. `$${` is a
 * literal `${`. Expressions may be nested. Paths are JSONPath without the `$.`.
 */

/** Finds what a path begins with: `workflow`, or a task's reference name. */
export type Scope = (name: string) => unknown;

/** Fills in every expression of a template. */
export function fill(template: unknown, scope: Scope, taskId?: string): unknown {
  if (typeof template === "string") return fillText(template, scope, taskId, 0);
  if (Array.isArray(template)) return template.map((item) => fill(item, scope, taskId));
  if (typeof template === "object" && template !== null) return fillObject(template, scope, taskId);
  return template;
}

/** Fills in every expression of an object's values. */
export function fillObject(template: object, scope: Scope, taskId?: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, fill(value, scope, taskId)]),
  );
}

/** The paths of all expressions in a template, as they stand there: for checks before anything runs. */
export function* pathsIn(template: unknown): Generator<string> {
  if (typeof template === "string") {
    for (const { from, to } of expressionsIn(template)) {
      const path = template.slice(from + 2, to - 1);
      yield path;
      yield* pathsIn(path);
    }
  } else if (typeof template === "object" && template !== null) {
    for (const value of Object.values(template)) yield* pathsIn(value);
  }
}

/** A value as Java's `toString` has it, which is how Conductor prints one inside a text. */
export function asText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${asText(item)}`)
      .join(", ")}}`;
  }
  return String(value ?? "null");
}

const nestingMax = 20;

/** After this many `${` without an end a text is no template any more. */
const unclosedMax = 100;

function fillText(text: string, scope: Scope, taskId: string | undefined, depth: number): unknown {
  if (!text.includes("${") || depth > nestingMax) return text;
  const found = [...expressionsIn(text)];
  const only = found.length === 1 ? found[0] : undefined;
  if (only && depth === 0 && only.from === 0 && only.to === text.length) {
    return resolve(text.slice(2, -1), scope, taskId, depth);
  }
  let filled = "";
  let at = 0;
  for (const { from, to } of found) {
    filled += text.slice(at, from) + asText(resolve(text.slice(from + 2, to - 1), scope, taskId, depth));
    at = to;
  }
  return (filled + text.slice(at)).replaceAll("$${", "${");
}

/** Where expressions stand in a text: from `${` to the brace that closes it. */
function* expressionsIn(text: string): Generator<{ from: number; to: number }> {
  let at = 0;
  for (let unclosed = 0; unclosed < unclosedMax; ) {
    const from = text.indexOf("${", at);
    if (from < 0) return;
    const to = text[from - 1] === "$" ? -1 : closingBrace(text, from + 2);
    if (to >= 0) yield { from, to };
    else unclosed++;
    at = to >= 0 ? to : from + 2;
  }
}

function closingBrace(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return -1;
}

function resolve(expression: string, scope: Scope, taskId: string | undefined, depth: number): unknown {
  const path = asText(fillText(expression, scope, taskId, depth + 1)).trim();
  if (path === "") return "";
  if (path.startsWith("workflow.secrets.")) return `\${${path}}`; // Only servers with a secret store know those.
  if (path === "CPEWF_TASK_ID" && taskId !== undefined) return taskId;
  return read(path, scope);
}

type Segment = string | number;

const plainPath = /^[^.[\]()*?@$'"]+(?:\.[^.[\]()*?@$'"]+|\[-?\d+\]|\['[^']*'\]|\["[^"]*"\])*$/;
const segmentPattern = /\.?([^.[\]'"]+)|\[(-?\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g;

function read(path: string, scope: Scope): unknown {
  const bare = path.startsWith("$.") ? path.slice(2) : path;
  if (plainPath.test(bare)) {
    const [root = "", ...rest] = segmentsOf(bare);
    return rest.reduce<unknown>(step, scope(String(root))) ?? null;
  }
  return readJsonPath(bare, scope);
}

const known = new Map<string, readonly Segment[]>();
const knownMax = 2_000;

function segmentsOf(path: string): readonly Segment[] {
  const parsed = known.get(path);
  if (parsed) return parsed;
  const segments = [...path.matchAll(segmentPattern)].map(
    ([, name, index, single, double]) =>
      name ?? (index === undefined ? (single ?? double ?? "") : Number(index)),
  );
  if (known.size >= knownMax) known.clear();
  known.set(path, segments);
  return segments;
}

function step(value: unknown, segment: Segment): unknown {
  if (Array.isArray(value)) return typeof segment === "number" ? value.at(segment) : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  return Object.hasOwn(value, segment) ? (value as Record<string, unknown>)[segment] : undefined;
}

/** The rest of JSONPath (wildcards, filters, slices), and Jayway's `length()` at the end. */
function readJsonPath(path: string, scope: Scope): unknown {
  const [, root = "", rest = ""] = /^([^.[(]+)(.*)$/s.exec(path) ?? [];
  const measured = rest.replace(/\.(?:length|size)\(\)$/, "");
  const value = scope(root);
  if (value === undefined || value === null) return null;
  if (measured !== rest) {
    const counted = measured === "" ? value : read(root + measured, scope);
    return Array.isArray(counted) || typeof counted === "string" ? counted.length : null;
  }
  try {
    return query(`$${rest}`, value as never).values();
  } catch {
    return null; // Conductor suppresses a path that cannot be read.
  }
}
