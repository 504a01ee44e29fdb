/** One event, e.g. a request, a rendered template, a line that a function logged. */
export interface JournalEntry {
  kind: "aws" | "execute" | "template" | "function" | "workflow" | "damage" | "bug";
  [detail: string]: unknown;
}

export type Recorded = JournalEntry & { number: number; time: string };

/** The most recent events, for tests, `local logs` and the dashboard. */
export interface Journal {
  add(entry: JournalEntry): void;
  /** Entries after that number, oldest first. */
  since(number: number): Recorded[];
  /** Calls back after each new entry; returns a function that ends it. */
  subscribe(listener: () => void): () => void;
}

export interface JournalOptions {
  entriesMax: number;
  now(): Date;
  /** Of all entries together: functions' output and clients' requests must not fill the memory. */
  charactersMax?: number;
}

/** Creates a journal that keeps the most recent entries in memory. */
export function createJournal({ entriesMax, charactersMax = 8_000_000, now }: JournalOptions): Journal {
  const entries: { entry: JournalEntry; number: number; timeMs: number; characters: number }[] = [];
  let count = 0;
  let characters = 0;
  const listeners = new Set<() => void>();
  return {
    add(entry) {
      count += 1;
      const room = { left: entryCharactersMax };
      const kept = squeezed(entry, room) as JournalEntry;
      const used = entryCharactersMax - room.left;
      entries.push({ entry: kept, number: count, timeMs: now().getTime(), characters: used });
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
      entries.flatMap(({ entry, number, timeMs }) =>
        number > after ? [{ ...entry, number, time: new Date(timeMs).toISOString() }] : [],
      ),
  };
}

const entryCharactersMax = 64_000;
const textCharactersMax = 16_000;
const itemsMax = 500;

/** The value with long texts and lists truncated; subtracts the kept characters from `room`. */
function squeezed(value: unknown, room: { left: number }): unknown {
  if (typeof value === "string") {
    const max = Math.max(0, Math.min(room.left, textCharactersMax));
    room.left -= Math.min(value.length, max);
    return value.length <= max ? value : `${value.slice(0, max)} [TRUNCATED]`;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, itemsMax).map((item) => squeezed(item, room));
  const kept: Record<string, unknown> = {};
  let items = 0;
  for (const key in value) {
    if (items++ === itemsMax) break;
    kept[key] = squeezed((value as Record<string, unknown>)[key], room);
  }
  return kept;
}
