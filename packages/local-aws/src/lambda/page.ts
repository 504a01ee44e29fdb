import { complaint } from "../complaint.ts";
import { pageToken, positionIn } from "../page-token.ts";
import { invalid, validation } from "./errors.ts";

/** One page of a list: up to `MaxItems` (50 at most) from `Marker` on, with the next marker. */
export function page<Item>(
  items: readonly Item[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { items: Item[]; NextMarker?: string } {
  requireSize(MaxItems);
  const start = Marker === undefined ? 0 : decode(Marker);
  const end = start + Math.min(MaxItems ?? 50, 50);
  const next = end < items.length ? { NextMarker: pageToken(end) } : {};
  return { items: items.slice(start, end), ...next };
}

function requireSize(maxItems: number | undefined): void {
  if (maxItems === undefined || (maxItems >= 1 && maxItems <= 10_000)) return;
  const bound = maxItems < 1 ? "greater than or equal to 1" : "less than or equal to 10000";
  throw validation([complaint(`'${maxItems}'`, "maxItems", `Member must have value ${bound}`)]);
}

function decode(marker: string): number {
  const found = positionIn(marker);
  if (found === undefined) throw invalid("The provided marker is invalid.");
  return found;
}
