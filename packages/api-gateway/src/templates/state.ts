import { type Meter, RenderFault } from "@long-running-api/jsonpath/meter";
import type { Value } from "@long-running-api/jsonpath/values";
import type { Expression, Node, Template } from "./ast.ts";
import { evaluationDepthMax } from "./limits.ts";
import type { Tracer } from "./trace.ts";

/** The variables of one rendering. */
export type Variables = Map<string, Value>;

/** A running macro call with its arguments by parameter. */
export interface Frame {
  readonly args: Map<string, Expression>;
  /** The source text of the arguments, by parameter. */
  readonly texts: ReadonlyMap<string, string>;
  readonly locals: Variables;
  readonly outer: Frame | undefined;
}

/** The state of one rendering. */
export interface State {
  readonly template: Template;
  readonly variables: Variables;
  readonly meter: Meter;
  readonly missing: "" | null;
  /** References to a variable that is not set, or to a method of $input or $util without a value, as they are written. */
  readonly unresolved: Set<string>;
  output: string;
  /** Set by #break and #stop until the scope they leave is reached; #break without a scope leaves the innermost. */
  leaving: { readonly scope: object | "everything" | undefined } | undefined;
  frame: Frame | undefined;
  /** Loop variables whose item is null: they stay null, even after #set, until the variable is removed. */
  readonly hidden: { readonly name: string; active: boolean }[];
  depth: number;
  /** The offset that an error is reported at. */
  offset: number;
  /** Receives each event; undefined without a listener, and within strings and captured blocks. */
  trace: Tracer | undefined;
  /** Strings in expressions contain templates: evaluation calls back into rendering through this. */
  readonly renderNodes: (nodes: readonly Node[], state: State) => void;
}

/** Goes one level deeper: a template cannot exhaust the stack. */
export function deeper<T>(state: State, act: () => T): T {
  if (++state.depth > evaluationDepthMax) {
    throw new RenderFault(`The template evaluates over ${evaluationDepthMax} levels deep.`);
  }
  const result = act();
  state.depth--;
  return result;
}

/** Whether the pending #break or #stop ends at this loop, block or macro. */
export function leavesHere({ leaving }: State, scope: object): boolean {
  return leaving !== undefined && (leaving.scope === undefined || leaving.scope === scope);
}
