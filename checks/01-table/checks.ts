import { type Check, check, fail, pass } from "../engine/check.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { tableElsewhere } from "../read/elsewhere.ts";
import { findTable } from "../read/find-table.ts";
import { instead } from "../read/search.ts";
import { settledTable, type TableSeen } from "../read/table.ts";
import { visible } from "../rules/visible.ts";

const lookAt = "steps/01-table; tutorial, step 1; DynamoDB console › Tables";
const keysAreFixed =
  "You cannot change the keys of an existing table: create another table with the right key. Key names are case-sensitive.";

const exists = check({
  id: "01-table/exists",
  claim: "The table that tracks each request exists.",
  probe: async (context) => {
    const search = await context.ask(findTable);
    const expected = context.names.table;
    const elsewhere = search.found ? undefined : await tableElsewhere(context, expected);
    return { ...search, expected, ...(elsewhere === undefined ? {} : { elsewhere }) };
  },
  judge({ found, nearest, others = [], elsewhere, looked, expected }) {
    if (found) return pass(`table ${found.name}`);
    return fail({
      expected: `a table ${expected}`,
      observed: `no table ${looked}${elsewhere === undefined ? instead({ nearest, others }) : `; there is one in ${elsewhere}`}`,
      leadsTo: "The function fails at its first write: nothing is stored, and every poll returns an error.",
      lookAt,
      hint:
        elsewhere !== undefined
          ? "The function looks for the table in its own region. The console shows its region at the top right."
          : nearest === undefined
            ? "Was it created, and under this name? The function's code contains the name; use --table to check a table with another name."
            : `Compare ${nearest} with ${expected} letter by letter: the function's code contains the name.`,
      ...(nearest === undefined
        ? {}
        : { differences: [{ field: "table name", found: nearest, right: expected }] }),
    });
  },
});

const active = check({
  id: "01-table/active",
  claim: "The table is ready for use.",
  needs: ["01-table/exists"],
  probe: theTable,
  judge(table) {
    const { status, name } = table;
    if (["ACTIVE", "UPDATING"].includes(status)) return pass(`${name} is ${status}`);
    const making = status === "CREATING";
    return fail({
      expected: "status ACTIVE",
      observed: `status ${status}`,
      leadsTo: "DynamoDB rejects reads and writes, and the function fails.",
      lookAt,
      hint: making
        ? "The table is still being created, which usually takes 5 to 20 s. Nothing is wrong: check again."
        : "The table is being deleted, or its encryption key is not available.",
    });
  },
});

const partitionKey = check({
  id: "01-table/partition-key",
  claim: "The partition key is requestId, a string.",
  needs: ["01-table/exists"],
  probe: theTable,
  judge({ keys }) {
    const key = keys.find(({ role }) => role === "HASH");
    if (key?.name === "requestId" && key.type === "S") return pass("requestId (String)");
    const observed = key ? `${visible(key.name)} (${typeNames[key.type] ?? key.type})` : "no partition key";
    const wrongType = key?.name === "requestId";
    return fail({
      expected: "requestId (String)",
      observed,
      leadsTo: wrongType
        ? "Every requestId is a string, and DynamoDB rejects a string in this key: the function fails."
        : "DynamoDB rejects every write: an item cannot be stored without its key.",
      lookAt,
      hint: /^\s|\s$/.test(key?.name ?? "")
        ? `The name contains white space, which is part of the name. ${keysAreFixed}`
        : keysAreFixed,
      differences: [{ field: "partition key", found: observed, right: "requestId (String)" }],
    });
  },
});

const noSortKey = check({
  id: "01-table/no-sort-key",
  claim: "The table has no sort key.",
  needs: ["01-table/exists"],
  probe: theTable,
  judge({ keys }) {
    const key = keys.find(({ role }) => role === "RANGE");
    if (!key) return pass("none");
    return fail({
      expected: "no sort key",
      observed: `sort key ${key.name}`,
      leadsTo:
        "Every read and write would have to include it too. The function sends only requestId, and DynamoDB rejects the call.",
      lookAt,
      hint: "A sort key cannot be removed from a table: delete the table, and create it again with the Sort key left empty.",
      differences: [{ field: "sort key", found: key.name, right: "none" }],
    });
  },
});

const typeNames: Readonly<Record<string, string>> = { S: "String", N: "Number", B: "Binary" };

/** The table, for checks that run only if it exists. */
async function theTable(context: ProbeContext): Promise<TableSeen> {
  const { found } = await context.ask(findTable);
  const table = found && (await context.ask(settledTable, found.name));
  if (!table) throw new ResourceDisappeared("The table");
  return table;
}

export const tableChecks: readonly Check[] = [exists, active, partitionKey, noSortKey];
