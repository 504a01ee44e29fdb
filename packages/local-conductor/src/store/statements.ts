import type { DatabaseSync, StatementSync } from "@long-running-api/sqlite";

/** Statements by their text, each prepared once. */
export type Prepare = (statement: string) => StatementSync;

/** Prepares statements of a database. */
export function prepared(database: DatabaseSync): Prepare {
  const known = new Map<string, StatementSync>();
  return (statement) => {
    const ready = known.get(statement) ?? database.prepare(statement);
    known.set(statement, ready);
    return ready;
  };
}

type Row = Readonly<Record<string, string | number | undefined>>;

/** Inserts a row or replaces the one with its key. */
export function upsert(sql: Prepare, table: string, key: string): (row: Row) => void {
  let statement: StatementSync | undefined;
  return (row) => {
    statement ??= sql(upsertText(table, key, Object.keys(row)));
    statement.run(...Object.values(row).map((value) => value ?? null));
  };
}

function upsertText(table: string, key: string, columns: readonly string[]): string {
  const values = columns.map(() => "?").join(", ");
  const changes = columns
    .filter((column) => column !== key)
    .map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${values})
    ON CONFLICT (${key}) DO UPDATE SET ${changes.join(", ")}`;
}
