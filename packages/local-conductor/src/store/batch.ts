import type { DatabaseSyncInstance } from "@photostructure/sqlite";

/** Gathers writes, and commits them together. */
export interface Batch {
  /** Something was gathered: it is written at the end of this turn of the event loop. */
  plan(): void;
  /** Gathers a write. */
  later(write: () => void): void;
  /** Writes what was gathered, now. */
  flush(): void;
  /** Resolves once everything gathered so far is on disk. */
  committed(): Promise<void>;
}

/** What the disk did not take is tried again after this time, if nothing else comes to be written before. */
const againMs = 1_000;

/** What the owner of a batch gathers itself. */
export interface Gathered {
  write(): void;
  /** It is on disk. */
  written(): void;
  /** The transaction came to nothing: it stays gathered. */
  undone(): void;
}

/** One transaction for all that happened in a turn of the event loop: one commit costs as much as one row. */
export function openBatch(database: DatabaseSyncInstance, gathered: Gathered): Batch {
  const writes: (() => void)[] = [];
  let waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  let planned = false;

  function plan(): void {
    if (planned) return;
    planned = true;
    setImmediate(() => {
      const notified = waiting;
      waiting = [];
      try {
        flush();
        for (const { resolve } of notified) resolve();
      } catch (error) {
        planned = false;
        for (const { reject } of notified) reject(error);
        setTimeout(plan, againMs).unref();
      }
    });
  }

  function flush(): void {
    if (!planned) return;
    database.exec("BEGIN");
    try {
      gathered.write();
      for (const each of writes) each();
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      gathered.undone();
      throw error;
    }
    gathered.written();
    writes.length = 0;
    planned = false;
  }

  return {
    plan,
    later(each) {
      writes.push(each);
      plan();
    },
    flush,
    committed() {
      if (!planned) return Promise.resolve();
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
  };
}
