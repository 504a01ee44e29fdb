import { AwsError } from "./action.ts";

/** The data cannot be written or read: a full disk, most often. No bug of ours; nothing was done. */
export class StorageFailure extends AwsError {
  constructor(seen: string) {
    super(
      "InternalFailure",
      `The local cloud cannot write its data (${seen}). Nothing was changed. Once there is room on the disk, the same request works.`,
      500,
    );
  }
}

const causes = new Set([
  "EDQUOT",
  "EFBIG",
  "EIO",
  "ENOSPC",
  "EROFS",
  "LEVEL_IO_ERROR",
  "SQLITE_FULL",
  "SQLITE_IOERR",
  "SQLITE_READONLY",
]);

/** The failure that this error stands for; nothing for an error that is about something else. */
export function storageFailureOf(error: unknown, place?: string): StorageFailure | undefined {
  if (error instanceof StorageFailure) return error;
  if (!(error instanceof Error)) return undefined;
  const { code, sqliteCodeName, cause } = error as NodeJS.ErrnoException & { sqliteCodeName?: string };
  if (causes.has(sqliteCodeName ?? code ?? ""))
    return new StorageFailure(place === undefined ? error.message : `${error.message}: ${place}`);
  return storageFailureOf(cause, place);
}

/** Does work that writes; throws a StorageFailure where the disk refuses. */
export function writing<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storageFailureOf(error, place) ?? error;
  }
}
