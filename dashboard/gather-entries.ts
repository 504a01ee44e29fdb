import type { JournalReader } from "./journal.ts";

/**
 * Reads the journal now, and again soon after each new entry: entries that come at once are read together. A read that
 * fails waits for the next entry. Returns a function that ends it.
 */
export function gatherEntries(
  journal: JournalReader,
  {
    gatherMs,
    read,
    restarted,
  }: {
    /** How long entries are gathered. */
    gatherMs: number;
    /** Reads the entries since the last read; `hasEnded` once they are no longer wanted. */
    read(hasEnded: () => boolean): Promise<void>;
    /** The cloud began a new journal; `readSoon` reads it. */
    restarted(readSoon: () => void): void;
  },
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let reading = false;
  let ended = false;
  const now = async () => {
    timer = undefined;
    if (reading) return soon();
    reading = true;
    try {
      await read(() => ended);
    } catch {
      // The cloud is unreachable: the read after the next entry may succeed.
    } finally {
      reading = false;
    }
  };
  const soon = () => {
    timer ??= setTimeout(() => void now(), gatherMs);
  };
  void now();
  const leave = journal.subscribe(soon, () => restarted(soon));
  return () => {
    ended = true;
    leave();
    clearTimeout(timer);
  };
}
