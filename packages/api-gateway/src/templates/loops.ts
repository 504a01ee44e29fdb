import { charge, RenderFault } from "@long-running-api/jsonpath/meter";
import type { Host, Value } from "@long-running-api/jsonpath/values";
import type { ForeachDirective } from "./ast.ts";
import { assignVariable, evaluate, lookUpVariable } from "./evaluate.ts";
import { loopRoundsMax } from "./limits.ts";
import { itemsOf } from "./methods-of-collections.ts";
import { forgetVariable } from "./scope.ts";
import { leavesHere, type State } from "./state.ts";

/** `#foreach`: over lists, sets and ranges, and over the values of a map. */
export function runForeach(node: ForeachDirective, state: State): void {
  state.offset = node.offset;
  const list = evaluate(node.list, state);
  const items = itemsOf(list);
  state.trace?.({ kind: "loop", offset: node.offset, rounds: Math.min(items?.length ?? 0, loopRoundsMax) });
  if (!items) return;
  const size = sizeOf(list);
  const loop = { index: -1, last: items.length - 1 };
  const holder = { name: node.name, active: true };
  const names = [node.name, "velocityCount", "velocityHasNext", "foreach"];
  const before = names.map((name) => [name, lookUpVariable(name, state)] as const);
  assignVariable("foreach", foreachHost(loop, lookUpVariable("foreach", state)), state);
  for (const item of items.slice(0, loopRoundsMax)) {
    charge(state.meter, 1);
    loop.index++;
    assignVariable("velocityCount", loop.index + 1, state);
    assignVariable("velocityHasNext", loop.index < loop.last, state);
    assignVariable(node.name, item, state);
    if (item === null) state.hidden.push(holder);
    state.renderNodes(node.body, state);
    if (item === null) state.hidden.pop();
    if (state.leaving || changed(list, size, loop.index, node, state)) break;
  }
  if (leavesHere(state, loop)) state.leaving = undefined;
  for (const [name, value] of before) restore(name, value, state);
}

/** Java fails when it fetches the next item of a collection that has changed. */
function changed(list: Value, size: number, index: number, node: ForeachDirective, state: State): boolean {
  const now = sizeOf(list);
  if (now === size) return false;
  if (now === index + 1) return true;
  state.offset = node.offset;
  throw new RenderFault(
    "java.util.ConcurrentModificationException: #foreach changes the collection that it iterates over.",
  );
}

/** The size of the iterated collection, or of the map when the loop iterates over its keys, values or entries. */
function sizeOf(list: Value): number {
  if (list === null || typeof list !== "object") return 0;
  if (list.kind === "map") return list.entries.size;
  return list.kind === "list" ? (list.of?.entries.size ?? list.items.length) : 0;
}

function restore(name: string, value: Value, state: State): void {
  if (value === null) forgetVariable(name, state);
  else assignVariable(name, value, state);
}

interface Loop {
  readonly index: number;
  readonly last: number;
}

/** `$foreach`: index, count, first, last, hasNext, parent, topmost. */
function foreachHost(loop: Loop, outer: Value): Host {
  const parent = outer !== null && typeof outer === "object" && outer.kind === "host" ? outer : undefined;
  const property = (name: string) =>
    name === "parent" ? parent : name === "topmost" ? topmost() : stateOf(loop, name);
  const topmost = () => parent?.property?.("topmost") ?? host;
  const getter = (name: string) => name.replace(/^(?:get|is)(.)/, (_, first: string) => first.toLowerCase());
  const host: Host = {
    kind: "host",
    scope: loop,
    print: () => "{}",
    property,
    method: (name, args) =>
      args.length > 0 ? undefined : property(name === "hasNext" ? name : getter(name)),
  };
  return host;
}

function stateOf({ index, last }: Loop, name: string): Value | undefined {
  switch (name) {
    case "index":
      return index;
    case "count":
      return index + 1;
    case "hasNext":
      return index < last;
    case "last":
      return index >= last;
    case "first":
      return index < 1;
    default:
      return undefined;
  }
}

/** The loop or block that `#break($foreach.parent)` leaves. */
export function scopeOf(value: Value): object {
  if (value !== null && typeof value === "object" && value.kind === "host" && value.scope) return value.scope;
  throw new RenderFault("#break takes the scope of a loop, such as $foreach or $foreach.parent.");
}
