import { looselyEqual } from "@long-running-api/jsonpath/compare";
import { charge, chargeText, RenderFault } from "@long-running-api/jsonpath/meter";
import {
  calculate,
  compareNumbers,
  double,
  isNumber,
  toInt,
  wholeNumber,
} from "@long-running-api/jsonpath/numbers";
import { text } from "@long-running-api/jsonpath/print";
import { listOf, mapOf, type Value } from "@long-running-api/jsonpath/values";
import type { Binary, Expression, Interpolation, Reference, Step } from "./ast.ts";
import { listItemsMax } from "./limits.ts";
import { callMethod, getIndex, getProperty, setIndex, setProperty } from "./methods.ts";
import { putPair } from "./methods-of-collections.ts";
import { deeper, type Frame, type State } from "./state.ts";

/** The value of an expression; null when it has none. */
export function evaluate(expression: Expression, state: State): Value {
  charge(state.meter, 1);
  switch (expression.kind) {
    case "reference":
      return execute(expression, state);
    case "string":
      return expression.value;
    case "interpolation":
      return interpolate(expression, state);
    case "number":
      return expression.whole ? wholeNumber(expression.text) : double(Number(expression.text));
    case "boolean":
      return expression.value;
    case "list":
      return listOf(expression.items.map((item) => evaluate(item, state)));
    case "range":
      return range(evaluate(expression.from, state), evaluate(expression.to, state), state);
    case "map": {
      const map = mapOf();
      for (const [key, value] of expression.entries)
        putPair(map, evaluate(key, state), evaluate(value, state), state.meter);
      return map;
    }
    case "binary":
      return deeper(state, () => evaluateBinary(expression, state));
    case "not":
      return !test(expression.operand, state);
    case "word":
      return null;
  }
}

/** Whether an expression is true. Velocity 1.7 treats every literal or sum other than booleans and references as false. */
export function test(expression: Expression, state: State): boolean {
  charge(state.meter, 1);
  switch (expression.kind) {
    case "reference": {
      const value = evaluate(expression, state);
      if (value === null || typeof value === "boolean") return value === true;
      return typeof value !== "object" || value.kind !== "host" || value.print() !== null;
    }
    case "boolean":
      return expression.value;
    case "not":
      return !test(expression.operand, state);
    case "binary":
      return deeper(state, () => isOperatorOfTruth(expression) && evaluateBinary(expression, state) === true);
    default:
      return false;
  }
}

function isOperatorOfTruth({ operator }: Binary): boolean {
  return !"+-*/%".includes(operator);
}

function interpolate({ nodes, padded }: Interpolation, state: State): string {
  const { output: before, trace } = state;
  state.output = "";
  state.trace = undefined;
  state.renderNodes(nodes, state);
  const rendered = state.output;
  state.output = before;
  state.trace = trace;
  return padded ? rendered.slice(0, -1) : rendered;
}

function range(from: Value, to: Value, state: State): Value {
  if (!isNumber(from) || !isNumber(to)) return null;
  const [first, last] = [toInt(from), toInt(to)];
  const count = Math.abs(last - first) + 1;
  if (count > listItemsMax) throw new RenderFault(`A range has over ${listItemsMax} items.`);
  charge(state.meter, count >> 2);
  const direction = first >= last ? -1 : 1;
  return listOf(Array.from({ length: count }, (_, index) => first + index * direction));
}

function evaluateBinary(expression: Binary, state: State): Value {
  const { operator, left, right } = expression;
  if (operator === "&&") return test(left, state) && test(right, state);
  if (operator === "||") return test(left, state) || test(right, state);
  const [a, b] = [evaluate(left, state), evaluate(right, state)];
  state.offset = expression.offset;
  switch (operator) {
    case "==":
      return looselyEqual(a, b, state.meter);
    case "!=":
      return !looselyEqual(a, b, state.meter);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compare(operator, a, b);
    case "+":
      if (typeof a === "string" || typeof b === "string") return join(a, b, expression, state);
      return isNumber(a) && isNumber(b) ? calculate(operator, a, b) : null;
    default:
      return isNumber(a) && isNumber(b) ? calculate(operator, a, b) : null;
  }
}

