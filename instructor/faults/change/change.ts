import type { Place } from "../../fault.ts";

/** One change to an environment. */
export type Change = (place: Place) => Promise<void>;

/** Several changes, one after the other. */
export function sequence(...changes: readonly Change[]): Change {
  return async (place) => {
    for (const change of changes) await change(place);
  };
}

/** A string with a replacement; throws if it changes nothing, which is a bug in a fault. */
export function replaceOrThrow(text: string, search: string | RegExp, replacement: string): string {
  const changed = text.replace(search, replacement);
  if (changed === text) throw new Error(`The fault changes nothing: there is no ${search}.`);
  return changed;
}
