import type { Expression } from "./ast.ts";
import type { Value } from "./values.ts";

/** The variables of one rendering. */
export type Variables = Map<string, Value>;

/** A macro that is being run: its parameters stand for the arguments it was called with. */
export interface Frame {
  readonly args: Map<string, Expression>;
  readonly locals: Variables;
  readonly outer: Frame | undefined;
}

/** How a parameter's argument is read and written, in the frame of the caller. */
export interface Arguments {
  evaluate(argument: Expression, frame: Frame | undefined): Value;
  assign(argument: Expression, value: Value, frame: Frame | undefined): boolean;
}

/** The value of a variable, null when it is not set. */
export function lookUp(name: string, variables: Variables, frame: Frame | undefined, args: Arguments): Value {
  for (let inner = frame; inner; inner = inner.outer) {
    const local = inner.locals.get(name) ?? null;
    if (local !== null) return local;
    const argument = inner.args.get(name);
    if (argument) return args.evaluate(argument, inner.outer);
  }
  return variables.get(name) ?? null;
}

/** Sets a variable. A parameter whose argument is a reference sets that reference; Velocity's macros share all else. */
export function assign(
  name: string,
  value: Value,
  variables: Variables,
  frame: Frame | undefined,
  args: Arguments,
): void {
  for (let inner = frame; inner; inner = inner.outer) {
    const argument = inner.args.get(name);
    if (argument && args.assign(argument, value, inner.outer)) return;
    inner.locals.set(name, value);
  }
  variables.set(name, value);
}

/** Forgets a variable. */
export function forget(name: string, variables: Variables, frame: Frame | undefined): void {
  for (let inner = frame; inner; inner = inner.outer) {
    inner.locals.delete(name);
    inner.args.delete(name);
  }
  variables.delete(name);
}
