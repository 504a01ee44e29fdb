import { setMaxListeners } from "node:events";
import type { Names } from "@long-running-api/kit/names";
import type { Target } from "@long-running-api/kit/targets/target";

/** What a wait is for, reported while it lasts. */
export interface Progress {
  what: string;
  elapsedSeconds: number;
  limitSeconds: number;
}

/** Reads a part of the target; never writes. */
export type Probe<T, Key extends string[] = []> = (context: ProbeContext, ...key: Key) => Promise<T>;

/** What a probe works with. Within one run each probe runs at most once, however many checks ask for it. */
export interface ProbeContext {
  target: Target;
  names: Names;
  /** In a class, a resource without tags counts only if it is clearly this learner's. */
  ownOnly: boolean;
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now(): number;
  /** `key` chooses one, for a probe that reads several (a name, an id). */
  ask<T, Key extends string[]>(probe: Probe<T, Key>, ...key: Key): Promise<T>;
  onProgress(progress: Progress): void;
  /** Registers what to release at the end of the run. */
  atEnd(release: () => void | Promise<void>): void;
}

/** A context with its end: closes connections, and the thread of a sandbox. */
export interface OpenProbeContext extends ProbeContext {
  end(): Promise<void>;
}

export interface ProbeContextOptions {
  target: Target;
  names: Names;
  ownOnly?: boolean | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  now?: (() => number) | undefined;
}

export function openProbeContext({
  target,
  names,
  ownOnly = false,
  signal,
  onProgress,
  now,
}: ProbeContextOptions): OpenProbeContext {
  const asked = new Map<unknown, Map<string, Promise<unknown>>>();
  const ends = signal ?? new AbortController().signal;
  setMaxListeners(0, ends); // one for each request of the run
  const releases: (() => void | Promise<void>)[] = [];
  const context: OpenProbeContext = {
    target,
    names,
    ownOnly,
    signal: ends,
    now: now ?? Date.now,
    onProgress: onProgress ?? (() => {}),
    atEnd: (release) => void releases.push(release),
    async end() {
      await Promise.all(releases.splice(0).map((release) => release()));
    },
    ask<T, Key extends string[]>(probe: Probe<T, Key>, ...key: Key): Promise<T> {
      const byKey = asked.get(probe) ?? new Map<string, Promise<unknown>>();
      asked.set(probe, byKey);
      const name = JSON.stringify(key);
      const earlier = byKey.get(name);
      if (earlier) return earlier as Promise<T>;
      const answer = probe(context, ...key);
      answer.catch(() => {}); // each caller gets the rejection; without callers it must not crash the process
      byKey.set(name, answer);
      return answer;
    },
  };
  return context;
}

const answerSecondsMax = 20;

/** For every request of an SDK client: aborts when the run ends, or after 20 s without a response. */
export function bounded({ signal }: Pick<ProbeContext, "signal">): { abortSignal: AbortSignal } {
  return { abortSignal: within(signal, answerSecondsMax) };
}

/**
 * Aborts with `signal`, or when the time is up. AbortSignal.any with AbortSignal.timeout would say the same, but on
 * Node 20 such a signal can be collected as garbage before its time comes, and then never does.
 */
export function within(signal: AbortSignal, seconds: number): AbortSignal {
  const controller = new AbortController();
  const timeUp = new DOMException(`No answer within ${seconds} s.`, "TimeoutError");
  setTimeout(() => controller.abort(timeUp), seconds * 1000).unref();
  if (signal.aborted) controller.abort(signal.reason);
  else signal.addEventListener("abort", () => controller.abort(signal.reason), { once: true });
  return controller.signal;
}
