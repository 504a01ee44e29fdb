import type { Configuration, FunctionRecord, LambdaStore } from "./store.ts";

/** Makes a version of what $LATEST is now; nothing, and the last version, if nothing has changed since. */
export function publishVersion(
  record: FunctionRecord,
  description: string | undefined,
  store: Pick<LambdaStore, "newId">,
): { record: FunctionRecord; version: Configuration } {
  const last = record.versions.at(-1);
  if (last && last.Version === String(record.versionsPublished) && isSame(last, record.latest))
    return { record, version: last };
  const number = record.versionsPublished + 1;
  const version: Configuration = {
    ...record.latest,
    Description: description ?? record.latest.Description,
    Version: String(number),
    RevisionId: store.newId(),
  };
  return {
    record: { ...record, versions: [...record.versions, version], versionsPublished: number },
    version,
  };
}

const ownOfAVersion = new Set([
  "Version",
  "RevisionId",
  "LastModified",
  "Description",
  "State",
  "StateReason",
  "StateReasonCode",
  "LastUpdateStatus",
  "LastUpdateStatusReason",
  "LastUpdateStatusReasonCode",
]);

function isSame(one: Configuration, other: Configuration): boolean {
  const significant = (configuration: Configuration) =>
    JSON.stringify(
      Object.entries(configuration)
        .filter(([key]) => !ownOfAVersion.has(key))
        .sort(),
    );
  return significant(one) === significant(other);
}
