import { Readable } from "node:stream";
import { validationException } from "./errors.ts";
import { isolateRequests, type RunIsolated } from "./isolate-requests.ts";
import { isLibraryError, type LibraryStore, type LibraryTable } from "./library.ts";
import { readAtOnce } from "./read-at-once.ts";
import { repair } from "./repair.ts";

/** The tables of one region. */
export interface Region {
  /** Runs one operation in dynalite, which modifies the input. Rejects with dynalite's error or a crash inside it. */
  run(operation: Operation, input: object): Promise<Record<string, unknown>>;
  /** Runs only dynalite's input validation, for operations of our own. */
  validate(operation: Validated, input: object): Promise<void>;
  table(name: string): Promise<LibraryTable | undefined>;
  tables(): Promise<string[]>;
  /** All that is stored: tables, items and indexes. */
  entries(): Promise<StoredEntry[]>;
  close(): Promise<void>;
}

/** A key and its value, as dynalite stores them. */
export type StoredEntry = readonly [key: string, value: unknown];

/** Where a region's tables are, and what they hold to begin with. */
export interface RegionOptions {
  accountId: string;
  /** Undefined = in memory. */
  directory: string | undefined;
  entries?: readonly StoredEntry[] | undefined;
}

/** The operations that dynalite implements; operations.ts has the others. */
export const operations = [
  "BatchGetItem",
  "BatchWriteItem",
  "CreateTable",
  "DeleteItem",
  "DeleteTable",
  "DescribeTable",
  "GetItem",
  "ListTables",
  "PutItem",
  "Query",
  "Scan",
  "UpdateItem",
  "UpdateTable",
] as const;
export type Operation = (typeof operations)[number];
type Validated =
  | "TagResource"
  | "UntagResource"
  | "ListTagsOfResource"
  | "DescribeTimeToLive"
  | "CreateTable";

/** Long enough to be visible, as on AWS; short enough not to matter. */
const tableChangeMs = 200;

/** Opens a region's tables in a folder or in memory, and completes operations that a crash interrupted. */
export async function openRegion(
  name: string,
  { accountId, directory, entries = [] }: RegionOptions,
): Promise<Region> {
  const [{ create }, { checkTypes, checkValidations }] = await Promise.all([
    import("dynalite/db/index.js"),
    import("dynalite/validations/index.js"),
  ]);
  const store = create({
    ...(directory === undefined ? {} : { path: directory }),
    createTableMs: tableChangeMs,
    deleteTableMs: tableChangeMs,
    updateTableMs: tableChangeMs,
  });
  await store.db.open();
  store.tableDb.awsAccountId = accountId;
  store.tableDb.awsRegion = name;
  store.tableDb.createKeyStream = () => Readable.from(tableNames(store));
  readAtOnce(store);
  const runIsolated = isolateRequests(store);
  if (entries.length > 0)
    await runIsolated((done) =>
      store.db.batch(
        entries.map(([key, value]) => ({ type: "put", key, value })),
        done,
      ),
    );
  await repair(store, runIsolated, await collect(tableNames(store)));
  const loaded = new Map<Operation | Validated, LibraryOperation>();

  return {
    async run(operation, input) {
      const found = await load(operation);
      return await runIsolated<Record<string, unknown>>((done) => {
        found.act(store, check(found, input), done);
      });
    },
    async validate(operation, input) {
      const found = await load(operation);
      await runIsolated((done) => done(null, check(found, structuredClone(input))));
    },
    table: (table) => readTable(store, runIsolated, table),
    tables: () => collect(tableNames(store)),
    entries: () => collect(store.db.iterator()),
    close: () => store.lifecycleManager.gracefulClose(),
  };

  function check({ types, custom }: LibraryOperation, input: object): object {
    try {
      const data = checkTypes(input, types);
      checkValidations(data, types, custom, store);
      return data;
    } catch (error) {
      throw isLibraryError(error) ? error : refusalFor(error);
    }
  }

  async function load(operation: Operation | Validated): Promise<LibraryOperation> {
    const found = loaded.get(operation) ?? (await loadOperation(operation));
    loaded.set(operation, found);
    return found;
  }
}

/** Dynalite crashes on null instead of a value. */
function refusalFor(error: unknown): unknown {
  if (error instanceof TypeError)
    return validationException(
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
    );
  return error;
}

interface LibraryOperation {
  types: object;
  custom: ((data: object, store: LibraryStore) => string | undefined) | undefined;
  act(
    store: LibraryStore,
    data: object,
    done: (error: unknown, value?: Record<string, unknown>) => void,
  ): void;
}

async function loadOperation(operation: string): Promise<LibraryOperation> {
  const file = `${operation.slice(0, 1).toLowerCase()}${operation.slice(1)}.js`;
  const [action, validation] = (await Promise.all([
    import(`dynalite/actions/${file}`),
    import(`dynalite/validations/${file}`),
  ])) as [{ default: LibraryOperation["act"] }, { default: Omit<LibraryOperation, "act"> }];
  return { ...validation.default, act: action.default };
}

/** A table's entry, or undefined. */
export async function readTable(
  store: LibraryStore,
  runIsolated: RunIsolated,
  name: string,
): Promise<LibraryTable | undefined> {
  return await runIsolated<LibraryTable | undefined>((done) => store.tableDb.get(name, done as never));
}

/** Dynalite would read every item of every table to list the tables. */
async function* tableNames(store: LibraryStore): AsyncIterable<string> {
  const prefix = "table~";
  for await (const key of store.db.keys({ gte: prefix, lt: "table\u007f" })) yield key.slice(prefix.length);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
