import { AwsError } from "./action.ts";

/** The data cannot be written or read, most often because the disk is full. Not a bug of ours; nothing was changed. */
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

/** The storage failure behind an error; undefined for any other error. */
export function storageFailureOf(error: unknown, place?: string): StorageFailure | undefined {
  if (error instanceof StorageFailure) return error;
  if (!(error instanceof Error)) return undefined;
  const { code, sqliteCodeName, cause } = error as NodeJS.ErrnoException & { sqliteCodeName?: string };
  if (causes.has(sqliteCodeName ?? code ?? ""))
    return new StorageFailure(place === undefined ? error.message : `${error.message}: ${place}`);
  return storageFailureOf(cause, place);
}

/** Runs work that writes; throws a StorageFailure when the disk rejects it. */
export function writing<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storageFailureOf(error, place) ?? error;
  }
}
