import type { Collection, Store } from "../store.ts";

export interface Tag {
  Key: string;
  Value: string;
}

/** The settings of a table that dynalite does not store. */
export interface TableSettings {
  /** AWS's TableId; dynalite's is not a UUID. */
  id?: string;
  /** True once the table existed; otherwise a crash came between writing these settings and the table. */
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
