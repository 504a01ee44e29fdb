import type { Frame, State } from "./state.ts";

/** The source text of a macro argument. */
export function writtenAs(name: string, frame: Frame): string | undefined {
  for (let inner: Frame | undefined = frame; inner; inner = inner.outer) {
    const text = inner.texts.get(name);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Removes a variable. */
export function forgetVariable(name: string, state: State): void {
  for (const holder of state.hidden) if (holder.name === name) holder.active = false;
  for (let frame = state.frame; frame; frame = frame.outer) {
    frame.locals.delete(name);
    frame.args.delete(name);
  }
  state.variables.delete(name);
}
