import type { Query } from "./jsonpath-filter.ts";
import type { Argument, FunctionStep } from "./jsonpath-tree.ts";
import { charge, chargeText, RenderFault } from "./meter.ts";
import { double, isNumber, toDouble, toInt } from "./numbers.ts";
import { text } from "./print.ts";
import { isList, isMap, type JavaMap, listOf, type Value } from "./values.ts";

/** The result of a function on `value`; undefined when an argument's path finds nothing. */
export function applyFunction(step: FunctionStep, value: Value, query: Query): Value | undefined {
  const { name } = step;
  if (name === "keys") return isMap(value) ? keysOf(value) : null;
  if (name === "length" || name === "size") return lengthOf(value, step.args[0], query);
  const args: Value[] = [];
  for (const argument of step.args) {
    const given = argument.kind === "value" ? argument.value : query.read(argument.path, query.root, query);
    if (given === undefined) return undefined;
    args.push(given);
  }
  switch (name) {
    case "append":
      return isList(value) ? listOf([...value.items, ...args], "json") : value;
    case "concat":
      return concat(value, args, query);
    case "first":
      return itemAt(name, value, 0);
    case "last":
      return itemAt(name, value, -1);
    case "index":
      return itemAt(name, value, indexIn(args));
    default:
      return double(aggregate(name, numbersIn(name, [value, ...args], query)));
  }
}

function keysOf(map: JavaMap): Value {
  return listOf(
    Array.from(map.entries.values(), ({ key }) => key),
    "set",
  );
}

/** With an argument, Jayway returns the length of each value that its path finds; if that is not a list, of this value. */
function lengthOf(value: Value, argument: Argument | undefined, query: Query): Value {
  if (argument?.kind === "path") {
    const { path } = argument;
    const steps =
      path.steps.at(-1)?.kind === "function" ? path.steps : [...path.steps, { kind: "all" } as const];
    const found = query.read({ ...path, steps }, query.root, query) ?? null;
    if (isList(found)) return found.items.length;
  }
  if (isList(value)) return value.items.length;
  return isMap(value) ? value.entries.size : null;
}

/** Jayway takes only texts from the value itself, but everything except null from the arguments. */
function concat(value: Value, args: readonly Value[], { meter }: Query): Value {
  const own = isList(value) ? value.items.filter((item) => typeof item === "string") : [];
  const given = args.flatMap((argument) => (isList(argument) ? argument.items : [argument]));
  const parts = [...own, ...given.filter((item) => item !== null)].map((item) => text(item, meter));
  const joined = parts.join("");
  chargeText(meter, joined.length);
  return joined;
}

function itemAt(name: string, value: Value, index: number): Value {
  const item = isList(value) ? value.items.at(index) : undefined;
  if (item === undefined) throw new RenderFault(`${name}() in a JSONPath found no such item.`);
  return item;
}

function indexIn(args: readonly Value[]): number {
  const [index] = args
    .flatMap((argument) => (isList(argument) ? argument.items : [argument]))
    .filter(isNumber);
  if (index === undefined) throw new RenderFault("index() in a JSONPath takes a number.");
  return toInt(index);
}

function numbersIn(name: string, [value, ...args]: readonly Value[], { meter }: Query): number[] {
  const own = value !== undefined && isList(value) ? value.items : [];
  const given = args.flatMap((argument) => (isList(argument) ? argument.items : [argument]));
  charge(meter, (own.length + given.length) >> 4);
  const numbers = [...own, ...given].filter(isNumber).map(toDouble);
  if (numbers.length === 0) throw new RenderFault(`${name}() in a JSONPath found no numbers.`);
  return numbers;
}

function aggregate(name: string, numbers: readonly number[]): number {
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (name === "sum") return sum;
  if (name === "min") return numbers.reduce((a, b) => Math.min(a, b));
  if (name === "max") return numbers.reduce((a, b) => Math.max(a, b));
  const mean = sum / numbers.length;
  if (name === "avg") return mean;
  const squares = numbers.reduce((total, number) => total + number * number, 0);
  return Math.sqrt(squares / numbers.length - mean * mean);
}
