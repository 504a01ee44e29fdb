import { charge, chargeText, type Meter, RenderFault, refuseOver } from "@long-running-api/jsonpath/meter";
import { print, text } from "@long-running-api/jsonpath/print";
import type { Value } from "@long-running-api/jsonpath/values";
import type { Branch, IfDirective, Node, Reference, SetDirective, Template } from "./ast.ts";
import { definedBlock, isBlock, runMacro } from "./blocks.ts";
import { placeAt, TemplateError } from "./errors.ts";
import { assignVariable, evaluate, execute, setReference, test } from "./evaluate.ts";
import { runForeach, scopeOf } from "./loops.ts";
import { writtenAs } from "./scope.ts";
import { deeper, type State, type Variables } from "./state.ts";
import type { Tracer } from "./trace.ts";

/**
 * Renders a parsed template. `missing` is the value of a reference that has none: the empty string in API Gateway,
 * where such a reference prints nothing, equals "" and `$null`, and counts as true in #if; null in Velocity itself,
 * where it prints its source text. (Recorded: vectors vtl-011, -036, -048, -054; #if: serverless-offline issue 50.
 * Velocity's own hook for it is InvalidReferenceEventHandler.)
 */
export function render(
  template: Template,
  variables: Variables,
  meter: Meter,
  missing: "" | null,
  unresolved: Set<string> = new Set(),
  trace?: Tracer,
): string {
  const state: State = {
    template,
    variables,
    meter,
    missing,
    unresolved,
    output: "",
    leaving: undefined,
    frame: undefined,
    hidden: [],
    depth: 0,
    offset: 0,
    trace,
    renderNodes,
  };
  try {
    renderNodes(template.nodes, state);
  } catch (error) {
    if (error instanceof RenderFault)
      throw new TemplateError(error.message, placeAt(template.source, state.offset));
    throw error;
  }
  return state.output;
}

function renderNodes(nodes: readonly Node[], state: State): void {
  for (const node of nodes) {
    renderNode(node, state);
    if (state.leaving) return;
  }
}

function renderNode(node: Node, state: State): void {
  charge(state.meter, 1);
  switch (node.kind) {
    case "text":
      write(node.text, state);
      return state.trace?.({ kind: "text", offset: node.offset, text: node.text });
    case "reference":
      return renderReference(node, state);
    case "set":
      return runSet(node, state);
    case "if":
      return deeper(state, () => runIf(node, state));
    case "foreach":
      return deeper(state, () => runForeach(node, state));
    case "define":
      return assignVariable(node.name, definedBlock(node.body, state), state);
    case "macro": {
      const macro = state.template.macros.get(node.name);
      // A word after # that is not a macro's name is text.
      if (macro) return deeper(state, () => runMacro(macro, node, state));
      write(node.literal, state);
      return state.trace?.({ kind: "text", offset: node.offset, text: node.literal });
    }
    case "break":
      state.offset = node.offset;
      state.leaving = { scope: node.scope ? scopeOf(evaluate(node.scope, state)) : undefined };
      return;
    case "stop":
      state.leaving = { scope: "everything" };
  }
}

function write(text: string, state: State): void {
  state.output += text;
  chargeText(state.meter, text.length);
  refuseOver(state.meter, state.output.length);
}

function renderReference(reference: Reference, state: State): void {
  const start = state.output.length;
  const isBlockOfLines = printReference(reference, state);
  if (isBlockOfLines || !state.trace) return;
  const { offset, literal } = reference;
  state.trace({ kind: "reference", offset, literal, text: state.output.slice(start) });
}

/** Prints a reference's value; true for a #define block, whose lines print themselves. */
function printReference(reference: Reference, state: State): boolean {
  const value = reference.plain ? null : execute(reference, state);
  if (!reference.escaped && value !== null && isBlock(value) && value.scope.render()) return true;
  write(printed(reference, value, state), state);
  return false;
}

function printed(reference: Reference, value: Value, state: State): string {
  const { plain, escaped, backslashes, prefix, literal } = reference;
  if (plain) return literal;
  if (escaped) return `${backslashes}${value === null ? "\\" : ""}${literalOf(reference, state)}`;
  const text = value === null ? null : print(value, state.meter);
  return text === null
    ? backslashes + backslashes + prefix + literalOf(reference, state)
    : backslashes + prefix + text;
}

/** In a macro, a parameter without a value prints the caller's source text. */
function literalOf({ name, literal }: Reference, { frame }: State): string {
  return frame && literal === `$${name}` ? (writtenAs(name, frame) ?? literal) : literal;
}

function runSet(node: SetDirective, state: State): void {
  const value = evaluate(node.value, state);
  if (state.leaving) return;
  if (state.trace)
    state.trace({
      kind: "set",
      offset: node.offset,
      literal: node.target.literal,
      text: value === null ? undefined : text(value, state.meter),
    });
  state.offset = node.offset;
  // A null value leaves the variable unchanged.
  if (value === null) return;
  if (node.target.steps.length === 0) assignVariable(node.name, value, state);
  else setReference(node.target, value, state);
}

function runIf(node: IfDirective, state: State): void {
  const branch = node.branches.find((each) => !each.condition || isTrue(each, state));
  if (branch) renderNodes(branch.body, state);
  if (state.trace)
    for (const { offset, end } of node.branches.filter((each) => each !== branch))
      state.trace({ kind: "skipped", offset, end });
}

function isTrue({ condition, text, offset }: Branch, state: State): boolean {
  const holds = condition !== undefined && test(condition, state);
  state.trace?.({ kind: "condition", offset, literal: text, holds });
  return holds;
}
