import { truncate } from "./truncate.ts";

/** One event, e.g. a request, a rendered template, a line that a function logged. */
export interface JournalEntry {
  kind: "aws" | "execute" | "template" | "function" | "workflow" | "damage" | "bug";
  [detail: string]: unknown;
}

export type Recorded = JournalEntry & { number: number; time: string };

/** The most recent events, for tests, `local logs` and the dashboard. */
export interface Journal {
  /** `details` are built only when the entry is read, which is rare. */
  add(entry: JournalEntry, details?: Details): void;
  /** Entries after that number, oldest first. */
  since(number: number): Recorded[];
  /** Calls back after each new entry; returns a function that ends it. */
  subscribe(listener: () => void): () => void;
}

/** More about an entry: plain data by name, and about how many characters it keeps in memory until then. */
export interface Details {
  characters: number;
  describe(): Record<string, unknown>;
}

export interface JournalOptions {
  entriesMax: number;
  now(): Date;
  /** Of all entries together: functions' output and clients' requests must not fill the memory. */
  charactersMax?: number;
}

/** Creates a journal that keeps the most recent entries in memory. */
export function createJournal({ entriesMax, charactersMax = 8_000_000, now }: JournalOptions): Journal {
  const entries: Kept[] = [];
  let count = 0;
  let characters = 0;
  const listeners = new Set<() => void>();
  return {
    add(entry, details) {
      count += 1;
      const room = { left: entryCharactersMax };
      const kept = squeezed(entry, room) as JournalEntry;
      const used = entryCharactersMax - room.left + (details?.characters ?? 0);
      entries.push({ entry: kept, details, number: count, timeMs: now().getTime(), characters: used });
      characters += used;
      while (entries.length > entriesMax || (characters > charactersMax && entries.length > 1))
        characters -= entries.shift()?.characters ?? 0;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    since: (after) =>
      entries.flatMap((kept) =>
        kept.number > after
          ? [{ ...described(kept), number: kept.number, time: new Date(kept.timeMs).toISOString() }]
          : [],
      ),
  };
}

interface Kept {
  entry: JournalEntry;
  /** Kept until the details are built. */
  details: Details | undefined;
  readonly number: number;
  readonly timeMs: number;
  readonly characters: number;
}

function described(kept: Kept): JournalEntry {
  if (kept.details) {
    const details = squeezed(kept.details.describe(), { left: entryCharactersMax });
    kept.entry = { ...(details as Record<string, unknown>), ...kept.entry };
    kept.details = undefined;
  }
  return kept.entry;
}

const entryCharactersMax = 64_000;
const textCharactersMax = 16_000;
const itemsMax = 500;

/** The value itself if it fits, else a copy with long texts and lists truncated; subtracts the kept characters from `room`. */
function squeezed(value: unknown, room: { left: number }): unknown {
  if (typeof value === "string") {
    const max = Math.max(0, Math.min(room.left, textCharactersMax));
    room.left -= Math.min(value.length, max);
    return truncate(value, max);
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.slice(0, itemsMax).map((item) => squeezed(item, room));
    return items.length === value.length && items.every((item, index) => item === value[index])
      ? value
      : items;
  }
  return squeezedObject(value as Record<string, unknown>, room);
}

/** Most objects fit, and are kept as they are. */
function squeezedObject(value: Record<string, unknown>, room: { left: number }): Record<string, unknown> {
  let kept = value;
  let items = 0;
  for (const key in value) {
    if (items++ === itemsMax) return Object.fromEntries(Object.entries(kept).slice(0, itemsMax));
    const squeezedItem = squeezed(value[key], room);
    if (squeezedItem === value[key]) continue;
    if (kept === value) kept = { ...value };
    kept[key] = squeezedItem;
  }
  return kept;
}
