import type { Collection, Store } from "../store.ts";

export interface Tag {
  Key: string;
  Value: string;
}

/** What a table has that dynalite does not keep. */
export interface TableSettings {
  /** AWS's TableId; dynalite's is no UUID. */
  id?: string;
  /** The table itself was there once: without it, only these settings were written before a crash. */
  made?: true;
  tags: readonly Tag[];
  deletionProtection: boolean;
  tableClass?: "STANDARD" | "STANDARD_INFREQUENT_ACCESS";
  timeToLive?: { AttributeName: string };
  pointInTimeRecovery?: { since: string; days: number };
}

export type Settings = Collection<TableSettings>;

export function openSettings(store: Store): Settings {
  return store.collection("dynamodb/settings");
}

export const plainSettings: TableSettings = { tags: [], deletionProtection: false };

export function settingsKey(region: string, table: string): string {
  return `${region}/${table}`;
}
