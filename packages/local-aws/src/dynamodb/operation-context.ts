import { nameOf } from "./arns.ts";
import type { Region } from "./region.ts";
import type { Settings } from "./settings.ts";

export type Input = Record<string, unknown>;

/** The context of our own operations. */
export interface OperationContext {
  region: string;
  tables: Region;
  settings: Settings;
  now(): Date;
}

export function nameIn(input: Input): string {
  return nameOf(input["TableName"]);
}
