import { conflict, revisionMismatch } from "./errors.ts";
import type { FunctionRecord } from "./store.ts";

/** A request that names a revision must not change a later one. */
export function requireRevision(wanted: string | undefined, seen: string, api?: string): void {
  if (wanted !== undefined && wanted !== seen) throw revisionMismatch(api);
}

/** One change at a time. */
export function requireSettled({ arn, latest }: FunctionRecord): void {
  if (latest.State === "Pending")
    throw conflict(
      "The operation cannot be performed at this time. The function is currently in the following state: Pending",
    );
  if (latest.LastUpdateStatus === "InProgress")
    throw conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${arn}`,
    );
}
