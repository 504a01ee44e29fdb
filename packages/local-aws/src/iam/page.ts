import { pageToken, positionIn } from "../page-token.ts";
import { validationError } from "./errors.ts";
import { requireRange } from "./validate.ts";

/** One page of a list in IAM's form: the Marker is where the next page starts. */
export function pageOf<T>(
  items: readonly T[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { page: T[]; rest: { IsTruncated: boolean; Marker?: string } } {
  const size = requireRange(MaxItems, { at: "maxItems", min: 1, max: 1000, usual: 100 });
  const start = Marker === undefined ? 0 : position(Marker);
  const end = start + size;
  const rest = end < items.length ? { IsTruncated: true, Marker: pageToken(end) } : { IsTruncated: false };
  return { page: items.slice(start, end), rest };
}

function position(marker: string): number {
  const found = positionIn(marker);
  if (found === undefined) throw validationError("Invalid Marker.");
  return found;
}

/** IAM lists by name. */
export function byName<T extends { name: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}
