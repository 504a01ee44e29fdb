import { type JqToken, tokensOf } from "./tokens.ts";

/*
 * JSON_JQ_TRANSFORM runs on jackson-jq 0.0.13 on Conductor OSS 3.32.3, which knows part of jq 1.5; here it is jq 1.8. A
 * query that works here must work there, so functions that the server's jq lacks are rejected, and those that only it has are defined.
 */

/** The functions of jackson-jq 0.0.13, with the numbers of their arguments. */
const functions: Readonly<Record<string, readonly number[]>> = {
  add: [0],
  all: [0, 1, 2],
  any: [0, 1, 2],
  arrays: [0],
  ascii_downcase: [0],
  ascii_upcase: [0],
  atan: [0],
  booleans: [0],
  capture: [1, 2],
  combinations: [0, 1],
  contains: [1],
  cos: [0],
  del: [1],
  empty: [0],
  endswith: [1],
  error: [1],
  explode: [0],
  first: [0, 1],
  flatten: [0, 1],
  floor: [0],
  from_entries: [0],
  fromjson: [0],
  group: [0, 1],
  group_by: [1],
  gsub: [2, 3],
  has: [1],
  implode: [0],
  in: [1],
  index: [1],
  indices: [1],
  infinite: [0],
  inside: [1],
  isinfinite: [0],
  isnan: [0],
  iterables: [0],
  join: [1],
  keys: [0],
  keys_unsorted: [0],
  last: [0, 1],
  leaf_paths: [0],
  length: [0],
  limit: [2],
  log2: [0],
  ltrimstr: [1],
  map: [1],
  map_values: [1],
  match: [1, 2],
  max: [0, 1],
  max_by: [1],
  min: [0, 1],
  min_by: [1],
  nan: [0],
  not: [0],
  nth: [1, 2],
  nulls: [0],
  numbers: [0],
  objects: [0],
  paths: [0, 1],
  pow: [2],
  range: [1, 2, 3],
  recurse: [0, 1, 2],
  recurse_down: [0],
  reverse: [0],
  rindex: [1],
  rtrimstr: [1],
  scalars: [0],
  scan: [1, 2],
  select: [1],
  sin: [0],
  sort: [0, 1],
  sort_by: [1],
  split: [1, 2],
  splits: [1, 2],
  sqrt: [0],
  startswith: [1],
  strings: [0],
  sub: [2, 3],
  test: [1, 2],
  to_entries: [0],
  tojson: [0],
  tonumber: [0],
  tostring: [0],
  transpose: [0],
  type: [0],
  unique: [0, 1],
  unique_by: [1],
  until: [2],
  utf8bytelength: [0],
  values: [0],
  walk: [1],
  while: [2],
  with_entries: [1],
};

const formats = new Set(["@base64", "@csv", "@html", "@json", "@sh", "@text", "@tsv", "@uri"]);

/** What jackson-jq has and jq 1.8 has not. */
const definitions: Readonly<Record<string, string>> = {
  "leaf_paths/0": "def leaf_paths: paths(scalars);",
  "recurse_down/0": "def recurse_down: recurse;",
  "group/0": "def group: group_by(.);",
  "group/1": "def group(f): group_by(f);",
  "sort/1": "def sort(f): sort_by(f);",
  "unique/1": "def unique(f): unique_by(f);",
  "min/1": "def min(f): min_by(f);",
  "max/1": "def max(f): max_by(f);",
};

/** What the server's jq does not know in a query; undefined when it can run it. */
export function unknownToServer(query: string): string | undefined {
  const tokens = tokensOf(query);
  return missingSyntax(tokens) ?? missingName(tokens);
}

/** Definitions to put before a query, on a line of their own, of functions that only the server's jq has. */
export function definitionsFor(query: string): string {
  const used = new Set(callsIn(tokensOf(query)).map(({ name, args }) => `${name}/${args}`));
  return Object.entries(definitions)
    .filter(([name]) => used.has(name))
    .map(([, definition]) => definition)
    .join("");
}

function missingName(tokens: readonly JqToken[]): string | undefined {
  const own = ownNames(tokens);
  for (const { name, args } of callsIn(tokens)) {
    if (own.has(name) || (Object.hasOwn(functions, name) && functions[name]?.includes(args))) continue;
    return `Function ${name}/${args} does not exist${onServer}`;
  }
  for (const { kind, text } of tokens) {
    if (kind === "format" && !formats.has(text)) return `Function ${text}/0 does not exist${onServer}`;
    if (kind === "variable" && serverless.has(text)) return `Undefined variable: ${text}${onServer}`;
  }
  return undefined;
}

const onServer = " on a Conductor server, whose jq is jackson-jq";

/** Variables that jq itself sets. */
const serverless = new Set(["$ENV", "$__loc__", "$__prog_args"]);

/** Names that a query defines, functions and their parameters alike. */
function ownNames(tokens: readonly JqToken[]): Set<string> {
  const names = new Set<string>();
  tokens.forEach((token, index) => {
    if (token.text !== "def" || token.kind !== "name") return;
    const end = tokens.findIndex((each, at) => at > index && each.text === ":");
    for (const { kind, text } of tokens.slice(index + 1, end < 0 ? undefined : end))
      if (kind === "name" || kind === "variable") names.add(text.replace("$", ""));
  });
  return names;
}

const keywords = new Set(
  "and or if then elif else end as def reduce foreach try catch label import include null true false".split(
    " ",
  ),
);

/** The functions that a query calls, in order. */
function callsIn(tokens: readonly JqToken[]): { name: string; args: number }[] {
  return tokens.flatMap(({ kind, text, isKey }, index) => {
    if (kind !== "name" || isKey || keywords.has(text) || tokens[index - 1]?.text === "def") return [];
    return [{ name: text, args: argumentsFrom(tokens, index + 1) }];
  });
}

/** How many arguments there are in the parentheses that begin here. */
function argumentsFrom(tokens: readonly JqToken[], start: number): number {
  if (tokens[start]?.text !== "(") return 0;
  let count = 1;
  for (let at = start, depth = 0; at < tokens.length; at++) {
    const { text, kind } = tokens[at] as JqToken;
    if (kind !== "mark") continue;
    if ("([{".includes(text)) depth++;
    else if (")]}".includes(text) && --depth === 0) break;
    else if (text === ";" && depth === 1) count++;
  }
  return count;
}

/** Syntax of newer versions of jq. */
function missingSyntax(tokens: readonly JqToken[]): string | undefined {
  const ifs: { hasElse: boolean }[] = [];
  for (const [index, { kind, text, isKey, isPattern }] of tokens.entries()) {
    if (isKey) {
      if (isPattern && kind === "variable") return `{${text}} in a pattern is not known${onServer}`;
      continue;
    }
    if (kind === "name") {
      if (text === "if") ifs.push({ hasElse: false });
      const open = ifs.at(-1);
      if (text === "else" && open) open.hasElse = true;
      if (text === "end" && ifs.pop()?.hasElse === false) return `if without else is not known${onServer}`;
      if (text === "label" || text === "import" || text === "include")
        return `${text} is not known${onServer}`;
    }
    if (text === "?//") return `?// is not known${onServer}`;
    const before = tokens[index - 1];
    if (text === "." && tokens[index + 1]?.text === "[" && before && endsTerm(before))
      return `.[ after a term is not known${onServer}: leave the dot out`;
  }
  return undefined;
}

function endsTerm({ kind, text }: JqToken): boolean {
  if (kind === "mark") return text === ")" || text === "]" || text === "}" || text === "?";
  return kind !== "name" || !keywords.has(text);
}
