import type { Place } from "../../fault.ts";

export { replaceOrThrow } from "@long-running-api/foundation/replace";

/** One change to an environment. */
export type Change = (place: Place) => Promise<void>;

/** Several changes, one after the other. */
export function sequence(...changes: readonly Change[]): Change {
  return async (place) => {
    for (const change of changes) await change(place);
  };
}
