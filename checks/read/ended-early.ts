import { setTimeout as sleep } from "node:timers/promises";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { handsOver } from "../rules/handed-over.ts";
import { unawaitedWrite } from "../rules/unawaited.ts";
import { expectedWorkTime } from "./expected-work-time.ts";
import { invocationsIn, lastErrorIn, linesSince } from "./function-log.ts";
import { theCode } from "./the-function.ts";

/** A handler that returned before its work was done. Plain data. */
export interface EndedEarly {
  /** The longest invocation since the request, where the log proves that it was too short. */
  longest?: { ms: number };
  /** How long the status was seen to be unfinished. */
  unfinished: { elapsedSeconds: number };
  /** The statement that nothing awaits, where the code shows one. */
  statement?: string;
}

export interface Unfinished {
  sinceMs: number;
  /** Between the first poll that saw the request at work and the last one that did not see it ended. */
  unfinishedSeconds: number;
  /** The polls so far: each is an invocation, and so is the work. */
  polls: number;
  completed: boolean;
}

/** If the function worked as long as polls saw it working, one of its invocations took that long. */
export async function endedEarly(context: ProbeContext, seen: Unfinished): Promise<EndedEarly | undefined> {
  const code = await undefinedIfUnreadable(context, () => context.ask(theCode));
  const text = code?.code.text;
  if (text === undefined || handsOver(text)) return undefined;
  const longestMs = await longestOfShort(context, seen);
  const statement = unawaitedWrite(text);
  if (longestMs === undefined && (statement === undefined || !seen.completed)) return undefined;
  return {
    ...(longestMs === undefined ? {} : { longest: { ms: Math.round(longestMs) } }),
    unfinished: { elapsedSeconds: seen.unfinishedSeconds },
    ...(statement === undefined ? {} : { statement }),
  };
}

/**
 * An invocation that does the work lasts longer than the polls saw the request at work. Clocks of two machines run almost
 * alike: what is shorter than this share of that time did not last as long.
 */
const share = 0.95;
const spanSecondsMin = 1;
/** CloudWatch shows a line some seconds after it was written. */
const logSecondsMax = 15;
const settleSeconds = 6;

/** The longest invocation, if all are in the log and none lasted as long as the work. */
async function longestOfShort(context: ProbeContext, seen: Unfinished): Promise<number | undefined> {
  const { sinceMs, unfinishedSeconds, polls, completed } = seen;
  const { seconds, known } = await context.ask(expectedWorkTime);
  // If no poll saw the end, the function may have finished its work without recording it.
  const spanSeconds = completed || !known ? unfinishedSeconds : Math.min(unfinishedSeconds, seconds);
  if (spanSeconds < spanSecondsMin) return undefined;
  const start = context.now();
  for (;;) {
    const lines = await linesSince(context, sinceMs);
    if (lastErrorIn(lines) !== undefined) return undefined;
    const invocations = invocationsIn(lines);
    const longestMs = Math.max(0, ...invocations.map(({ ms = 0 }) => ms));
    if (longestMs >= share * spanSeconds * 1000) return undefined;
    const allEnded = invocations.every(({ ms }) => ms !== undefined);
    const elapsedSeconds = (context.now() - start) / 1000;
    const settled = !context.target.real || elapsedSeconds >= settleSeconds;
    if (invocations.length > polls && allEnded && settled) return longestMs;
    if (elapsedSeconds >= logSecondsMax) return undefined;
    await sleep(500, undefined, { signal: context.signal });
  }
}
