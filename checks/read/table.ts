import { setTimeout as sleep } from "node:timers/promises";
import { unless } from "@long-running-api/kit/aws-errors";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { dynamodb } from "./clients.ts";
import { unreadable } from "./unreadable.ts";

/** The parts of a table that matter to the tutorial. */
export interface TableSeen {
  name: string;
  arn: string;
  status: string;
  keys: readonly { name: string; role: string; type: string }[];
}

/** The table with that name or ARN; undefined if it does not exist. */
export async function describeTable(
  context: ProbeContext,
  TableName: string,
): Promise<TableSeen | undefined> {
  if (!/^[\w.:/-]+$/.test(TableName)) return undefined; // DynamoDB rejects such a name
  const { client, DescribeTableCommand } = await context.ask(dynamodb);
  const answer = await unless("ResourceNotFoundException", () =>
    client.send(new DescribeTableCommand({ TableName }), bounded(context)),
  );
  if (!answer) return undefined;
  const table = answer.Table;
  if (!table) throw unreadable("DescribeTable", "no Table");
  return {
    name: table.TableName ?? TableName,
    arn: table.TableArn ?? "",
    status: table.TableStatus ?? "",
    keys: (table.KeySchema ?? []).map(({ AttributeName = "", KeyType = "" }) => ({
      name: AttributeName,
      role: KeyType,
      type:
        table.AttributeDefinitions?.find((attribute) => attribute.AttributeName === AttributeName)
          ?.AttributeType ?? "",
    })),
  };
}

/** Whether a table can do the tutorial's work: partition key requestId of type String, no sort key. */
export function fitsTutorial({ keys }: TableSeen): boolean {
  return keys.length === 1 && keys[0]?.name === "requestId" && keys[0].type === "S";
}

const settleSecondsMax = 20;
const settleMs = 1000;

/** Reads the table again while it is being created. */
export async function settledTable(context: ProbeContext, name: string): Promise<TableSeen | undefined> {
  const start = context.now();
  let table = await context.ask(describeTable, name);
  while (table?.status === "CREATING") {
    const elapsedSeconds = (context.now() - start) / 1000;
    if (elapsedSeconds >= settleSecondsMax) break;
    context.onProgress({
      what: `table ${name} is being created`,
      elapsedSeconds,
      limitSeconds: settleSecondsMax,
    });
    await sleep(settleMs, undefined, { signal: context.signal });
    table = await describeTable(context, name);
  }
  return table;
}

const pagesMax = 20;

/** The names of all tables in the region; at most 2,000. */
export async function tableNames(context: ProbeContext): Promise<string[]> {
  const { client, ListTablesCommand } = await context.ask(dynamodb);
  const names: string[] = [];
  let start: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { TableNames = [], LastEvaluatedTableName } = await client.send(
      new ListTablesCommand({ ExclusiveStartTableName: start }),
      bounded(context),
    );
    names.push(...TableNames);
    start = LastEvaluatedTableName;
    if (start === undefined) break;
  }
  return names;
}

/** The tags of a table. */
export async function tableTags(context: ProbeContext, name: string): Promise<Record<string, string>> {
  const { client, ListTagsOfResourceCommand } = await context.ask(dynamodb);
  const table = await context.ask(describeTable, name);
  const { Tags = [] } = await client.send(
    new ListTagsOfResourceCommand({ ResourceArn: table?.arn }),
    bounded(context),
  );
  return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
