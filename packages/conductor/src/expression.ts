import { queryJson } from "@long-running-api/jsonpath/jsonpath";
import { pathOf } from "@long-running-api/jsonpath/jsonpath-parse";
import { newMeter } from "@long-running-api/jsonpath/meter";
import { print } from "@long-running-api/jsonpath/print";
import { mapOf } from "@long-running-api/jsonpath/values";
import { fromJava, javaText, toJava } from "./java-values.ts";
import { isJsonObject } from "./json.ts";

/**
 * `${workflow.input.x}` as Conductor reads it: a string that is one expression keeps the type of its value, an
 * expression inside a longer string becomes text as Java prints it, what is missing becomes null. `$${` is a
 * literal `${`. Expressions may be nested. Paths are Jayway's JSONPath without the `$.`.
 */

/** Looks up the root of a path: `workflow`, or a task's reference name. */
export type Scope = (name: string) => unknown;

export interface FillOptions {
  /** The value of `${CPEWF_TASK_ID}`. */
  readonly taskId?: string | undefined;
  /** Keeps an expression without a value unchanged, so that it stays visible. */
  readonly keepMissing?: boolean;
}

/** Fills in every expression of a template. */
export function fill(template: unknown, scope: Scope, options: FillOptions = {}): unknown {
  if (typeof template === "string") return fillText(template, { ...options, scope }, 0);
  if (Array.isArray(template)) return template.map((item) => fill(item, scope, options));
  if (isJsonObject(template)) return fillObject(template, scope, options);
  return template;
}

/** Fills in every expression of an object's values. */
export function fillObject(
  template: object,
  scope: Scope,
  options: FillOptions = {},
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, fill(value, scope, options)]),
  );
}

/** The paths of all expressions in a template, as written: for checks before a run. */
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

/** Whether a path is valid. */
export function isReadable(path: string): boolean {
  try {
    pathOf(asJsonPath(path));
    return true;
  } catch {
    return false;
  }
}

/** Jayway puts `$.` before the path as written: a leading space makes it invalid. */
function asJsonPath(path: string): string {
  return path === "" || /^[$@]/.test(path) ? path : `$.${path}`;
}

/** The names of a path without functions and filters: `a.b[0]['c']` is a, b, 0, c. Nothing for any other path. */
export function namesOf(path: string): readonly (string | number)[] | undefined {
  const bare = path.startsWith("$.") ? path.slice(2) : path;
  return plainPath.test(bare) ? segmentsOf(bare) : undefined;
}

interface Filling extends FillOptions {
  readonly scope: Scope;
}

/** The value of an expression, by itself and inside a text. */
interface Found {
  readonly value: unknown;
  readonly text: string;
}

const nestingMax = 20;

/** A text with this many unclosed `${` no longer counts as a template. */
const unclosedMax = 100;

function fillText(text: string, filling: Filling, depth: number): unknown {
  if (!text.includes("${") || depth > nestingMax) return text;
  let filled = "";
  let at = 0;
  for (const { from, to } of expressionsIn(text)) {
    const found = resolve(text.slice(from + 2, to - 1), filling, depth);
    if (found && depth === 0 && from === 0 && to === text.length) return found.value;
    filled += text.slice(at, from) + (found?.text ?? text.slice(from, to));
    at = to;
  }
  return (filled + text.slice(at)).replaceAll("$${", "${");
}

/** The positions of expressions in a text: from `${` to the closing brace. */
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

/** Undefined when the expression stays unchanged. */
function resolve(expression: string, filling: Filling, depth: number): Found | undefined {
  const path = javaText(fillText(expression, filling, depth + 1));
  if (path.trim() === "") return { value: "", text: "" };
  // Filled in only when a task takes its input, so that no record holds the value.
  if (path.startsWith("workflow.secrets.")) return undefined;
  if (path === "CPEWF_TASK_ID") return filling.taskId === undefined ? undefined : plain(filling.taskId);
  const found = read(path, filling.scope);
  return filling.keepMissing && found.value === null ? undefined : found;
}

function plain(value: unknown): Found {
  return { value, text: javaText(value) };
}

type Segment = string | number;

const plainPath = /^[^\s.,[\]()*?@$'"]+(?:\.[^\s.,[\]()*?@$'"]+|\[-?\d+\]|\['[^'\\]*'\]|\["[^"\\]*"\])*$/;
const segmentPattern = /\.?([^.[\]'"]+)|\[(-?\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g;

function read(path: string, scope: Scope): Found {
  const names = namesOf(path);
  if (!names) return readJsonPath(path, scope);
  const [root = "", ...rest] = names;
  return plain(rest.reduce<unknown>(step, scope(String(root))) ?? null);
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
  if (typeof segment === "number" || !isJsonObject(value)) return undefined;
  return Object.hasOwn(value, segment) ? value[segment] : undefined;
}

/** The rest of JSONPath: wildcards, filters, slices, functions. */
function readJsonPath(path: string, scope: Scope): Found {
  try {
    const whole = asJsonPath(path);
    const { steps, definite } = pathOf(whole);
    const roots = new Set([...whole.matchAll(/\$\.([^\s.,[\]()*?@$'"]+)/g)].map(([, name = ""]) => name));
    const [first] = steps;
    if (first?.kind === "names") for (const name of first.names) roots.add(name);
    const document = mapOf([...roots].map((name) => [name, toJava(scope(name) ?? null)]));
    const meter = newMeter();
    const found = queryJson(document, whole, meter);
    const isFunction = steps.at(-1)?.kind === "function";
    const isEmpty = typeof found === "object" && found?.kind === "list" && found.items.length === 0;
    if (isFunction ? found === undefined || (isEmpty && !definite) : found === undefined && definite)
      return plain(null);
    if (found === undefined) return plain([]);
    return { value: fromJava(found), text: print(found, meter) ?? "null" };
  } catch {
    return plain(null); // Conductor suppresses errors of an invalid path.
  }
}
