import { charge, chargeText, type Meter, RenderFault, refuseOver } from "@long-running-api/jsonpath/meter";
import { print } from "@long-running-api/jsonpath/print";
import type { Value } from "@long-running-api/jsonpath/values";
import type { IfDirective, Node, Reference, SetDirective, Template } from "./ast.ts";
import { definedBlock, isBlock, runMacro } from "./blocks.ts";
import { placeAt, TemplateError } from "./errors.ts";
import { assignVariable, evaluate, execute, setReference, test } from "./evaluate.ts";
import { runForeach, scopeOf } from "./loops.ts";
import { writtenAs } from "./scope.ts";
import { deeper, type State, type Variables } from "./state.ts";
import type { TraceEvent } from "./trace.ts";

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
  trace?: TraceEvent[],
): string {
  const state: State = {
    template,
    variables,
    meter,
    missing,
    unresolved,
    trace,
    output: "",
    leaving: undefined,
    frame: undefined,
    hidden: [],
    depth: 0,
    offset: 0,
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
      return written(node.offset, true, state, () => write(node.text, state));
    case "reference":
      return written(node.offset, false, state, () => renderReference(node, state));
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
      return macro ? deeper(state, () => runMacro(macro, node, state)) : write(node.literal, state);
    }
    case "break":
      state.offset = node.offset;
      state.leaving = { scope: node.scope ? scopeOf(evaluate(node.scope, state)) : undefined };
      return;
    case "stop":
      state.leaving = { scope: "everything" };
  }
}

/** Renders what prints, and traces where in the output it went. */
function written(offset: number, verbatim: boolean, state: State, render: () => void): void {
  const { trace } = state;
  if (!trace) return render();
  const from = state.output.length;
  render();
  trace.push({ kind: "print", offset, from, to: state.output.length, verbatim });
}

function write(text: string, state: State): void {
  state.output += text;
  chargeText(state.meter, text.length);
  refuseOver(state.meter, state.output.length);
}

function renderReference(reference: Reference, state: State): void {
  if (reference.plain) return write(reference.literal, state);
  const value = execute(reference, state);
  const { backslashes, prefix } = reference;
  if (reference.escaped) {
    return write(`${backslashes}${value === null ? "\\" : ""}${literalOf(reference, state)}`, state);
  }
  if (value !== null && isBlock(value) && value.scope.render()) return;
  const text = value === null ? null : print(value, state.meter);
  if (text === null) write(backslashes + backslashes + prefix + literalOf(reference, state), state);
  else write(backslashes + prefix + text, state);
}

/** In a macro, a parameter without a value prints the caller's source text. */
function literalOf({ name, literal }: Reference, { frame }: State): string {
  return frame && literal === `$${name}` ? (writtenAs(name, frame) ?? literal) : literal;
}

function runSet(node: SetDirective, state: State): void {
  const value = evaluate(node.value, state);
  if (state.leaving) return;
  state.offset = node.offset;
  // A null value leaves the variable unchanged.
  if (value === null) return;
  state.trace?.push({
    kind: "set",
    offset: node.offset,
    name: node.target.literal,
    value: shown(value, state),
  });
  if (node.target.steps.length === 0) assignVariable(node.name, value, state);
  else setReference(node.target, value, state);
}

function runIf(node: IfDirective, state: State): void {
  const branch = node.branches.find(({ condition }) => !condition || test(condition, state));
  state.trace?.push({
    kind: "if",
    branches: node.branches.map(({ offset }) => offset),
    taken: branch ? node.branches.indexOf(branch) : -1,
    end: node.end,
  });
  if (branch) renderNodes(branch.body, state);
}

const shownCharactersMax = 200;

/** A value as a trace shows it. */
function shown(value: Value, { meter }: State): string {
  const text = typeof value === "string" ? JSON.stringify(value) : (print(value, meter) ?? "");
  return text.length > shownCharactersMax ? `${text.slice(0, shownCharactersMax)}…` : text;
}
