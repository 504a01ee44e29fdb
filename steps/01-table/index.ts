import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  type TableDescription,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { Problem } from "@long-running-api/foundation/problem";
import { unless } from "@long-running-api/kit/aws-errors";
import { tagsOf } from "@long-running-api/kit/names";
import type { Target } from "@long-running-api/kit/targets/target";
import { ownFilesSentence } from "../designs/index.ts";
import { isOurs, tagList, tagRecord } from "../owned.ts";
import { designsOf, inTurn, stepCommand, type TutorialStep, type Work } from "../step.ts";
import { readTableDesign } from "./design.ts";

const secondsMax = 90; // a table takes a few to appear or go

export const table: TutorialStep = {
  id: "01-table",
  title: "Create the DynamoDB table that tracks each request",
  plan: (names) => [`create the DynamoDB table ${names.table} (billed per request)`],
  apply: (work) => inTurn(work, () => createTable(work)),
  undo: dropTable,
};

async function createTable(work: Work) {
  const { target, names } = work;
  const design = await readTableDesign(designsOf(work));
  const wanted = keyOf(design);
  const client = new DynamoDBClient(target.aws);
  const TableName = names.table;
  try {
    const existing = await describe(client, TableName, target);
    if (!existing) {
      await unless("ResourceInUseException", () =>
        client.send(
          new CreateTableCommand({
            TableName,
            AttributeDefinitions: design.AttributeDefinitions,
            KeySchema: design.KeySchema,
            BillingMode: "PAY_PER_REQUEST",
            Tags: tagList(tagsOf(names)),
          }),
        ),
      );
    } else if (keyOf(existing) !== wanted) {
      throw new Problem(
        `The table ${TableName} exists with a different partition key.`,
        { expected: wanted ?? "none", seen: keyOf(existing) ?? "none" },
        [
          "A key cannot be renamed: delete the table and run this step again, or choose another with --table NAME.",
        ],
      );
    }
    await waitUntilTableExists({ client, ...target.waiting, maxWaitTime: secondsMax }, { TableName });
    return {
      messages: [
        `The table ${TableName} is ACTIVE; its partition key is ${wanted}, a string.`,
        ...ownFilesSentence([design.file]),
      ],
      facts: { table: TableName },
    };
  } finally {
    client.destroy();
  }
}

async function dropTable({ target, names }: Work) {
  const client = new DynamoDBClient(target.aws);
  const TableName = names.table;
  try {
    const existing = await describe(client, TableName, target);
    if (!existing) return { messages: [`The table ${TableName} did not exist.`] };
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: existing.TableArn }));
    if (!isOurs(tagRecord(Tags), names))
      return {
        messages: [
          `The table ${TableName} was not created by these steps (it lacks their tags), so it is kept.`,
        ],
      };
    await waitUntilTableExists({ client, ...target.waiting, maxWaitTime: secondsMax }, { TableName });
    await unless("ResourceNotFoundException", () => client.send(new DeleteTableCommand({ TableName })));
    await waitUntilTableNotExists({ client, ...target.waiting, maxWaitTime: secondsMax }, { TableName });
    return { messages: [`Deleted the table ${TableName}.`] };
  } finally {
    client.destroy();
  }
}

async function describe(
  client: DynamoDBClient,
  TableName: string,
  target: Target,
): Promise<TableDescription | undefined> {
  const found = await unless("ResourceNotFoundException", () =>
    client.send(new DescribeTableCommand({ TableName })),
  );
  return found?.Table?.TableStatus === "DELETING" ? waitAndForget(client, TableName, target) : found?.Table;
}

async function waitAndForget(client: DynamoDBClient, TableName: string, target: Target): Promise<undefined> {
  await waitUntilTableNotExists({ client, ...target.waiting, maxWaitTime: secondsMax }, { TableName });
}

/** Whether the table exists with a different key than the design's: a key cannot be changed. */
export async function hasOtherKey(work: Work): Promise<boolean> {
  const client = new DynamoDBClient(work.target.aws);
  try {
    const existing = await describe(client, work.names.table, work.target);
    if (!existing) return false;
    const design = await readTableDesign(designsOf(work));
    return keysOf(existing) !== keysOf(design);
  } finally {
    client.destroy();
  }
}

type Keys = Pick<TableDescription, "KeySchema" | "AttributeDefinitions">;

function keyOf({ KeySchema }: Keys): string | undefined {
  return KeySchema?.find(({ KeyType }) => KeyType === "HASH")?.AttributeName;
}

function keysOf({ KeySchema = [], AttributeDefinitions = [] }: Keys): string {
  const typeOf = (name: string | undefined) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  return KeySchema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName} ${typeOf(AttributeName)}`)
    .sort()
    .join();
}

await stepCommand(import.meta, table);
