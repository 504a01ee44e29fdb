import {
  CreateTableCommand,
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import type { Place } from "../../instructor/fault.ts";
import { replaceOrThrow, sequence } from "../../instructor/faults/change/change.ts";
import { setVariables } from "../../instructor/faults/change/function.ts";
import { allowInstead } from "../../instructor/faults/change/role.ts";
import { deleteTable, remakeTable } from "../../instructor/faults/change/table.ts";
import { tableActions, type Variation } from "./variation.ts";

/** Other tables, and other ways to name the right one. */
export const tableVariations: readonly Variation[] = [
  { story: "A table with time to live, backups and protection from deletion.", change: carefulTable },
  {
    story: "A table with provisioned capacity and an index.",
    change: sequence(deleteTable, createProvisioned),
  },
  {
    story: "A table of another name, which the function's variable contains.",
    change: sequence(
      remakeTable({ name: () => "jobs" }),
      setVariables({ TABLE_NAME: "jobs" }),
      allowInstead((arn) => [
        { Effect: "Allow", Action: tableActions, Resource: replaceOrThrow(arn, /\/.*/, "/jobs") },
      ]),
    ),
  },
  {
    story: "The table's ARN instead of its name.",
    change: setVariables({
      TABLE_NAME: "arn:aws:dynamodb:us-east-1:000000000000:table/lambda-invocation-status",
    }),
  },
];

async function carefulTable({ target, names }: Place): Promise<void> {
  const client = new DynamoDBClient(target.aws);
  const TableName = names.table;
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
    }),
  );
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
}

async function createProvisioned({ target, names }: Place): Promise<void> {
  const client = new DynamoDBClient(target.aws);
  const TableName = names.table;
  const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
  const byStatus = {
    IndexName: "by-status",
    KeySchema: [{ AttributeName: "status", KeyType: "HASH" as const }],
    Projection: { ProjectionType: "ALL" as const },
    ProvisionedThroughput,
  };
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [
        { AttributeName: "status", AttributeType: "S" },
        { AttributeName: "requestId", AttributeType: "S" },
      ],
      KeySchema: [{ AttributeName: "requestId", KeyType: "HASH" }],
      ProvisionedThroughput,
      GlobalSecondaryIndexes: [byStatus],
    }),
  );
  await waitUntilTableExists({ client, ...target.waiting, maxWaitTime: 30 }, { TableName });
}
