/** One thing that happened, e.g. a request, a rendered template, a line that a function logged. */
export interface JournalEntry {
  kind: "aws" | "execute" | "template" | "function" | "bug";
  [detail: string]: unknown;
}

export type Recorded = JournalEntry & { number: number; time: string };

/** The last things that happened, for tests, `local logs` and the dashboard. */
export interface Journal {
  add(entry: JournalEntry): void;
  /** Entries after that number, oldest first. */
  since(number: number): Recorded[];
}

/** Keeps `entriesMax` entries in memory. */
export function createJournal({ entriesMax, now }: { entriesMax: number; now(): Date }): Journal {
  const entries: Recorded[] = [];
  let count = 0;
  return {
    add(entry) {
      count += 1;
      entries.push({ ...entry, number: count, time: now().toISOString() });
      if (entries.length > entriesMax) entries.shift();
    },
    since: (number) => entries.filter((entry) => entry.number > number),
  };
}
