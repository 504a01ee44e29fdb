/** What a database is opened with. */
export type Sqlite = Pick<typeof import("node:sqlite"), "DatabaseSync">;

/** Node's own SQLite, from Node 22.16 and 24.0 on: older ones have no `isTransaction` and no `timeout`. */
export function builtInSqlite(): Sqlite | undefined {
  const sqlite = withoutWarnings(() => process.getBuiltinModule("node:sqlite"));
  if (!sqlite) return undefined;
  const database = new sqlite.DatabaseSync(":memory:");
  const complete = "isTransaction" in database;
  database.close();
  return complete ? sqlite : undefined;
}

/** Loading it prints that it is experimental, in the middle of a command's output. */
function withoutWarnings<Loaded>(load: () => Loaded): Loaded {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
