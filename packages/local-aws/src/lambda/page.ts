import { complaint, invalid, validation } from "./errors.ts";

/** One page of a list: up to `MaxItems` (50 at most) from `Marker` on, with the next marker. */
export function page<Item>(
  items: readonly Item[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { items: Item[]; NextMarker?: string } {
  requireSize(MaxItems);
  const start = Marker === undefined ? 0 : decode(Marker);
  const end = start + Math.min(MaxItems ?? 50, 50);
  const next = end < items.length ? { NextMarker: encode(end) } : {};
  return { items: items.slice(start, end), ...next };
}

function requireSize(maxItems: number | undefined): void {
  if (maxItems === undefined || (maxItems >= 1 && maxItems <= 10_000)) return;
  const bound = maxItems < 1 ? "greater than or equal to 1" : "less than or equal to 10000";
  throw validation([complaint(`'${maxItems}'`, "maxItems", `Member must have value ${bound}`)]);
}

function encode(index: number): string {
  return Buffer.from(`from:${index}`).toString("base64");
}

function decode(marker: string): number {
  const found = /^from:(\d+)$/.exec(Buffer.from(marker, "base64").toString());
  if (!found) throw invalid("The provided marker is invalid.");
  return Number(found[1]);
}
