/** A request's item in the table, as JSON, or none. */
export type RowSeen = { kind: "row"; json: string } | { kind: "none" };

export interface AnswerTime {
  /** From the request to the response. */
  ms: number;
  /** The item right after the response; undefined if it could not be read. */
  row: RowSeen | undefined;
  /** How long the function works on a request. */
  workSeconds: number;
}

/** The tutorial's work always takes longer than this. */
export const promptSecondsMax = 3;

/** A response this late is rarely a busy machine's fault. */
const busySecondsMax = 10;

/**
 * Whether a response came without waiting for the work. A slow response alone proves nothing, since a machine may be
 * busy: it is also early if the work is not done when it arrives. If the item cannot be read, only the time is left:
 * a small part of the work's, or, for short work, no longer than a busy machine takes.
 */
export function answeredEarly({ ms, row, workSeconds }: AnswerTime): boolean {
  if (ms < promptSecondsMax * 1000) return true;
  if (row?.kind === "none") return true;
  if (row) return !/COMPLETED|FAILED/i.test(row.json);
  return ms < Math.max(workSeconds / 3, busySecondsMax) * 1000;
}
