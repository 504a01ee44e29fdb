import { accepts, type Query } from "./jsonpath-filter.ts";
import { applyFunction } from "./jsonpath-functions.ts";
import { pathOf } from "./jsonpath-parse.ts";
import type { Path, PathStep } from "./jsonpath-tree.ts";
import { valueDepthMax } from "./limits.ts";
import { charge, type Meter, RenderFault } from "./meter.ts";
import { get, has, isList, isMap, listOf, mapOf, type Value } from "./values.ts";

interface Walk extends Query {
  readonly found: Value[];
}

/** Marks a missing value: a definite path then has no value; an indefinite path skips it. */
const missing = Symbol("missing");

/**
 * Evaluates a JSONPath as Jayway does: a definite path returns its value, or undefined when there is none; an
 * indefinite one (wildcard, scan, filter, several indexes) always returns a list.
 */
export function queryJson(document: Value, path: string, meter: Meter): Value | undefined {
  const parsed = pathOf(path);
  return document === null ? undefined : readPath(parsed, document, document, meter);
}

function readPath(path: Path, start: Value, root: Value, meter: Meter): Value | undefined {
  const walk: Walk = { root, meter, read: readWithin, found: [] };
  if (visit(path.steps, 0, start, true, walk) === missing) return undefined;
  return path.definite ? walk.found[walk.found.length - 1] : listOf(walk.found, "json");
}

function readWithin(path: Path, start: Value, { root, meter }: Query): Value | undefined {
  return readPath(path, start, root, meter);
}

function visit(
  steps: readonly PathStep[],
  index: number,
  value: Value,
  definite: boolean,
  walk: Walk,
): typeof missing | undefined {
  charge(walk.meter, 1);
  const step = steps[index];
  if (!step) {
    walk.found.push(value);
    return undefined;
  }
  const leaf = index === steps.length - 1;
  const next = (child: Value, stillDefinite: boolean) =>
    visit(steps, index + 1, child, definite && stillDefinite, walk);
  switch (step.kind) {
    case "names":
      return visitNames(step.names, value, definite, leaf, next);
    case "indexes":
      return visitIndexes(step.indexes, value, definite, next);
    case "slice":
      if (!isList(value)) return absent(definite);
      return each(sliced(value.items, step.from, step.to), (item) => next(item, false));
    case "all":
      return each(childrenOf(value), (item) => next(item, false));
    case "filter":
      return visitFilter(step, value, definite, next, walk);
    case "scan":
      scan(steps, index + 1, value, walk, 0);
      return undefined;
    case "function": {
      if (!leaf) throw new RenderFault(`${step.name}() must end a JSONPath.`);
      const answer = applyFunction(step, value, walk);
      if (answer !== undefined) walk.found.push(answer);
      return undefined;
    }
  }
}

type Next = (child: Value, stillDefinite: boolean) => typeof missing | undefined;

function absent(definite: boolean): typeof missing | undefined {
  return definite ? missing : undefined;
}

function visitNames(names: readonly string[], value: Value, definite: boolean, leaf: boolean, next: Next) {
  if (!isMap(value)) return absent(definite);
  const present = names.filter((name) => has(value, name));
  if (names.length > 1 && leaf) {
    next(mapOf(present.map((name) => [name, get(value, name)])), true);
    return undefined;
  }
  const [only] = names;
  if (names.length === 1 && only !== undefined && present.length === 0)
    return leaf ? undefined : absent(definite);
  return each(present, (name) => next(get(value, name), names.length === 1));
}

function visitIndexes(indexes: readonly number[], value: Value, definite: boolean, next: Next) {
  if (!isList(value)) return absent(definite);
  const { items } = value;
  const single = indexes.length === 1;
  return each(indexes, (index) => {
    const at = index < 0 ? items.length + index : index;
    return at >= 0 && at < items.length ? next(items[at] as Value, single) : undefined;
  });
}

function visitFilter(
  step: Extract<PathStep, { kind: "filter" }>,
  value: Value,
  definite: boolean,
  next: Next,
  walk: Walk,
) {
  const passes = (candidate: Value) => accepts(step.filter, candidate, walk);
  if (isList(value)) return each(value.items.filter(passes), (item) => next(item, false));
  if (isMap(value)) return passes(value) ? next(value, false) : undefined;
  if (definite) throw new RenderFault("A filter of a JSONPath applies only to a list or an object.");
  return undefined;
}

function each<T>(
  items: readonly T[],
  act: (item: T) => typeof missing | undefined,
): typeof missing | undefined {
  for (const item of items) if (act(item) === missing) return missing;
  return undefined;
}

/** This value and every value below it that the next step applies to. */
function scan(steps: readonly PathStep[], index: number, value: Value, walk: Walk, depth: number): void {
  charge(walk.meter, 1);
  if (depth > valueDepthMax) throw new RenderFault(`A document nests more than ${valueDepthMax} levels.`);
  const step = steps[index];
  if (step && applies(step, value, walk)) visitFound(steps, index, value, walk);
  for (const child of childrenOf(value)) scan(steps, index, child, walk, depth + 1);
}

/**
 * When a scan finds a list and more steps follow, Jayway visits all items of it, whatever index or slice comes next;
 * members of an object at the very end are then taken from the item of that index alone.
 */
function visitFound(steps: readonly PathStep[], index: number, value: Value, walk: Walk): void {
  if (!isList(value) || index === steps.length - 1) visit(steps, index, value, false, walk);
  else {
    for (const [at, item] of value.items.entries()) {
      if (!endsInMember(steps, index + 1, item) || isIndex(steps[index], at))
        visit(steps, index + 1, item, false, walk);
    }
  }
}

function endsInMember(steps: readonly PathStep[], index: number, item: Value): boolean {
  const kind = steps[index]?.kind;
  return index === steps.length - 1 && (kind === "names" || (kind === "all" && isMap(item)));
}

function isIndex(step: PathStep | undefined, index: number): boolean {
  return step?.kind === "indexes" && step.indexes.length === 1 && step.indexes[0] === index;
}

function applies(step: PathStep, value: Value, walk: Walk): boolean {
  switch (step.kind) {
    case "names":
      return isMap(value) && step.names.some((name) => has(value, name));
    case "indexes":
    case "slice":
      return isList(value);
    case "filter":
      return accepts(step.filter, value, walk);
    default:
      return true;
  }
}

function childrenOf(value: Value): readonly Value[] {
  if (isList(value)) return value.items;
  return isMap(value) ? [...value.entries.values()].map((entry) => entry.value) : [];
}

function sliced(items: readonly Value[], from: number | undefined, to: number | undefined): readonly Value[] {
  return items.slice(from ?? 0, to);
}
