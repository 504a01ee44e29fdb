import type { DatabaseSync } from "@long-running-api/sqlite";

/** Collects writes and commits them together. */
export interface Batch {
  /** To call after collecting a write: the batch is written at the end of this turn of the event loop. */
  plan(): void;
  /** Collects a write. */
  later(write: () => void): void;
  /** Writes the batch now. */
  flush(): void;
  /** Writes now what could not be written before; throws if it still cannot be written. */
  retry(): void;
  /** Resolves once all writes collected so far are on disk. */
  committed(): Promise<void>;
}

/** Delay before a failed write is retried, unless someone asks for it before. */
const againMs = 1_000;

/** The writes that the owner of a batch collects itself. */
export interface Gathered {
  write(): void;
  /** Called when the writes are on disk. */
  written(): void;
  /** Called when the transaction failed: the writes stay collected. Returns the error to throw. */
  undone(error: unknown): unknown;
}

/** One transaction for all writes of a turn of the event loop: a commit costs as much as one row. */
export function openBatch(database: DatabaseSync, gathered: Gathered): Batch {
  const writes: (() => void)[] = [];
  let waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  /** Whether anything collected is not on disk yet. */
  let dirty = false;
  let failed = false;
  let scheduled = false;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      const notified = waiting;
      waiting = [];
      try {
        flush();
        for (const { resolve } of notified) resolve();
      } catch (error) {
        for (const { reject } of notified) reject(error);
        setTimeout(schedule, againMs).unref();
      }
    });
  }

  function plan(): void {
    dirty = true;
    schedule();
  }

  function flush(): void {
    if (!dirty) return;
    failed = true;
    try {
      database.exec("BEGIN");
      gathered.write();
      for (const each of writes) each();
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw gathered.undone(error);
    }
    gathered.written();
    writes.length = 0;
    dirty = false;
    failed = false;
  }

  return {
    plan,
    later(each) {
      writes.push(each);
      plan();
    },
    flush,
    retry() {
      if (failed) flush();
    },
    committed() {
      if (!dirty) return Promise.resolve();
      schedule();
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
  };
}
