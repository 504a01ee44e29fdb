import { type Meter, RenderFault } from "@long-running-api/jsonpath/meter";
import type { Value } from "@long-running-api/jsonpath/values";
import type { Expression, Node, Template } from "./ast.ts";
import { evaluationDepthMax } from "./limits.ts";

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

/** All that changes while a template is rendered. */
export interface State {
  readonly template: Template;
  readonly variables: Variables;
  readonly meter: Meter;
  readonly missing: "" | null;
  output: string;
  /** Set by #break and #stop until the scope that they leave is reached; #break without a scope leaves the nearest. */
  leaving: { readonly scope: object | "everything" | undefined } | undefined;
  frame: Frame | undefined;
  /** Loop variables whose item is nothing: they stay so, whatever is set, until their name is forgotten. */
  readonly hidden: { readonly name: string; active: boolean }[];
  depth: number;
  /** The place that an error is reported at. */
  offset: number;
  /** Expressions contain strings that contain templates: this leads from the one back to the other. */
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

/** Does what #break or #stop began end at this loop, block or macro? */
export function leavesHere({ leaving }: State, scope: object): boolean {
  return leaving !== undefined && (leaving.scope === undefined || leaving.scope === scope);
}
