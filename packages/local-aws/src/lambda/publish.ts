import type { LambdaStore } from "./lambda-store.ts";
import { type Configuration, type FunctionRecord, revised } from "./store.ts";

/** Publishes $LATEST as a version; returns the last version if nothing has changed since. */
export function publishVersion(
  record: FunctionRecord,
  description: string | undefined,
  store: Pick<LambdaStore, "newId">,
  state: Partial<Configuration> = {},
): { record: FunctionRecord; version: Configuration } {
  const last = record.versions.at(-1);
  const isDescribedAlike =
    (record.descriptionPublished ?? record.latest.Description) === record.latest.Description;
  const isLast = last?.Version === String(record.versionsPublished);
  if (last && isLast && isDescribedAlike && isSame(last, record.latest)) return { record, version: last };
  const number = record.versionsPublished + 1;
  const version: Configuration = {
    ...record.latest,
    ...state,
    Description: description ?? record.latest.Description,
    Version: String(number),
    RevisionId: store.newId(),
  };
  const published = {
    ...revised(record, store),
    versions: [...record.versions, version],
    versionsPublished: number,
    descriptionPublished: record.latest.Description ?? "",
  };
  return { record: published, version };
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
