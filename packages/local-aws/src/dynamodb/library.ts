/** A database of dynalite: one table, one index, or all of it. */
export interface LibraryDb {
  get(key: string, callback: Callback): void;
  put(key: string, value: unknown, callback: Callback): void;
  del(key: string, callback: Callback): void;
  batch(
    operations: readonly ({ type: "del"; key: string } | { type: "put"; key: string; value: unknown })[],
    callback: Callback,
  ): void;
}

/** A stream of dynalite: only the method that adds listeners. */
export interface LibraryStream {
  on(event: string, listener: (...values: never[]) => void): unknown;
}

export type Callback = (error: unknown, value?: unknown) => void;
export type Lock = (key: string, body: (release: (done: Callback) => Callback) => void) => void;

/** The store that `dynalite/db` opens: LevelDB on disk or in memory, with callbacks. */
export interface LibraryStore {
  db: LibraryDb & {
    open(): Promise<void>;
    getSync(key: string): unknown;
    keys(range: { gte: string; lt: string }): AsyncIterable<string>;
    iterator(): AsyncIterable<[key: string, value: unknown]>;
    createKeyStream(options?: object): LibraryStream;
    createValueStream(options?: object): LibraryStream;
  };
  tableDb: LibraryDb & { awsAccountId: string; awsRegion: string; lock: Lock; createKeyStream(): unknown };
  getItemDb(name: string): LibraryDb & { lock: Lock };
  lifecycleManager: { gracefulClose(): Promise<void> };
}

/** A table as dynalite stores it. */
export interface LibraryTable {
  TableName: string;
  TableArn: string;
  TableStatus: "CREATING" | "ACTIVE" | "UPDATING" | "DELETING";
  CreationDateTime: number;
  KeySchema: { AttributeName: string }[];
  BillingModeSummary?: { BillingMode: string; LastUpdateToPayPerRequestDateTime?: number };
  LocalSecondaryIndexes?: LibraryIndex[];
  GlobalSecondaryIndexes?: LibraryIndex[];
  [more: string]: unknown;
}

export interface LibraryIndex {
  IndexName: string;
  IndexStatus?: string;
  [more: string]: unknown;
}

/** An error of dynalite for the client. */
export interface LibraryError {
  statusCode: number;
  body: { __type: string; [member: string]: unknown };
}

export function isLibraryError(error: unknown): error is LibraryError {
  return error instanceof Error && "statusCode" in error && "body" in error;
}
