import type { Names } from "@long-running-api/kit/names";
import type { Target } from "@long-running-api/kit/targets/target";
import type { CloudDocument, TableSeen, Unread } from "@long-running-api/page/documents";
import { explainProbeFailure } from "../../checks/engine/explain-probe-failure.ts";
import { bounded, openProbeContext, type ProbeContext } from "../../checks/engine/probe-context.ts";
import { dynamodb } from "../../checks/read/clients.ts";
import { findFunction } from "../../checks/read/find-function.ts";
import { findTable } from "../../checks/read/find-table.ts";
import { apiTree } from "./cloud-api.ts";
import { executionSeen } from "./cloud-execution.ts";
import { functionSeen, type ProcessCounts } from "./cloud-function.ts";
import { roleSeen } from "./cloud-role.ts";

/** What the document is read from. */
export interface CloudParts {
  readonly target: Target;
  readonly names: Names;
  readonly processes?: ProcessCounts | undefined;
}

/** The tutorial's resources in their current state. Reads only; a part that does not exist is missing. */
export async function cloudDocument({ target, names, processes }: CloudParts): Promise<CloudDocument> {
  const context = openProbeContext({ target, names });
  const part = async <T>(read: () => Promise<T | undefined>): Promise<T | Unread | undefined> => {
    try {
      return await read();
    } catch (error) {
      const verdict = explainProbeFailure(error, target);
      return { problem: verdict?.observed ?? (error instanceof Error ? error.message : String(error)) };
    }
  };
  try {
    const [table, lambda, api, role, execution] = await Promise.all([
      part(() => tableSeen(context)),
      part(() => functionSeen(context, processes)),
      part(() => apiTree(context)),
      part(() => roleSeen(context)),
      part(() => executionSeen(context)),
    ]);
    const account = await accountOf(context);
    return {
      ...(account === undefined ? {} : { account }),
      region: target.aws.region,
      names: {
        table: names.table,
        function: names.function,
        api: names.api,
        role: names.role,
        workflow: names.workflow,
      },
      ...(table ? { table } : {}),
      ...(lambda ? { function: lambda } : {}),
      ...(api ? { api } : {}),
      ...(role ? { role } : {}),
      ...(execution ? { execution } : {}),
    };
  } finally {
    await context.end();
  }
}

const rowsMax = 100;

async function tableSeen(context: ProbeContext): Promise<TableSeen | undefined> {
  const { found } = await context.ask(findTable);
  if (!found) return undefined;
  const { client, ScanCommand } = await context.ask(dynamodb);
  const { Items = [], LastEvaluatedKey } = await client.send(
    new ScanCommand({ TableName: found.name, Limit: rowsMax }),
    bounded(context),
  );
  const rows = Items.map((item) =>
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [name, value.S ?? value.N ?? JSON.stringify(value)]),
    ),
  );
  const key = found.keys[0]?.name ?? "requestId";
  rows.sort((one, other) => (one[key] ?? "").localeCompare(other[key] ?? ""));
  return {
    name: found.name,
    status: found.status,
    keys: found.keys,
    rows,
    more: LastEvaluatedKey !== undefined,
  };
}

/** The account ID is in the ARN of the table or the function. */
async function accountOf(context: ProbeContext): Promise<string | undefined> {
  const [table, lambda] = await Promise.all([
    context.ask(findTable).catch(() => undefined),
    context.ask(findFunction).catch(() => undefined),
  ]);
  const arn = table?.found?.arn ?? lambda?.found?.arn ?? "";
  return arn.split(":")[4] || undefined;
}
