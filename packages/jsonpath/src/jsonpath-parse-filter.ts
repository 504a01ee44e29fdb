import { parseJson } from "./json.ts";
import { invalid, type PathText, parseQuoted, skipBlanks } from "./jsonpath-text.ts";
import type { Filter, Operand } from "./jsonpath-tree.ts";

const depthMax = 30;

/** Parses from the `?` to the closing parenthesis. */
export function parseFilter(source: PathText): Filter {
  source.at++;
  skipBlanks(source);
  if (source.text[source.at] !== "(") throw invalid(source, "( is missing after ?");
  return parseGroup(source);
}

function parseGroup(source: PathText): Filter {
  if (++source.depth > depthMax) throw invalid(source, "too many parentheses");
  source.at++;
  const filter = parseAny(source, "||", "or", () => parseAny(source, "&&", "and", () => parsePart(source)));
  skipBlanks(source);
  if (source.text[source.at] !== ")") throw invalid(source, ") is missing");
  source.at++;
  source.depth--;
  return filter;
}

function parseAny(source: PathText, sign: string, kind: "or" | "and", parse: () => Filter): Filter {
  const parts = [parse()];
  for (skipBlanks(source); source.text.startsWith(sign, source.at); skipBlanks(source)) {
    source.at += sign.length;
    parts.push(parse());
  }
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, parts };
}

function parsePart(source: PathText): Filter {
  skipBlanks(source);
  if (source.text[source.at] === "!") {
    source.at++;
    if (++source.depth > depthMax) throw invalid(source, "too many negations");
    const part = parsePart(source);
    source.depth--;
    return { kind: "not", part };
  }
  if (source.text[source.at] === "(") return parseGroup(source);
  const left = parseOperand(source);
  skipBlanks(source);
  const operator = readOperator(source);
  if (!operator) return { kind: "exists", operand: left };
  skipBlanks(source);
  return { kind: "compare", operator, left, right: parseOperand(source) };
}

function readOperator(source: PathText): string | undefined {
  const pattern =
    /===|!==|==|!=|<=|>=|=~|<|>|(?:in|nin|subsetof|anyof|noneof|contains|all|size|empty|type)\b/iy;
  pattern.lastIndex = source.at;
  const operator = pattern.exec(source.text)?.[0];
  if (operator) source.at += operator.length;
  return operator?.toLowerCase();
}

function parseOperand(source: PathText): Operand {
  const next = source.text[source.at] ?? "";
  if (next === "@" || next === "$") return { kind: "path", path: source.parseInnerPath(source) };
  if (next === "'" || next === '"') return { kind: "value", value: parseQuoted(source) };
  if (next === "/") return parsePattern(source);
  const literal =
    /\[(?:[^\]"']|"[^"]*"|'[^']*')*\]|\{(?:[^}"']|"[^"]*"|'[^']*')*\}|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true\b|false\b|null\b/y;
  literal.lastIndex = source.at;
  const found = literal.exec(source.text)?.[0];
  if (found === undefined) throw invalid(source, "expected @, $, a string, a number, true, false or null");
  source.at += found.length;
  return { kind: "value", value: parseJson(found) };
}

function parsePattern(source: PathText): Operand {
  const pattern = /\/((?:[^/\\]|\\[\s\S])*)\/([a-zA-Z]*)/y;
  pattern.lastIndex = source.at;
  const found = pattern.exec(source.text);
  if (!found) throw invalid(source, "a regular expression is not closed");
  source.at += found[0].length;
  return { kind: "regex", pattern: found[1] ?? "", flags: found[2] ?? "" };
}
