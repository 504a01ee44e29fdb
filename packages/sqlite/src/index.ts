import type { DatabaseSync, DatabaseSyncOptions } from "node:sqlite";
import { builtInSqlite, type Sqlite } from "./built-in.ts";
import { nativeSqlite } from "./native.ts";

export type { DatabaseSync, StatementSync } from "node:sqlite";
export { isDamaged, isLocked } from "./faults.ts";

let sqlite: Sqlite | undefined;

/** Opens a database in `file`, or in memory for ":memory:"; `options.timeout` in ms is how long to wait for a lock. */
export function openSqlite(file: string, options: DatabaseSyncOptions = {}): DatabaseSync {
  sqlite ??= builtInSqlite() ?? nativeSqlite();
  return new sqlite.DatabaseSync(file, options);
}
