import { setTimeout as sleep } from "node:timers/promises";
import type { Leftover, Place } from "./leftover.ts";
import { refusalOf } from "./refusal.ts";

/** What was deleted, and what is left. */
export interface Swept {
  removed: Leftover[];
  left: (Leftover & { why: string })[];
}

export interface SweepOptions {
  /** Lists what exists now. */
  look(): Promise<Leftover[]>;
  /** What the first survey found. */
  found: readonly Leftover[];
  onRemove(thing: Leftover): void;
  onWait: Place["onWait"];
  now?(): number;
  pause?(ms: number): Promise<unknown>;
}

/** How long gradual deletions may take: tables, running functions, log groups that are created again. */
const secondsMax = 90;
const pauseMs = { first: 200, longest: 2_000 } as const;
const quietSeconds = 3;
/** The sweep does not wait for someone who keeps creating new resources. */
const roundsMax = 300;

/** Deletes what was found and surveys again, until nothing is left or nothing was deleted for `secondsMax`. */
export async function sweep({
  look,
  found,
  onRemove,
  onWait,
  now = () => performance.now(),
  pause = (ms) => sleep(ms),
}: SweepOptions): Promise<Swept> {
  const seen = new Map<string, Leftover>();
  const reasons = new Map<string, string>();
  let current: readonly Leftover[] = found;
  let fewest = found.length;
  let lastNews = now();
  let failed = false;
  const request = async (things: readonly Leftover[]) => {
    for (const thing of things) {
      if (failed) return;
      if (!seen.has(keyOf(thing))) {
        lastNews = now();
        onRemove(thing);
      }
      seen.set(keyOf(thing), thing);
      const why = await remove(thing).catch((error: unknown) => {
        failed = true;
        throw error;
      });
      if (why === undefined) reasons.delete(keyOf(thing));
      else reasons.set(keyOf(thing), why);
    }
  };
  for (let round = 1; ; round += 1) {
    const slow = current.filter((thing) => thing.slow);
    await Promise.all([request(slow), request(current.filter((thing) => !thing.slow))]);
    current = await look();
    if (current.length < fewest) lastNews = now();
    fewest = Math.min(fewest, current.length);
    const waitedSeconds = (now() - lastNews) / 1000;
    const hopeless = current.every((thing) => /AccessDenied/.test(reasons.get(keyOf(thing)) ?? ""));
    if (hopeless || waitedSeconds > secondsMax || round >= roundsMax) break;
    if (waitedSeconds > quietSeconds)
      onWait(
        `not deleted yet: ${current.map(keyOf).join(", ")} (${Math.round(waitedSeconds)} of at most ${secondsMax} s)`,
      );
    await pause(Math.min(pauseMs.longest, pauseMs.first * round));
  }
  const left = current.map((thing) => ({
    ...thing,
    why: reasons.get(keyOf(thing)) ?? "deletion requested, but it still exists",
  }));
  const keysLeft = new Set(current.map(keyOf));
  return { removed: [...seen.values()].filter((thing) => !keysLeft.has(keyOf(thing))), left };
}

function keyOf({ kind, name }: Leftover): string {
  return `${kind} ${name}`;
}

/** Undefined if the deletion was accepted, else why not; one failure does not stop the others. */
async function remove(thing: Leftover): Promise<string | undefined> {
  try {
    await thing.remove();
    return undefined;
  } catch (error) {
    const why = refusalOf(error);
    if (why === undefined) throw error;
    return why;
  }
}
