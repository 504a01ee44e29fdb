import path from "node:path";
import { ConductorError } from "@long-running-api/conductor/error";
import { makeFolder } from "@long-running-api/foundation/make-folder";
import { Problem } from "@long-running-api/foundation/problem";
import { type DatabaseSync, isDamaged, isLocked, openSqlite } from "@long-running-api/sqlite";

/** The version of the file's schema. */
const layoutVersion = 1;

const tables = `
  CREATE TABLE workflow_definition (name TEXT, version INTEGER, body TEXT NOT NULL, PRIMARY KEY (name, version));
  CREATE TABLE task_definition (name TEXT PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE snapshot (id TEXT PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE execution (
    seq INTEGER PRIMARY KEY, workflow_id TEXT NOT NULL UNIQUE, snapshot_id TEXT NOT NULL,
    workflow_type TEXT NOT NULL, version INTEGER NOT NULL, status TEXT NOT NULL, correlation_id TEXT,
    idempotency_key TEXT, start_time INTEGER NOT NULL, update_time INTEGER NOT NULL, end_time INTEGER NOT NULL,
    look_again_at INTEGER, body TEXT NOT NULL);
  CREATE INDEX execution_open ON execution (workflow_type) WHERE status IN ('RUNNING', 'PAUSED');
  CREATE INDEX execution_correlated ON execution (correlation_id) WHERE correlation_id IS NOT NULL;
  CREATE INDEX execution_idempotent ON execution (idempotency_key) WHERE idempotency_key IS NOT NULL;
  CREATE TABLE task (
    task_id TEXT PRIMARY KEY, workflow_id TEXT NOT NULL, seq INTEGER NOT NULL, task_type TEXT NOT NULL,
    task_def_name TEXT NOT NULL, status TEXT NOT NULL, domain TEXT, due_time INTEGER,
    start_time INTEGER NOT NULL, update_time INTEGER NOT NULL, end_time INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE INDEX task_of ON task (workflow_id, seq);
  CREATE INDEX task_open ON task (task_type) WHERE status IN ('SCHEDULED', 'IN_PROGRESS');
  CREATE TABLE task_log (seq INTEGER PRIMARY KEY, task_id TEXT NOT NULL, created_time INTEGER NOT NULL, log TEXT NOT NULL);
  CREATE INDEX task_log_of ON task_log (task_id, seq);
  PRAGMA user_version = ${layoutVersion};
`;

/** All rows of a database, by table. */
export type StoredRows = ReadonlyMap<string, readonly Readonly<Record<string, string | number | null>>[]>;

/** Options of a database. */
export interface DatabaseOptions {
  readonly file: string;
  /** `normal` survives a crash of the process; `full` also a power cut. */
  readonly sync: "normal" | "full";
  /** What a new database holds to begin with. */
  readonly rows?: StoredRows | undefined;
}

/** Opens the engine's database exclusively; creates it if missing. */
export function openDatabase({ file, sync, rows }: DatabaseOptions): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    if (file !== ":memory:") makeFolder(path.dirname(file));
    database = openSqlite(file, { timeout: lockWaitMs });
    // Held while we run: two engines on one file would both start every task.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;");
    // Small, frequent checkpoints (SQLite's default is 4 MB): each one blocks everything while it is written.
    database.exec(`PRAGMA synchronous = ${sync}; PRAGMA cache_size = -16000;`);
    prepareLayout(database, file);
    if (rows) insertRows(database, rows);
    return database;
  } catch (error) {
    database?.close();
    throw error instanceof Problem ? error : problemOf(error, file);
  }
}

/** Reads all rows of a database. */
export function readRows(database: DatabaseSync): StoredRows {
  const names = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all() as { name: string }[];
  return new Map(
    names.map(({ name }) => [
      name,
      database.prepare(`SELECT * FROM ${name} ORDER BY rowid`).all() as Record<string, string | number>[],
    ]),
  );
}

function insertRows(database: DatabaseSync, rows: StoredRows): void {
  database.exec("BEGIN");
  for (const [table, list] of rows) {
    for (const row of list) {
      const columns = Object.keys(row);
      const marks = columns.map(() => "?").join(", ");
      const insert = database.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${marks})`);
      insert.run(...Object.values(row));
    }
  }
  database.exec("COMMIT");
}

/**
 * Closes a database and releases its file, after `flush` has written what is left. Closing alone does not release it:
 * the library keeps the connection until the last prepared statement is collected, and in WAL mode an exclusive lock
 * stays as long.
 */
export function closeDatabase(database: DatabaseSync, file: string, flush: () => void): void {
  try {
    flush();
    database.exec(
      "PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT count(*) FROM task_definition;",
    );
  } catch (error) {
    throw new Problem(
      "The local Conductor could not write its last changes.",
      { "looked at": file, saw: error instanceof Error ? error.message : String(error) },
      "Make room on the disk. What was acknowledged is in the file, and the next start continues from there.",
    );
  } finally {
    database.close();
  }
}

const lockWaitMs = 500;

function prepareLayout(database: DatabaseSync, file: string): void {
  database.exec("BEGIN IMMEDIATE");
  const row = database.prepare("PRAGMA user_version").get() as { user_version: number };
  if (row.user_version > layoutVersion) {
    throw new Problem(
      "The database of the local Conductor was written by a newer version of this project.",
      { "looked at": file, "its layout": String(row.user_version), "known here": String(layoutVersion) },
      "Use that newer version, or another data folder (LOCAL_DATA, --data).",
    );
  }
  if (row.user_version === 0) database.exec(tables);
  database.exec("COMMIT");
}

/** The response to a request while the disk rejects writes. Earlier changes are kept in memory, and written later. */
export function writeFailure(error: unknown, file: string): ConductorError {
  const text = error instanceof Error ? error.message : String(error);
  return new ConductorError(
    500,
    `The local Conductor cannot write its data (${text}: ${file}). It refuses all requests until there is room on the disk; then it writes what it has kept in memory, and continues.`,
  );
}

/** Explains an SQLite error: what is wrong and what to do. */
function problemOf(error: unknown, file: string): Problem {
  const text = error instanceof Error ? error.message : String(error);
  const seen = { "looked at": file, saw: text };
  if (isLocked(error)) {
    return new Problem(
      "The database of the local Conductor is in use by another process.",
      seen,
      "Stop the other one (npx tsx local stop), or use another data folder (LOCAL_DATA, --data).",
    );
  }
  if (isDamaged(error)) {
    return new Problem(
      "The database of the local Conductor is damaged.",
      seen,
      `Move it away and start again; what it held is lost: mv ${file} ${file}.damaged`,
    );
  }
  if (/readonly|read-only|EACCES|EROFS|EPERM|permission/i.test(text)) {
    return new Problem(
      "The database of the local Conductor cannot be written.",
      seen,
      "Make the file and its folder writable for you, or use another data folder (LOCAL_DATA, --data).",
    );
  }
  return new Problem(
    "The database of the local Conductor cannot be opened.",
    seen,
    "Look at the path and the space left on the disk, or use another data folder (LOCAL_DATA, --data).",
  );
}
