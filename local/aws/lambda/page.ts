import { invalid } from "./errors.ts";

/** One page of a list: `MaxItems` (50 at most) from `Marker` on, and where the next one begins. */
export function page<Item>(
  items: readonly Item[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { items: Item[]; NextMarker?: string } {
  const start = Marker === undefined ? 0 : decode(Marker);
  const end = start + Math.min(MaxItems ?? 50, 50);
  const next = end < items.length ? { NextMarker: encode(end) } : {};
  return { items: items.slice(start, end), ...next };
}

function encode(index: number): string {
  return Buffer.from(`from:${index}`).toString("base64");
}

function decode(marker: string): number {
  const found = /^from:(\d+)$/.exec(Buffer.from(marker, "base64").toString());
  if (!found) throw invalid("The provided marker is invalid.");
  return Number(found[1]);
}
