import type { Value } from "@long-running-api/jsonpath/values";
import type { Expression } from "./ast.ts";
import { evaluate } from "./evaluate.ts";
import { setReference } from "./references.ts";
import { deeper, type State } from "./state.ts";

/** The variables of one rendering. */
export type Variables = Map<string, Value>;

/** A macro that is being run: its parameters stand for the arguments it was called with. */
export interface Frame {
  readonly args: Map<string, Expression>;
  /** The arguments as they were written, by parameter. */
  readonly texts: ReadonlyMap<string, string>;
  readonly locals: Variables;
  readonly outer: Frame | undefined;
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

/** Arguments are read and written as the caller of the macro sees them. */
function withinFrame<T>(frame: Frame | undefined, state: State, act: () => T): T {
  const inner = state.frame;
  state.frame = frame;
  const result = deeper(state, act);
  state.frame = inner;
  return result;
}

/** How the caller of a macro wrote the argument for a parameter. */
export function writtenAs(name: string, frame: Frame): string | undefined {
  for (let inner: Frame | undefined = frame; inner; inner = inner.outer) {
    const text = inner.texts.get(name);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Forgets a variable. */
export function forgetVariable(name: string, state: State): void {
  for (const holder of state.hidden) if (holder.name === name) holder.active = false;
  for (let frame = state.frame; frame; frame = frame.outer) {
    frame.locals.delete(name);
    frame.args.delete(name);
  }
  state.variables.delete(name);
}
