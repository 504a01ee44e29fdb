import { randomBytes } from "node:crypto";
import type { ProbeContext } from "../engine/probe-context.ts";

// Ids of our own requests say so, and when they were made: rows that an interrupted check left are found by it.

export const probePrefix = "check-";

/** An id for one probe request. */
export function newProbeId(nowMs: number): string {
  return `${probePrefix}${nowMs.toString(36)}-${randomBytes(4).toString("hex")}`;
}

/** When a probe's id was made, in milliseconds since 1970; nothing for anybody else's id. */
export function probeTime(requestId: string): number | undefined {
  const time = /^check-([0-9a-z]{8,9})-[0-9a-f]{8}$/.exec(requestId)?.[1];
  return time === undefined ? undefined : Number.parseInt(time, 36);
}

/** An id that nobody has ever sent: to ask for the status of. The same one throughout a run. */
export async function unknownId({ now }: ProbeContext): Promise<string> {
  return newProbeId(now());
}
