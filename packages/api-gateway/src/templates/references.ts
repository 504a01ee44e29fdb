import { charge } from "@long-running-api/jsonpath/meter";
import type { Value } from "@long-running-api/jsonpath/values";
import type { Reference, Step } from "./ast.ts";
import { evaluate } from "./evaluate.ts";
import { callMethod, getIndex, getProperty, setIndex, setProperty } from "./methods.ts";
import { lookUpVariable } from "./scope.ts";
import type { State } from "./state.ts";

/** The value of a reference; where there is none, what API Gateway or Velocity takes for it. */
export function execute(reference: Reference, state: State): Value {
  if (reference.plain) return null;
  state.offset = reference.offset;
  let value = lookUpVariable(reference.name, state);
  for (const step of reference.steps) {
    if (value === null) break;
    value = takeStep(value, step, state);
  }
  return value ?? state.missing;
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

/** `#set($x.y = value)`: nothing happens when the way there leads nowhere. */
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
