import { AwsError } from "./action.ts";

/** The data cannot be written or read, most often because the disk is full. Not a bug; nothing was changed. */
export class StorageFailure extends AwsError {
  constructor(seen: string) {
    super(
      "InternalFailure",
      `The local cloud cannot write its data (${seen}). Nothing was changed. Once there is room on the disk, the same request works.`,
      500,
    );
  }
}

const causes = new Set(["EDQUOT", "EFBIG", "EIO", "ENOSPC", "EROFS", "LEVEL_IO_ERROR"]);
/** SQLITE_READONLY, SQLITE_IOERR and SQLITE_FULL. */
const sqliteCauses = new Set([8, 10, 13]);

/** The storage failure behind an error; undefined for any other error. */
export function storageFailureOf(error: unknown, place?: string): StorageFailure | undefined {
  if (error instanceof StorageFailure) return error;
  if (!(error instanceof Error)) return undefined;
  const { code = "", errcode = 0, cause } = error as NodeJS.ErrnoException & { errcode?: number };
  if (causes.has(code) || sqliteCauses.has(errcode & 0xff))
    // SQLite's extended codes say more in higher bits
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
