/** One token of a jq query. */
export interface JqToken {
  readonly kind: "name" | "field" | "variable" | "format" | "text" | "number" | "mark";
  readonly text: string;
  /** A name or variable that is the key of an object's member. */
  readonly isKey?: boolean;
  /** It is in a pattern after `as`. */
  readonly isPattern?: boolean;
}

const patterns: readonly (readonly [JqToken["kind"], RegExp])[] = [
  ["field", /\.[A-Za-z_]\w*/y],
  ["variable", /\$[A-Za-z_]\w*(?:::\w+)*/y],
  ["format", /@[A-Za-z_]\w*/y],
  ["name", /[A-Za-z_]\w*(?:::\w+)*/y],
  ["number", /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["mark", /\?\/\/|\.\.|\/\/=|[|+\-*/%]=|==|!=|<=|>=|\/\/|[^\s]/y],
];

/** The tokens of a query, those inside a text's interpolations in parentheses. Never throws: jq itself finds errors. */
export function tokensOf(query: string): JqToken[] {
  const found: JqToken[] = [];
  scan(query, 0, found, false);
  return marked(found);
}

/** Reads until the end, or until the parenthesis that closes an interpolation; returns where it stopped. */
function scan(query: string, start: number, found: JqToken[], inText: boolean): number {
  let depth = 0;
  let at = start;
  while (at < query.length) {
    const space = /(?:\s|#[^\n]*)*/y;
    space.lastIndex = at;
    at += space.exec(query)?.[0].length ?? 0;
    if (at >= query.length) break;
    if (query[at] === '"') {
      at = text(query, at + 1, found);
      continue;
    }
    const [kind, token] = next(query, at);
    if (token === "(") depth++;
    if (token === ")" && depth-- === 0 && inText) return at;
    found.push({ kind, text: token });
    at += token.length;
  }
  return at;
}

function next(query: string, at: number): [JqToken["kind"], string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const token = pattern.exec(query)?.[0];
    if (token !== undefined) return [kind, token];
  }
  return ["mark", query[at] ?? ""];
}

/** A text, with what it interpolates. Returns where it ends. */
function text(query: string, start: number, found: JqToken[]): number {
  found.push({ kind: "text", text: '"' });
  for (let at = start; at < query.length; at++) {
    if (query[at] === '"') return at + 1;
    if (query[at] !== "\\") continue;
    at++;
    if (query[at] !== "(") continue;
    found.push({ kind: "mark", text: "(" });
    at = scan(query, at + 1, found, true);
    found.push({ kind: "mark", text: ")" });
  }
  return query.length;
}

/** Marks object keys and tokens in patterns. */
function marked(tokens: readonly JqToken[]): JqToken[] {
  const open: string[] = [];
  let isPattern = false;
  return tokens.map((token, index) => {
    const { kind, text } = token;
    const before = tokens[index - 1]?.text;
    const after = tokens[index + 1]?.text;
    if (kind === "mark" && "([{".includes(text)) open.push(text);
    else if (kind === "mark" && ")]}".includes(text)) open.pop();
    if (kind === "name" && text === "as") isPattern = true;
    else if (isPattern && (text === "|" || text === "(")) isPattern = false;
    const begins = open.at(-1) === "{" && (before === "{" || before === ",");
    const isKey = begins && (kind === "name" || kind === "variable") && [":", ",", "}"].includes(after ?? "");
    return { ...token, ...(isKey ? { isKey } : {}), ...(isPattern ? { isPattern } : {}) };
  });
}
