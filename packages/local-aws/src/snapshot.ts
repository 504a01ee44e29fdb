import type { StoredTables } from "./dynamodb/index.ts";
import type { StoredZip } from "./lambda/index.ts";
import type { StoredDocument } from "./store.ts";

/** The whole state of an embedded AWS at one moment; opened with it, another one continues from there. */
export interface AwsSnapshot {
  readonly documents: readonly StoredDocument[];
  readonly tables: StoredTables;
  readonly zips: readonly StoredZip[];
}
