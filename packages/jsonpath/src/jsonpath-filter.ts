import { contains, javaEquals } from "./compare.ts";
import { parseJson } from "./json.ts";
import { readPath } from "./jsonpath.ts";
import { invalid, type Path, type PathText, parsePath, parseQuoted, skipBlanks } from "./jsonpath-parse.ts";
import { type Meter, RenderFault } from "./meter.ts";
import { compareNumbers, isNumber } from "./numbers.ts";
import { text } from "./print.ts";
import { matchesAll, patternOf } from "./regex.ts";
import { type JavaList, listOf, type Value } from "./values.ts";

/** A condition of `[?(…)]`. */
export type Filter =
  | { readonly kind: "or" | "and"; readonly parts: readonly Filter[] }
  | { readonly kind: "not"; readonly part: Filter }
  | { readonly kind: "exists"; readonly operand: Operand }
  | { readonly kind: "compare"; readonly operator: string; readonly left: Operand; readonly right: Operand };

type Operand =
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "regex"; readonly pattern: string; readonly flags: string };

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
  if (next === "@" || next === "$") return { kind: "path", path: parsePath(source, true) };
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
  if (!found) throw invalid(source, "a regular expression has no end");
  source.at += found[0].length;
  return { kind: "regex", pattern: found[1] ?? "", flags: found[2] ?? "" };
}

/** Does `current` meet the condition? */
export function accepts(filter: Filter, current: Value, root: Value, meter: Meter): boolean {
  const test = (part: Filter) => accepts(part, current, root, meter);
  switch (filter.kind) {
    case "or":
      return filter.parts.some(test);
    case "and":
      return filter.parts.every(test);
    case "not":
      return !test(filter.part);
    case "exists":
      return exists(filter.operand, current, root, meter);
    case "compare": {
      const left = operandValue(filter.left, current, root, meter);
      return compares(
        filter.operator,
        left,
        filter.right,
        operandValue(filter.right, current, root, meter),
        meter,
      );
    }
  }
}

function exists(operand: Operand, current: Value, root: Value, meter: Meter): boolean {
  if (operand.kind !== "path") return operand.kind === "value" && operand.value === true;
  // Jayway looks for it in the current item, also when the path begins with $.
  const found = readPath(operand.path, current, root, meter);
  return found !== undefined && (operand.path.definite || !isList(found) || found.items.length > 0);
}

function operandValue(operand: Operand, current: Value, root: Value, meter: Meter): Value | undefined {
  if (operand.kind === "regex") return undefined;
  if (operand.kind === "value") return operand.value;
  return readPath(operand.path, operand.path.fromRoot ? root : current, root, meter);
}

function isList(value: Value | undefined): value is JavaList {
  return value !== null && typeof value === "object" && value.kind === "list";
}

function compares(
  operator: string,
  left: Value | undefined,
  operand: Operand,
  right: Value | undefined,
  meter: Meter,
): boolean {
  switch (operator) {
    case "==":
    case "===":
      return same(left, right, meter);
    case "!=":
    case "!==":
      return !same(left, right, meter);
    case "=~":
      return operand.kind === "regex" && left !== undefined && matchesPattern(left, operand, meter);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return inOrder(operator, left, right);
    case "nin":
      return left === undefined || (right !== undefined && holds(operator, left, right, meter));
    default:
      return left !== undefined && right !== undefined && holds(operator, left, right, meter);
  }
}

/** A list matches when one of its items does. */
function matchesPattern(value: Value, operand: Extract<Operand, { kind: "regex" }>, meter: Meter): boolean {
  const pattern = patternOf(operand.pattern, operand.flags);
  if (isList(value)) return value.items.some((item) => matchesAll(pattern, plainText(item, meter), meter));
  return isPlain(value) && matchesAll(pattern, text(value, meter), meter);
}

function plainText(value: Value, meter: Meter): string {
  if (isPlain(value)) return text(value, meter);
  throw new RenderFault("A JSONPath compares a list or an object with a regular expression.");
}

function isPlain(value: Value): boolean {
  return value === null || typeof value !== "object" || isNumber(value);
}

function same(left: Value | undefined, right: Value | undefined, meter: Meter): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (left !== null && right !== null && isNumber(left) && isNumber(right))
    return compareNumbers(left, right) === 0;
  return javaEquals(left, right, meter);
}

function inOrder(operator: string, left: Value | undefined, right: Value | undefined): boolean {
  let order: number;
  if (left !== undefined && right !== undefined && isNumber(left) && isNumber(right))
    order = compareNumbers(left, right);
  else if (typeof left === "string" && typeof right === "string")
    order = left < right ? -1 : left > right ? 1 : 0;
  else return false;
  if (operator === "<") return order < 0;
  if (operator === ">") return order > 0;
  return operator === "<=" ? order <= 0 : order >= 0;
}

function holds(operator: string, left: Value, right: Value, meter: Meter): boolean {
  const [leftList, rightList] = [isList(left) ? left : undefined, isList(right) ? right : undefined];
  switch (operator) {
    case "in":
      return rightList !== undefined && contains(rightList, left, meter);
    case "nin":
      return rightList !== undefined && !contains(rightList, left, meter);
    case "contains":
      if (typeof left === "string") return typeof right === "string" && left.includes(right);
      return leftList !== undefined && contains(leftList, right, meter);
    case "size":
      return sizeOf(left) === right;
    case "empty":
      return (sizeOf(left) === 0) === right;
    default:
      return leftList !== undefined && rightList !== undefined && sets(operator, leftList, rightList, meter);
  }
}

function sets(operator: string, left: JavaList, right: JavaList, meter: Meter): boolean {
  const within = (list: JavaList) => (item: Value) => contains(list, item, meter);
  if (operator === "subsetof") return left.items.every(within(right));
  if (operator === "anyof") return left.items.some(within(right));
  if (operator === "noneof") return !left.items.some(within(right));
  return operator === "all" && right.items.every(within(listOf(left.items)));
}

function sizeOf(value: Value): number | undefined {
  if (typeof value === "string") return value.length;
  return isList(value) ? value.items.length : undefined;
}
