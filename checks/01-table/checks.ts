import { type Check, check, fail, pass } from "../engine/check.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { tableElsewhere } from "../read/elsewhere.ts";
import { findTable } from "../read/find-table.ts";
import { instead } from "../read/search.ts";
import { settledTable, type TableSeen } from "../read/table.ts";
import { visible } from "../rules/visible.ts";

const lookAt = "steps/01-table; tutorial, step 1; DynamoDB console › Tables";
const keyIsForGood =
  "Keys of a table cannot be changed: a table with the right key takes the place of this one. Names of keys are case-sensitive.";

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
      leadsTo:
        "The function fails at its first write: no request is ever noted, and each poll answers an error.",
      lookAt,
      hint:
        elsewhere !== undefined
          ? "The function looks for its table in its own region. The region of the console is at its top right."
          : nearest === undefined
            ? "Was it made, or made under another name? The function's code spells the name out; --table tells the checks another one."
            : `Compare ${nearest} with ${expected} letter by letter: the function's code spells the name out.`,
      ...(nearest === undefined
        ? {}
        : { differences: [{ field: "table name", found: nearest, right: expected }] }),
    });
  },
});

const active = check({
  id: "01-table/active",
  claim: "The table is ready to be used.",
  needs: ["01-table/exists"],
  probe: theTable,
  judge(table) {
    const { status, name } = table;
    if (["ACTIVE", "UPDATING"].includes(status)) return pass(`${name} is ${status}`);
    const making = status === "CREATING";
    return fail({
      expected: "status ACTIVE",
      observed: `status ${status}`,
      leadsTo: "Reads and writes are refused: the function fails.",
      lookAt,
      hint: making
        ? "It is still being made, which usually takes 5 to 20 s. Nothing is wrong: check again."
        : "Somebody is deleting it, or its encryption key is gone.",
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
        ? "Every request id is text, and DynamoDB refuses text in this key: the function fails."
        : "DynamoDB refuses each write of the function: a row without its key cannot be stored.",
      lookAt,
      hint: /^\s|\s$/.test(key?.name ?? "")
        ? `There is blank space in the name, which counts. ${keyIsForGood}`
        : keyIsForGood,
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
        "Each write and read would have to name it too; the function names requestId alone, and is refused.",
      lookAt,
      hint: keyIsForGood,
      differences: [{ field: "sort key", found: key.name, right: "none" }],
    });
  },
});

const typeNames: Readonly<Record<string, string>> = { S: "String", N: "Number", B: "Binary" };

/** Only asked once the table is known to exist. */
async function theTable(context: ProbeContext): Promise<TableSeen> {
  const { found } = await context.ask(findTable);
  const table = found && (await context.ask(settledTable, found.name));
  if (!table) throw new ResourceDisappeared("The table");
  return table;
}

export const tableChecks: readonly Check[] = [exists, active, partitionKey, noSortKey];
