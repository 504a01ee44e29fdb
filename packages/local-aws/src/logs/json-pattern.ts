import { invalidParameter } from "./errors.ts";

type Test = (json: unknown) => boolean;

/** `{ ($.level = "ERROR" || $.status >= 500) && $.user.name = "an*" }`: for messages that are JSON objects. */
export function parseJsonPattern(pattern: string): (message: string) => boolean {
  const inner = /^\{([\s\S]*)\}$/.exec(pattern)?.[1];
  if (inner === undefined) throw invalid();
  const tokens = tokensOf(inner);
  const test = parseAny(tokens);
  if (tokens.length > 0) throw invalid();
  return (message) => {
    const start = message.trimStart();
    if (!start.startsWith("{")) return false;
    try {
      return test(JSON.parse(start));
    } catch {
      return false;
    }
  };
}

const patternTokensMax = 200;

function tokensOf(text: string): string[] {
  const tokens =
    text.match(/"(?:[^"\\]|\\.)*"|\(|\)|&&|\|\||!=|<=|>=|=|<|>|\$(?:\.[\w-]+|\[\d+\])+|[\w.*+-]+|\S/g) ?? [];
  if (tokens.length > patternTokensMax) throw invalid();
  return tokens;
}

function parseAny(tokens: string[]): Test {
  const tests = [parseAll(tokens)];
  while (tokens[0] === "||") {
    tokens.shift();
    tests.push(parseAll(tokens));
  }
  return (json) => tests.some((test) => test(json));
}

function parseAll(tokens: string[]): Test {
  const tests = [parseOne(tokens)];
  while (tokens[0] === "&&") {
    tokens.shift();
    tests.push(parseOne(tokens));
  }
  return (json) => tests.every((test) => test(json));
}

function parseOne(tokens: string[]): Test {
  if (tokens[0] === "(") {
    tokens.shift();
    const inner = parseAny(tokens);
    if (tokens.shift() !== ")") throw invalid();
    return inner;
  }
  const path = pathOf(tokens.shift());
  const operator = tokens.shift() ?? "";
  if (operator === "IS") return parseIs(path, tokens);
  if (operator === "NOT" && tokens.shift() === "EXISTS") return (json) => valueAt(json, path) === undefined;
  const wanted = tokens.shift();
  if (wanted === undefined) throw invalid();
  return compare(path, operator, wanted);
}

function parseIs(path: string[], tokens: string[]): Test {
  const what = tokens.shift();
  if (what === "NULL") return (json) => valueAt(json, path) === null;
  if (what === "TRUE") return (json) => valueAt(json, path) === true;
  if (what === "FALSE") return (json) => valueAt(json, path) === false;
  throw invalid();
}

function compare(path: string[], operator: string, wanted: string): Test {
  if (operator === "=" || operator === "!=") {
    const equal = equals(wanted);
    return (json) => {
      const seen = valueAt(json, path);
      return seen !== undefined && equal(seen) === (operator === "=");
    };
  }
  const limit = Number(wanted);
  if (Number.isNaN(limit)) throw invalid();
  const orders: Record<string, (seen: number) => boolean> = {
    "<": (seen) => seen < limit,
    "<=": (seen) => seen <= limit,
    ">": (seen) => seen > limit,
    ">=": (seen) => seen >= limit,
  };
  const order = orders[operator];
  if (!order) throw invalid();
  return (json) => {
    const seen = valueAt(json, path);
    return typeof seen === "number" && order(seen);
  };
}

/** A string may begin and end with `*`. */
function equals(wanted: string): (seen: unknown) => boolean {
  const text = wanted.startsWith('"') ? wanted.slice(1, -1).replace(/\\(.)/g, "$1") : wanted;
  const [head, tail] = [text.startsWith("*"), text.length > 1 && text.endsWith("*")];
  const core = text.slice(head ? 1 : 0, tail ? -1 : undefined);
  const number = Number(wanted);
  return (seen) => {
    if (typeof seen === "number") return seen === number;
    const value = typeof seen === "string" ? seen : JSON.stringify(seen);
    if (head && tail) return value.includes(core);
    if (head) return value.endsWith(core);
    return tail ? value.startsWith(core) : value === core;
  };
}

function pathOf(token: string | undefined): string[] {
  if (!token?.startsWith("$")) throw invalid();
  return token.match(/[\w-]+/g) ?? [];
}

function valueAt(json: unknown, path: readonly string[]): unknown {
  let value = json;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

function invalid() {
  return invalidParameter("Invalid filter pattern");
}
