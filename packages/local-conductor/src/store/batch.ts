import type { DatabaseSyncInstance } from "@photostructure/sqlite";

/** Collects writes and commits them together. */
export interface Batch {
  /** To call after collecting a write: the batch is written at the end of this turn of the event loop. */
  plan(): void;
  /** Collects a write. */
  later(write: () => void): void;
  /** Writes the batch now. */
  flush(): void;
  /** Resolves once all writes collected so far are on disk. */
  committed(): Promise<void>;
}

/** Delay before a failed write is retried, unless another write comes first. */
const againMs = 1_000;

/** The writes that the owner of a batch collects itself. */
export interface Gathered {
  write(): void;
  /** Called when the writes are on disk. */
  written(): void;
  /** Called when the transaction failed: the writes stay collected. */
  undone(): void;
}

/** One transaction for all writes of a turn of the event loop: a commit costs as much as one row. */
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
