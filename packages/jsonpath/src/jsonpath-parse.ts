import { parseArguments } from "./jsonpath-arguments.ts";
import { parseFilter } from "./jsonpath-parse-filter.ts";
import { invalid, type PathText, parseQuoted, skipBlanks } from "./jsonpath-text.ts";
import type { Path, PathStep } from "./jsonpath-tree.ts";
import { RenderFault } from "./meter.ts";

// JSONPath as Jayway's JsonPath reads it (https://github.com/json-path/JsonPath), which API Gateway's documentation
// names as its own: $.a.b, $['a b'], $[0], $[-1], $[0,2], $[1:3], [*], .*, .., [?(…)], and functions at the end.

const charsMax = 10_000;
const stepsMax = 200;
const parsed = new Map<string, Path>();
const parsedMax = 200;

/** Parses a path; recently parsed paths are cached. */
export function pathOf(written: string): Path {
  const known = parsed.get(written);
  if (known) return known;
  const path = parseWhole(written);
  if (parsed.size >= parsedMax) parsed.delete(parsed.keys().next().value ?? "");
  parsed.set(written, path);
  return path;
}

function parseWhole(written: string): Path {
  const trimmed = written.trim();
  if (trimmed.length > charsMax) throw new RenderFault(`A JSONPath is over ${charsMax} characters.`);
  const text = /^[$@]/.test(trimmed) ? trimmed : `$.${trimmed}`;
  const source: PathText = { text, at: 0, depth: 0, parseInnerPath: (inner) => parsePath(inner, true) };
  if (trimmed === "") throw invalid(source, "a path cannot be empty");
  if (text.length > 1 && !/^.[.[]/.test(text)) throw invalid({ ...source, at: 1 }, "expected . or [");
  if (text.endsWith(".")) throw invalid({ ...source, at: text.length }, "it must not end with a dot");
  return parsePath(source, false);
}

/** Parses a path that starts here; in a filter or an argument it ends where they continue. */
function parsePath(source: PathText, withinFilter: boolean): Path {
  const fromRoot = source.text[source.at] === "$";
  source.at++;
  const steps: PathStep[] = [];
  for (;;) {
    const next = source.text[source.at];
    if (next === undefined) break;
    // Jayway ignores a single last character.
    if (!withinFilter && steps.length > 0 && source.at === source.text.length - 1) break;
    if (next === ".") parseDot(source, steps, withinFilter);
    else if (next === "[") steps.push(parseBracket(source));
    else if (withinFilter) break;
    else steps.push(parseName(source, withinFilter));
    if (steps.length > stepsMax) throw invalid(source, `over ${stepsMax} steps`);
  }
  return scansForFunction(source, steps) ?? { fromRoot, steps, definite: isDefinite(steps) };
}

/** Jayway reads `$..a.sum()` as `$.sum($..a)`, and forgets the function's own arguments. */
function scansForFunction(source: PathText, steps: readonly PathStep[]): Path | undefined {
  const last = steps[steps.length - 1];
  if (steps[0]?.kind !== "scan" || last?.kind !== "function") return undefined;
  if (steps.length === 2) throw invalid(source, `${last.name}() cannot follow ..`);
  const scanned: Path = { fromRoot: true, steps: steps.slice(0, -1), definite: false };
  const step: PathStep = { kind: "function", name: last.name, args: [{ kind: "path", path: scanned }] };
  return { fromRoot: true, steps: [step], definite: true };
}

/** Several names at the very end select one object, so they are definite. */
function isDefinite(steps: readonly PathStep[]): boolean {
  return steps.every((step, index) => {
    if (step.kind === "names") return step.names.length === 1 || index === steps.length - 1;
    if (step.kind === "indexes") return step.indexes.length === 1;
    return step.kind === "function";
  });
}

function parseDot(source: PathText, steps: PathStep[], withinFilter: boolean): void {
  source.at++;
  if (source.text[source.at] === ".") {
    source.at++;
    steps.push({ kind: "scan" });
  }
  if (source.text[source.at] !== "[") steps.push(parseName(source, withinFilter));
}

function parseName(source: PathText, withinFilter: boolean): PathStep {
  if (source.text[source.at] === "*") {
    source.at++;
    return { kind: "all" };
  }
  const name = readName(source, withinFilter);
  return source.text[source.at] === "(" ? parseFunction(source, name) : { kind: "names", names: [name] };
}

function readName(source: PathText, withinFilter: boolean): string {
  const pattern = withinFilter ? /[^.[\]() \t=!<>~&|,]+/y : /[^.[( ]+/y;
  pattern.lastIndex = source.at;
  const name = pattern.exec(source.text)?.[0];
  if (name === undefined) throw invalid(source, "a name is missing");
  source.at += name.length;
  if (!withinFilter && source.text[source.at] === " ")
    throw invalid(source, "a name with blanks goes in ['…']");
  return name;
}

const functions = new Set(
  "length size keys min max avg sum stddev first last index concat append".split(" "),
);

function parseFunction(source: PathText, name: string): PathStep {
  if (!functions.has(name)) throw invalid(source, `${name}() is not a function that is available here`);
  return { kind: "function", name, args: parseArguments(source) };
}

function parseBracket(source: PathText): PathStep {
  source.at++;
  skipBlanks(source);
  const next = source.text[source.at] ?? "";
  let step: PathStep;
  if (next === "*") {
    source.at++;
    step = { kind: "all" };
  } else if (next === "?") step = { kind: "filter", filter: parseFilter(source) };
  else if (next === "'" || next === '"') step = { kind: "names", names: parseNames(source) };
  else step = parseNumbers(source);
  skipBlanks(source);
  if (source.text[source.at] !== "]") throw invalid(source, "] is missing");
  source.at++;
  return step;
}

function parseNames(source: PathText): string[] {
  const names = [parseQuoted(source)];
  for (skipBlanks(source); source.text[source.at] === ","; skipBlanks(source)) {
    source.at++;
    skipBlanks(source);
    names.push(parseQuoted(source));
  }
  return names;
}

function parseNumbers(source: PathText): PathStep {
  const end = source.text.indexOf("]", source.at);
  const inside = source.text.slice(source.at, end === -1 ? undefined : end).trim();
  const slice = /^(-?\d*)\s*:\s*(-?\d*)\s*(?::\s*-?\d*)?$/.exec(inside);
  const indexes = /^-?\d+(?:\s*,\s*-?\d+)*$/.test(inside);
  if (end === -1 || (!slice && !indexes)) throw invalid(source, "expected ?, ', a number or *");
  source.at = end;
  if (indexes) return { kind: "indexes", indexes: inside.split(",").map(Number) };
  // Jayway parses a slice's step but ignores it.
  const [, from, to] = slice ?? [];
  return { kind: "slice", from: from ? Number(from) : undefined, to: to ? Number(to) : undefined };
}
