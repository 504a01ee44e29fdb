import { Readable } from "node:stream";
import { validationException } from "./errors.ts";
import { type Guard, guard } from "./guard.ts";
import { isLibraryError, type LibraryStore, type LibraryTable } from "./library.ts";
import { readAtOnce } from "./read-at-once.ts";
import { repair } from "./repair.ts";

/** The tables of one region. */
export interface Region {
  /** Lets dynalite do one operation, which uses the input up. Rejects with its errors, or whatever broke in it. */
  run(operation: Operation, input: object): Promise<Record<string, unknown>>;
  /** Only dynalite's refusals of a wrong input, for operations that are ours. */
  validate(operation: Validated, input: object): Promise<void>;
  table(name: string): Promise<LibraryTable | undefined>;
  tables(): Promise<string[]>;
  close(): Promise<void>;
}

/** What dynalite does; the rest of DynamoDB that is here stands in own.ts. */
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

/** Long enough to be seen, as on AWS; short enough not to wait for. */
const tableChangeMs = 200;

/** Opens a region's tables in a folder, or in memory, and repairs what a crash left half done. */
export async function openRegion(
  name: string,
  { accountId, directory }: { accountId: string; directory: string | undefined },
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
  const guarded = guard(store);
  await repair(store, guarded, await collect(tableNames(store)));
  const loaded = new Map<Operation | Validated, LibraryOperation>();

  return {
    async run(operation, input) {
      const found = await load(operation);
      return await guarded<Record<string, unknown>>((done) => {
        found.act(store, check(found, input), done);
      });
    },
    async validate(operation, input) {
      const found = await load(operation);
      await guarded((done) => done(null, check(found, structuredClone(input))));
    },
    table: (table) => readTable(store, guarded, table),
    tables: () => collect(tableNames(store)),
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

/** Dynalite falls over a null where a value belongs. */
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

/** A table's entry, or nothing. */
export async function readTable(
  store: LibraryStore,
  guarded: Guard,
  name: string,
): Promise<LibraryTable | undefined> {
  return await guarded<LibraryTable | undefined>((done) => store.tableDb.get(name, done as never));
}

/** Dynalite would walk through every item of every table to list the tables. */
async function* tableNames(store: LibraryStore): AsyncIterable<string> {
  const prefix = "table~";
  for await (const key of store.db.keys({ gte: prefix, lt: "table\u007f" })) yield key.slice(prefix.length);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
