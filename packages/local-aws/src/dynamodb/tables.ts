import { randomUUID } from "node:crypto";
import { AwsError } from "../action.ts";
import { notPartOfThis, validationException } from "./errors.ts";
import type { LibraryTable } from "./library.ts";
import { type Input, nameIn, type OperationContext } from "./operation-context.ts";
import { plainSettings, settingsKey, type TableSettings } from "./settings.ts";
import { readTags } from "./tags.ts";

const createMembers = [
  "AttributeDefinitions",
  "TableName",
  "KeySchema",
  "LocalSecondaryIndexes",
  "GlobalSecondaryIndexes",
  "BillingMode",
  "ProvisionedThroughput",
  "StreamSpecification",
  "SSESpecification",
  "Tags",
  "TableClass",
  "DeletionProtectionEnabled",
];

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
export async function CreateTable(input: Input, context: OperationContext): Promise<object> {
  requireKnown("CreateTable", input, createMembers);
  await context.tables.validate("CreateTable", input);
  const name = nameIn(input);
  const settings: TableSettings = {
    ...plainSettings,
    id: randomUUID(),
    tags: readTags(input["Tags"]),
    ...readSettings(input),
  };
  // Stored before the table, so that a crash in between leaves no untagged table.
  const key = settingsKey(context.region, name);
  if (await context.tables.table(name))
    throw new AwsError("ResourceInUseException", `Table already exists: ${name}`);
  context.settings.put(key, settings);
  const { TableDescription } = await context.tables.run("CreateTable", input);
  context.settings.put(key, { ...settings, made: true });
  return { TableDescription: describe(TableDescription as LibraryTable, settings) };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html */
export async function DescribeTable(input: Input, context: OperationContext): Promise<object> {
  const { Table } = await context.tables.run("DescribeTable", input);
  const described = describe(Table as LibraryTable, settingsOf(context, nameIn(input)));
  return { Table: withWarmThroughput(described) };
}

const throughputMembers = ["ProvisionedThroughput", "BillingMode", "GlobalSecondaryIndexUpdates"];

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html */
export async function UpdateTable(input: Input, context: OperationContext): Promise<object> {
  requireKnown("UpdateTable", input, [
    ...throughputMembers,
    "TableName",
    "AttributeDefinitions",
    "StreamSpecification",
    "SSESpecification",
    "TableClass",
    "DeletionProtectionEnabled",
  ]);
  const updates = input["GlobalSecondaryIndexUpdates"];
  if (Array.isArray(updates) && updates.some((update: Input) => update?.["Create"] || update?.["Delete"]))
    throw notPartOfThis("Creating or deleting an index of an existing table");
  const name = nameIn(input);
  const changed = readSettings(input);
  const forLibrary = throughputMembers.some((member) => input[member] !== undefined);
  const operation = forLibrary || Object.keys(changed).length === 0 ? "UpdateTable" : "DescribeTable";
  const { TableDescription, Table } = await context.tables.run(operation, input);
  const settings = { ...settingsOf(context, name), ...changed };
  context.settings.put(settingsKey(context.region, name), settings);
  return { TableDescription: describe((TableDescription ?? Table) as LibraryTable, settings) };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html */
export async function DeleteTable(input: Input, context: OperationContext): Promise<object> {
  const name = nameIn(input);
  const settings = settingsOf(context, name);
  if (settings.deletionProtection)
    throw validationException(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    );
  const { TableDescription } = await context.tables.run("DeleteTable", input);
  context.settings.delete(settingsKey(context.region, name));
  // AWS returns less about a table that is being deleted.
  const {
    AttributeDefinitions: _1,
    KeySchema: _2,
    CreationDateTime: _3,
    ...left
  } = describe(TableDescription as LibraryTable, settings);
  return { TableDescription: left };
}

function settingsOf({ region, settings }: OperationContext, name: string): TableSettings {
  return settings.get(settingsKey(region, name)) ?? plainSettings;
}

type Described = Readonly<Record<string, unknown>>;

const warmOnDemand = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 } as const;

/**
 * The warm throughput of a table and its indexes: its provisioned capacity, or that of a new on-demand table.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
 */
function withWarmThroughput(table: Described): Described {
  if (table["TableStatus"] !== "ACTIVE") return table;
  const indexes = table["GlobalSecondaryIndexes"];
  return {
    ...table,
    WarmThroughput: warm(table),
    ...(Array.isArray(indexes)
      ? {
          GlobalSecondaryIndexes: indexes.map((index: Described) => ({
            ...index,
            WarmThroughput: warm(index),
          })),
        }
      : {}),
  };
}

function warm({ ProvisionedThroughput: provisioned }: Described): object {
  const { ReadCapacityUnits, WriteCapacityUnits } = (provisioned ?? {}) as Record<string, number>;
  return ReadCapacityUnits
    ? { ReadUnitsPerSecond: ReadCapacityUnits, WriteUnitsPerSecond: WriteCapacityUnits, Status: "ACTIVE" }
    : { ...warmOnDemand, Status: "ACTIVE" };
}

/** A table as AWS describes it: dynalite's entry without console-only members, plus the members it lacks. */
function describe(
  { TableThroughputModeSummary: _1, TableId: _2, ...table }: LibraryTable,
  settings: TableSettings,
): Described {
  return {
    ...table,
    ...(settings.id ? { TableId: settings.id } : {}),
    ...(settings.tableClass ? { TableClassSummary: { TableClass: settings.tableClass } } : {}),
    DeletionProtectionEnabled: settings.deletionProtection,
  };
}

function readSettings(input: Input): Partial<TableSettings> {
  const { DeletionProtectionEnabled: protect, TableClass: tableClass } = input;
  if (tableClass !== undefined && tableClass !== "STANDARD" && tableClass !== "STANDARD_INFREQUENT_ACCESS")
    throw validationException(
      `1 validation error detected: Value '${String(tableClass)}' at 'tableClass' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, STANDARD_INFREQUENT_ACCESS]`,
    );
  return {
    ...(typeof protect === "boolean" ? { deletionProtection: protect } : {}),
    ...(tableClass === undefined ? {} : { tableClass }),
  };
}

/** Rejects unsupported settings: ignoring them silently would mislead learners. */
function requireKnown(operation: string, input: Input, known: readonly string[]): void {
  const stranger = Object.keys(input).find((member) => !known.includes(member) && input[member] !== null);
  if (stranger) throw notPartOfThis(`${stranger} of ${operation}`);
  if (isOn(input["StreamSpecification"], "StreamEnabled")) throw notPartOfThis("A stream of a table");
  if (isOn(input["SSESpecification"], "Enabled")) throw notPartOfThis("Encryption with a key of your own");
}

function isOn(specification: unknown, member: string): boolean {
  return typeof specification === "object" && (specification as Input | null)?.[member] === true;
}
