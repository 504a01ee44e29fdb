import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { findFunction } from "./find-function.ts";
import { addressOf } from "./function.ts";
import { functionCode } from "./function-code.ts";
import { nearestOwn } from "./nearest-own.ts";
import { ownerOf } from "./owner.ts";
import type { Search } from "./search.ts";
import { describeTable, fitsTutorial, type TableSeen, tableNames, tableTags } from "./table.ts";
import { type NamedTable, readTableNames } from "./table-name.ts";

/** The table by its name; else the one that the function uses, whatever its name. */
export async function findTable(context: ProbeContext): Promise<Search<TableSeen>> {
  const { names, target } = context;
  const looked = `${names.table} in ${target.aws.region}`;
  const named = await context.ask(describeTable, names.table);
  if (named) return { found: named, looked };
  const used = names.chosen.table === undefined ? await context.ask(usedTable) : undefined;
  if (used) return { found: used, looked };
  const all = await context.ask(tableNames);
  const near = await nearestOwn(names.table, all, async (name) => {
    const tags = await undefinedIfUnreadable(context, () => context.ask(tableTags, name));
    return ownerOf(tags ?? {}, names) === "foreign";
  });
  return near === undefined ? { others: all, looked } : { nearest: near, looked };
}

/** The table that the function writes to: its own choice, if that table works; else the table above. */
export async function findFunctionTable(context: ProbeContext): Promise<TableSeen | undefined> {
  const used = await context.ask(usedTable);
  return used && fitsTutorial(used) ? used : (await context.ask(findTable)).found;
}

/** The table that the function names, if any; a function that cannot be read names none. */
async function usedTable(context: ProbeContext): Promise<TableSeen | undefined> {
  return await undefinedIfUnreadable(context, async () => {
    const used = await context.ask(functionTableName);
    return used && (await context.ask(describeTable, used.name));
  });
}

/** The table that the function names, or of several the one that fits; undefined if that cannot be determined. */
export async function functionTableName(context: ProbeContext): Promise<NamedTable | undefined> {
  const { found } = await context.ask(findFunction);
  if (!found) return undefined;
  const { text = "" } = await context.ask(functionCode, addressOf(found));
  const named = readTableNames(found.environment, text);
  for (const each of named.length > 1 ? named : []) {
    const table = await undefinedIfUnreadable(context, () => context.ask(describeTable, each.name));
    if (table && fitsTutorial(table)) return each;
  }
  return named[0];
}
