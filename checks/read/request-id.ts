import { randomBytes } from "node:crypto";
import type { ProbeContext } from "../engine/probe-context.ts";

// Our requestIds contain a prefix and their time, so that the items of an interrupted check can be found.

export const probePrefix = "check-";

/** An id for one probe request. */
export function newProbeId(nowMs: number): string {
  return `${probePrefix}${nowMs.toString(36)}-${randomBytes(4).toString("hex")}`;
}

/** The time of a probe request's id, in milliseconds since 1970; undefined for other ids. */
export function probeTime(requestId: string): number | undefined {
  const time = /^check-([0-9a-z]{8,9})-[0-9a-f]{8}$/.exec(requestId)?.[1];
  return time === undefined ? undefined : Number.parseInt(time, 36);
}

/** An unknown requestId, to get its status. The same one throughout a run. */
export async function unknownId({ now }: ProbeContext): Promise<string> {
  return newProbeId(now());
}
