/** Whether a database cannot be used now because another connection holds its lock. */
export function isLocked(error: unknown): boolean {
  return /locked|busy/i.test(messageOf(error));
}

/** Whether a file is no database, or a damaged one. */
export function isDamaged(error: unknown): boolean {
  return /not a database|malformed|corrupt/i.test(messageOf(error));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
