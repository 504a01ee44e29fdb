import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { unless } from "@long-running-api/kit/aws-errors";
import { tagsOf } from "@long-running-api/kit/names";
import { missingStep } from "../../../steps/missing.ts";
import { isOurs, requireOurs, tagList, tagRecord } from "../../../steps/owned.ts";
import type { Place } from "../../fault.ts";
import type { Change } from "./change.ts";

const secondsMax = 60;

/** A table that is not quite the tutorial's. */
export interface TableChange {
  /** Another name, derived from the right one. */
  name?: (name: string) => string;
  region?: string;
  key?: string;
  type?: "S" | "N" | "B";
  sortKey?: string;
}

/** Deletes the table. */
export async function deleteTable({ target, names }: Place): Promise<void> {
  const client = new DynamoDBClient(target.aws);
  const TableName = names.table;
  const found = await unless("ResourceNotFoundException", () =>
    client.send(new DescribeTableCommand({ TableName })),
  );
  if (!found) throw missingStep("01-table", `There is no table ${TableName}.`, "dynamodb:DescribeTable");
  const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: found.Table?.TableArn }));
  requireOurs({ tags: tagRecord(Tags), names, thing: `The table ${TableName}`, option: "--table NAME" });
  await client.send(new DeleteTableCommand({ TableName }));
  await waitUntilTableNotExists({ client, ...target.waiting, maxWaitTime: secondsMax }, { TableName });
}

/** Deletes the table and creates another one instead: a table's key cannot be changed. */
export function remakeTable(change: TableChange): Change {
  return async (place) => {
    await deleteTable(place);
    const { client, TableName } = changedTable(place, change);
    const { key = "requestId", type = "S", sortKey } = change;
    await client.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [
          { AttributeName: key, AttributeType: type },
          ...(sortKey ? [{ AttributeName: sortKey, AttributeType: "S" as const }] : []),
        ],
        KeySchema: [
          { AttributeName: key, KeyType: "HASH" },
          ...(sortKey ? [{ AttributeName: sortKey, KeyType: "RANGE" as const }] : []),
        ],
        BillingMode: "PAY_PER_REQUEST",
        Tags: tagList(tagsOf(place.names)),
      }),
    );
    await waitUntilTableExists({ client, ...place.target.waiting, maxWaitTime: secondsMax }, { TableName });
  };
}

/** Deletes the table that `remakeTable` created with another name or in another region. */
export function dropRemade(change: TableChange): Change {
  return async (place) => {
    const { client, TableName } = changedTable(place, change);
    const found = await unless("ResourceNotFoundException", () =>
      client.send(new DescribeTableCommand({ TableName })),
    );
    if (!found) return;
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: found.Table?.TableArn }));
    if (!isOurs(tagRecord(Tags), place.names)) return;
    await client.send(new DeleteTableCommand({ TableName }));
    await waitUntilTableNotExists(
      { client, ...place.target.waiting, maxWaitTime: secondsMax },
      { TableName },
    );
  };
}

function changedTable({ target, names }: Place, { name, region }: TableChange) {
  return {
    client: new DynamoDBClient({ ...target.aws, ...(region === undefined ? {} : { region }) }),
    TableName: name ? name(names.table) : names.table,
  };
}
