import type { LibraryStore } from "./library.ts";

/**
 * Reads from the store without a thread: what a function asks for was written a moment ago and lies in memory, so that
 * handing the question to another thread takes longer than the answer.
 */
export function readAtOnce({ db }: LibraryStore): void {
  db.get = (key, callback) => {
    let error: unknown = null;
    let value: unknown;
    try {
      value = db.getSync(key);
    } catch (thrown) {
      error = thrown; // closed, or not to be decoded
    }
    setImmediate(callback, error, value); // dynalite goes on at once, whoever else waits
  };
}
