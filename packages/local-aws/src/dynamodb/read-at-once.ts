import type { LibraryStore } from "./library.ts";

/**
 * Reads from the store synchronously: a function usually reads what was just written and is in memory, so
 * passing the read to another thread would take longer than the read itself.
 */
export function readAtOnce({ db }: LibraryStore): void {
  db.get = (key, callback) => {
    let error: unknown = null;
    let value: unknown;
    try {
      value = db.getSync(key);
    } catch (thrown) {
      error = thrown; // closed, or not decodable
    }
    setImmediate(callback, error, value); // dynalite continues at once
  };
}