function compare(operator: "<" | "<=" | ">" | ">=", a: Value, b: Value): boolean {
  if (!isNumber(a) || !isNumber(b)) return false;
  const order = compareNumbers(a, b);
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

/** Concatenates a string and any value; an operand without a value contributes its source text. */
function join(a: Value, b: Value, { leftText, rightText }: Binary, { meter }: State): string {
  const left = a === null ? leftText : text(a, meter);
  const joined = left + (b === null && a !== null ? rightText : text(b, meter));
  chargeText(meter, joined.length);
  return joined;
}

/** The value of a reference; without one, the substitute that API Gateway or Velocity uses. */
export function execute(reference: Reference, state: State): Value {
  if (reference.plain) return null;
  state.offset = reference.offset;
  let value = lookUpVariable(reference.name, state);
  const named = value !== null && !isHelper(reference);
  for (const step of reference.steps) {
    if (value === null) break;
    value = takeStep(value, step, state);
  }
  if (value === null && !named) state.unresolved.add(reference.literal);
  return value ?? state.missing;
}

/** `$input` and `$util` have a fixed list of methods: one that gives nothing may not exist. */
function isHelper({ name }: Reference): boolean {
  return name === "input" || name === "util";
}

function takeStep(value: Exclude<Value, null>, step: Step, state: State): Value {
  charge(state.meter, 1);
  state.offset = step.offset;
  switch (step.kind) {
    case "property":
      return getProperty(value, step.name, state.meter);
    case "index":
      return getIndex(value, evaluate(step.index, state), state.meter);
    case "method": {
      const args = step.args.map((argument) => evaluate(argument, state));
      state.offset = step.offset;
      return callMethod(value, step.name, args, state.meter);
    }
  }
}

/** `#set($x.y = value)`; does nothing when the path to the target does not exist. */
export function setReference(target: Reference, value: Value, state: State): void {
  let owner = lookUpVariable(target.name, state);
  const last = target.steps[target.steps.length - 1];
  for (const step of target.steps.slice(0, -1)) {
    if (owner !== null) owner = takeStep(owner, step, state);
  }
  if (owner === null || !last) return;
  if (last.kind === "index") setIndex(owner, evaluate(last.index, state), value, state.meter);
  else setProperty(owner, last.name, value, state.meter);
}

/** The value of a variable, null when it is not set. */
export function lookUpVariable(name: string, state: State): Value {
  if (state.hidden.some((holder) => holder.active && holder.name === name)) return null;
  for (let frame = state.frame; frame; frame = frame.outer) {
    const local = frame.locals.get(name) ?? null;
    if (local !== null) return local;
    const argument = frame.args.get(name);
    if (argument) return withinFrame(frame.outer, state, () => argumentValue(argument, state));
  }
  return state.variables.get(name) ?? null;
}

function argumentValue(argument: Expression, state: State): Value {
  const plain = argument.kind === "reference" && argument.steps.length === 0;
  return plain ? lookUpVariable(argument.name, state) : evaluate(argument, state);
}

/** Sets a variable. A parameter whose argument is a reference sets that reference; macros share all else with the template. */
export function assignVariable(name: string, value: Value, state: State): void {
  for (let frame = state.frame; frame; frame = frame.outer) {
    const argument = frame.args.get(name);
    if (argument?.kind === "reference") {
      withinFrame(frame.outer, state, () => {
        if (argument.steps.length > 0) setReference(argument, value, state);
        else assignVariable(argument.name, value, state);
      });
      return;
    }
    frame.locals.set(name, value);
  }
  state.variables.set(name, value);
}

/** Arguments are read and written in the scope of the macro's caller. */
function withinFrame<T>(frame: Frame | undefined, state: State, act: () => T): T {
  const inner = state.frame;
  state.frame = frame;
  const result = deeper(state, act);
  state.frame = inner;
  return result;
}
