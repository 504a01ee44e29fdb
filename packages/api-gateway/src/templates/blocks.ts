import { RenderFault } from "@long-running-api/jsonpath/meter";
import type { Host, Value } from "@long-running-api/jsonpath/values";
import type { Expression, Macro, MacroCall, Node } from "./ast.ts";
import { deeper, type Frame, leavesHere, type State } from "./state.ts";

interface Block {
  render(): boolean;
}

/** Velocity lets a #define block contain itself once, no deeper. */
const defineDepthMax = 2;

/** A #define block: rendered each time it is printed, with the variables' current values. */
export function definedBlock(body: readonly Node[], state: State): Host {
  let depth = 0;
  const block: Block = {
    render() {
      if (depth >= defineDepthMax) return false;
      depth++;
      deeper(state, () => state.renderNodes(body, state));
      depth--;
      if (leavesHere(state, block)) state.leaving = undefined;
      return true;
    },
  };
  return { kind: "host", scope: block, print: () => capture(() => block.render(), state) };
}

/** Whether a value is a #define block. */
export function isBlock(value: Value): value is Host & { readonly scope: Block } {
  if (typeof value !== "object" || value === null || value.kind !== "host") return false;
  return value.scope !== undefined && "render" in value.scope;
}

function capture(renders: () => boolean, state: State): string | null {
  const { output: before, trace } = state;
  state.output = "";
  state.trace = undefined;
  const rendered = renders();
  const text = state.output;
  state.output = before;
  state.trace = trace;
  return rendered ? text : null;
}

/** Velocity's own limit for nested macro calls. */
const macroDepthMax = 20;

/** `#name(args)`: renders the macro's body; parameters are evaluated in the caller's scope. */
export function runMacro(macro: Macro, call: MacroCall, state: State): void {
  state.offset = call.offset;
  if (call.args.some(({ kind }) => kind === "word")) {
    throw new RenderFault(
      `#${call.name} takes references, strings, numbers, lists and maps, not plain words.`,
    );
  }
  const outer = state.frame;
  if (framesOf(outer) >= macroDepthMax) {
    throw new RenderFault(`Macros call each other over ${macroDepthMax} levels.`);
  }
  state.frame = frameOf(macro, call, outer);
  state.renderNodes(macro.body, state);
  state.frame = outer;
  if (leavesHere(state, macro)) state.leaving = undefined;
}

function frameOf(macro: Macro, call: MacroCall, outer: Frame | undefined): Frame {
  const args = new Map<string, Expression>();
  const texts = new Map<string, string>();
  for (const [index, name] of macro.parameters.entries()) {
    const [argument, text] = [call.args[index], call.texts[index]];
    if (argument) args.set(name, argument);
    if (text !== undefined) texts.set(name, text);
  }
  return { args, texts, locals: new Map(), outer };
}

function framesOf(frame: Frame | undefined): number {
  let count = 0;
  for (let inner = frame; inner; inner = inner.outer) count++;
  return count;
}
