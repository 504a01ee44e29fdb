import type { RunIsolated } from "./isolate-requests.ts";
import type { LibraryStore, LibraryTable } from "./library.ts";

/**
 * Completes operations that were interrupted: dynalite changes a table's status with a timer, so after a kill a table would
 * stay CREATING or DELETING forever.
 */
export async function repair(
  store: LibraryStore,
  runIsolated: RunIsolated,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const table = await runIsolated<LibraryTable>((done) => store.tableDb.get(name, done as never));
    if (table.TableStatus === "DELETING") await finishDeletion(store, runIsolated, table);
    else if (isChanging(table)) await runIsolated((done) => store.tableDb.put(name, activated(table), done));
  }
}

function isChanging({ TableStatus, GlobalSecondaryIndexes = [] }: LibraryTable): boolean {
  return (
    TableStatus !== "ACTIVE" || GlobalSecondaryIndexes.some(({ IndexStatus }) => IndexStatus !== "ACTIVE")
  );
}

function activated(table: LibraryTable): LibraryTable {
  const { BillingModeSummary: billing, GlobalSecondaryIndexes: indexes } = table;
  return {
    ...table,
    TableStatus: "ACTIVE",
    ...(indexes
      ? { GlobalSecondaryIndexes: indexes.map((index) => ({ ...index, IndexStatus: "ACTIVE" })) }
      : {}),
    ...(billing?.BillingMode === "PAY_PER_REQUEST"
      ? {
          BillingModeSummary: {
            ...billing,
            LastUpdateToPayPerRequestDateTime:
              billing.LastUpdateToPayPerRequestDateTime ?? table.CreationDateTime,
          },
        }
      : {}),
  };
}

/** By prefix: the table's entry no longer lists its global indexes. */
async function finishDeletion(
  store: LibraryStore,
  runIsolated: RunIsolated,
  { TableName: name }: LibraryTable,
): Promise<void> {
  for (const prefix of [`item-${name}~`, `index-local~${name}~`, `index-global~${name}~`, `tag-${name}~`])
    for await (const key of store.db.keys({ gte: prefix, lt: `${prefix}\uffff` }))
      await runIsolated((done) => store.db.del(key, done));
  await runIsolated((done) => store.tableDb.del(name, done));
}
