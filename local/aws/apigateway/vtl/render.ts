import type {
  ForeachDirective,
  IfDirective,
  MacroCall,
  Node,
  Reference,
  SetDirective,
  Step,
  Template,
} from "./ast.ts";
import { placeAt, TemplateError } from "./errors.ts";
import { evaluate, test } from "./evaluate.ts";
import { loopRoundsMax } from "./limits.ts";
import { charge, chargeText, type Meter, RenderFault, refuseOver } from "./meter.ts";
import { callMethod, getIndex, getProperty, setIndex, setProperty } from "./methods.ts";
import { itemsOf } from "./methods-of-collections.ts";
import { print } from "./print.ts";
import { type Arguments, assign, type Frame, forget, lookUp, type Variables } from "./scope.ts";
import { deeper, type State } from "./state.ts";
import type { Host, Value } from "./values.ts";

/**
 * Renders a parsed template. `missing` is what a reference without a value is worth: the empty string in API Gateway,
 * where such a reference prints nothing, equals "" and `$null`, and counts as true in #if; null in Velocity itself,
 * where it prints as it was written. (Recorded: vectors vtl-011, -036, -048, -054; #if: serverless-offline issue 50.
 * Velocity's own hook for it is InvalidReferenceEventHandler.)
 */
export function render(template: Template, variables: Variables, meter: Meter, missing: "" | null): string {
  const state: State = {
    template,
    variables,
    meter,
    missing,
    output: "",
    leaving: undefined,
    frame: undefined,
    depth: 0,
    offset: 0,
    renderNodes,
    execute,
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
      return write(node.text, state);
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
    case "macro":
      return deeper(state, () => runMacro(node, state));
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
  refuseOver(state.output.length);
}

function renderReference(reference: Reference, state: State): void {
  if (reference.plain) return write(reference.literal, state);
  state.offset = reference.offset;
  const value = execute(reference, state);
  const { backslashes, prefix, literal } = reference;
  if (reference.escaped) return write(`${backslashes}${value === null ? "\\" : ""}${literal}`, state);
  if (value !== null && isBlock(value) && value.scope.render()) return;
  const text = value === null ? null : print(value, state.meter);
  if (text === null) write(backslashes + backslashes + prefix + literal, state);
  else write(backslashes + prefix + text, state);
}

/** The value of a reference. */
function execute(reference: Reference, state: State): Value {
  if (reference.plain) return null;
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

function runSet(node: SetDirective, state: State): void {
  const value = evaluate(node.value, state);
  if (state.leaving) return;
  state.offset = node.offset;
  // A value that is nothing leaves the variable as it was.
  if (value === null) return;
  if (node.target.steps.length === 0) assignVariable(node.name, value, state);
  else setReference(node.target, value, state);
}

function setReference(target: Reference, value: Value, state: State): void {
  let owner = lookUpVariable(target.name, state);
  const last = target.steps[target.steps.length - 1];
  for (const step of target.steps.slice(0, -1)) {
    if (owner !== null) owner = takeStep(owner, step, state);
  }
  if (owner === null || !last) return;
  if (last.kind === "index") setIndex(owner, evaluate(last.index, state), value, state.meter);
  else setProperty(owner, last.name, value, state.meter);
}

function runIf(node: IfDirective, state: State): void {
  const branch = node.branches.find(({ condition }) => !condition || test(condition, state));
  if (branch) renderNodes(branch.body, state);
}

function runForeach(node: ForeachDirective, state: State): void {
  state.offset = node.offset;
  const items = itemsOf(evaluate(node.list, state));
  if (!items) return;
  const before = [node.name, ...loopNames].map((name) => [name, lookUpVariable(name, state)] as const);
  const loop = { index: -1, last: items.length - 1 };
  const outer = lookUpVariable("foreach", state);
  assignVariable("foreach", foreachHost(loop, outer), state);
  for (const item of items.slice(0, loopRoundsMax)) {
    loop.index++;
    assignVariable("velocityCount", loop.index + 1, state);
    assignVariable("velocityHasNext", loop.index < loop.last, state);
    assignVariable(node.name, item, state);
    charge(state.meter, 1);
    renderNodes(node.body, state);
    if (state.leaving) break;
  }
  if (leavesHere(state, loop)) state.leaving = undefined;
  for (const [name, value] of before) restore(name, value, state);
  restore("foreach", outer, state);
}

const loopNames = ["velocityCount", "velocityHasNext"];

/** #break without a scope leaves the nearest loop, block or macro. */
function leavesHere({ leaving }: State, scope: object): boolean {
  return leaving !== undefined && (leaving.scope === undefined || leaving.scope === scope);
}

function restore(name: string, value: Value, state: State): void {
  if (value === null) forget(name, state.variables, state.frame);
  else assignVariable(name, value, state);
}

/** `$foreach`: index, count, first, last, hasNext, parent, topmost. */
function foreachHost(loop: { readonly index: number; readonly last: number }, outer: Value): Host {
  const parent = outer !== null && typeof outer === "object" && outer.kind === "host" ? outer : undefined;
  const property = (name: string): Value | undefined => {
    switch (name) {
      case "index":
        return loop.index;
      case "count":
        return loop.index + 1;
      case "hasNext":
        return loop.index < loop.last;
      case "last":
        return loop.index >= loop.last;
      case "first":
        return loop.index < 1;
      case "parent":
        return parent;
      case "topmost":
        return parent?.property?.("topmost") ?? host;
      default:
        return undefined;
    }
  };
  const host: Host = {
    kind: "host",
    scope: loop,
    print: () => "{}",
    property,
    method: (name, args) => {
      if (args.length > 0) return undefined;
      return property(
        name === "hasNext" ? name : name.replace(/^(?:get|is)(.)/, (_, first: string) => first.toLowerCase()),
      );
    },
  };
  return host;
}

function scopeOf(value: Value): object {
  if (value !== null && typeof value === "object" && value.kind === "host" && value.scope) return value.scope;
  throw new RenderFault("#break takes the scope of a loop, such as $foreach or $foreach.parent.");
}

interface Block {
  render(): boolean;
}

/** Velocity lets a block of #define contain itself once, and no deeper. */
const defineDepthMax = 2;

/** What #define makes: rendered anew, with the variables of the moment, each time it is printed. */
function definedBlock(body: readonly Node[], state: State): Host {
  let depth = 0;
  const block: Block = {
    render() {
      if (depth >= defineDepthMax) return false;
      depth++;
      deeper(state, () => renderNodes(body, state));
      depth--;
      if (leavesHere(state, block)) state.leaving = undefined;
      return true;
    },
  };
  return { kind: "host", scope: block, print: () => capture(() => block.render(), state) };
}

function isBlock(value: Value): value is Host & { readonly scope: Block } {
  return (
    typeof value === "object" &&
    value !== null &&
    value.kind === "host" &&
    value.scope !== undefined &&
    "render" in value.scope
  );
}

function capture(renders: () => boolean, state: State): string | null {
  const before = state.output;
  state.output = "";
  const rendered = renders();
  const text = state.output;
  state.output = before;
  return rendered ? text : null;
}

/** Velocity's own bound for macros within macros. */
const macroDepthMax = 20;

function runMacro(call: MacroCall, state: State): void {
  const macro = state.template.macros.get(call.name);
  if (!macro) return write(call.literal, state);
  state.offset = call.offset;
  const word = call.args.find(({ kind }) => kind === "word");
  if (word)
    throw new RenderFault(
      `#${call.name} takes references, strings, numbers, lists and maps, not plain words.`,
    );
  const outer = state.frame;
  if (framesOf(outer) >= macroDepthMax)
    throw new RenderFault(`Macros call each other over ${macroDepthMax} levels.`);
  const pairs = macro.parameters
    .slice(0, call.args.length)
    .map((name, index) => [name, call.args[index]] as const);
  const args = new Map(pairs.flatMap(([name, argument]) => (argument ? [[name, argument] as const] : [])));
  state.frame = { args, locals: new Map(), outer };
  renderNodes(macro.body, state);
  state.frame = outer;
  if (leavesHere(state, macro)) state.leaving = undefined;
}

function framesOf(frame: Frame | undefined): number {
  let count = 0;
  for (let inner = frame; inner; inner = inner.outer) count++;
  return count;
}

function lookUpVariable(name: string, state: State): Value {
  if (!state.frame) return state.variables.get(name) ?? null;
  return lookUp(name, state.variables, state.frame, macroArguments(state));
}

function assignVariable(name: string, value: Value, state: State): void {
  if (state.frame) assign(name, value, state.variables, state.frame, macroArguments(state));
  else state.variables.set(name, value);
}

function macroArguments(state: State): Arguments {
  const within = <T>(frame: Frame | undefined, act: () => T): T => {
    const inner = state.frame;
    state.frame = frame;
    const result = deeper(state, act);
    state.frame = inner;
    return result;
  };
  return {
    evaluate: (argument, frame) => within(frame, () => argumentValue(argument, state)),
    assign(argument, value, frame) {
      if (argument.kind !== "reference") return false;
      within(frame, () => {
        if (argument.steps.length > 0) setReference(argument, value, state);
        else assignVariable(argument.name, value, state);
      });
      return true;
    },
  };
}

function argumentValue(argument: Parameters<Arguments["evaluate"]>[0], state: State): Value {
  if (argument.kind === "reference" && argument.steps.length === 0)
    return lookUpVariable(argument.name, state);
  return evaluate(argument, state);
}
