import { contains, javaEquals } from "./compare.ts";
import type { Filter, Operand, Path } from "./jsonpath-tree.ts";
import { type Meter, RenderFault } from "./meter.ts";
import { compareNumbers, isNumber, printNumber, toDouble } from "./numbers.ts";
import { text } from "./print.ts";
import { matchesAll, patternOf } from "./regex.ts";
import { isList, type JavaList, listOf, type Value } from "./values.ts";

/** The parts of a query that its conditions and functions need. */
export interface Query {
  readonly root: Value;
  readonly meter: Meter;
  /** Evaluates a path from `start`. */
  readonly read: (path: Path, start: Value, query: Query) => Value | undefined;
}

/** Whether `current` meets the condition. */
export function accepts(filter: Filter, current: Value, query: Query): boolean {
  const test = (part: Filter) => accepts(part, current, query);
  switch (filter.kind) {
    case "or":
      return filter.parts.some(test);
    case "and":
      return filter.parts.every(test);
    case "not":
      return !test(filter.part);
    case "exists":
      return exists(filter.operand, current, query);
    case "compare": {
      const { operator, left, right } = filter;
      const [a, b] = [operandValue(left, current, query), operandValue(right, current, query)];
      return compares(operator, a, right, b, query.meter);
    }
  }
}

function exists(operand: Operand, current: Value, query: Query): boolean {
  if (operand.kind !== "path") return operand.kind === "value" && operand.value === true;
  // Jayway evaluates it on the current item even when the path begins with $.
  const found = query.read(operand.path, current, query);
  return found !== undefined && (operand.path.definite || !isList(found) || found.items.length > 0);
}

function operandValue(operand: Operand, current: Value, query: Query): Value | undefined {
  if (operand.kind === "regex") return undefined;
  if (operand.kind === "value") return operand.value;
  return query.read(operand.path, operand.path.fromRoot ? query.root : current, query);
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
      return compare(operator, left, right);
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

/** A number and a text are compared in the type of the left operand. */
function same(left: Value | undefined, right: Value | undefined, meter: Meter): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  if (isNumber(left) && typeof right === "string")
    return right.trim() !== "" && toDouble(left) === Number(right);
  if (typeof left === "string" && isNumber(right)) return left === printNumber(right);
  return javaEquals(left, right, meter);
}

function compare(operator: string, left: Value | undefined, right: Value | undefined): boolean {
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
