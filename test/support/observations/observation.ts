import type { CheckId } from "../../../checks/engine/check.ts";

/** The result of one check's probe: what it saw (plain data or undefined), or why it failed. */
export type Observation = { seen?: unknown } | { failure: { observed: string; hint: string } };

/** By check; a check that was skipped has none. */
export type Observations = ReadonlyMap<CheckId, Observation>;

/** Whether a value is the same after a round trip through JSON, fields that are undefined aside. */
export function isPlain(value: unknown): boolean {
  if (value === null || ["string", "boolean", "undefined"].includes(typeof value)) return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.every((each) => each !== undefined && isPlain(each));
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}

/** A deep copy without fields that are undefined. */
export function plainCopy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
