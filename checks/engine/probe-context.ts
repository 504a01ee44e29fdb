import { setMaxListeners } from "node:events";
import type { Names } from "@long-running-api/kit/names";
import type { Target } from "@long-running-api/kit/targets/target";

/** What a wait is for, told while it lasts. */
export interface Progress {
  what: string;
  elapsedSeconds: number;
  limitSeconds: number;
}

/** One way to look at the world; reads only. */
export type Probe<T, Key extends string[] = []> = (look: Look, ...key: Key) => Promise<T>;

/** The eyes of one run: every probe is asked at most once, however many checks want to know. */
export interface Look {
  target: Target;
  names: Names;
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now(): number;
  /** `key` says which one, where a probe looks at several (a name, an id). */
  ask<T, Key extends string[]>(probe: Probe<T, Key>, ...key: Key): Promise<T>;
  onProgress(progress: Progress): void;
  /** What to let go of at the end of the run. */
  atEnd(release: () => void | Promise<void>): void;
}

/** A look that can be ended: connections are closed, a sandbox's thread too. */
export interface OpenLook extends Look {
  end(): Promise<void>;
}

export interface LookOptions {
  target: Target;
  names: Names;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  now?: (() => number) | undefined;
}

export function openLook({ target, names, signal, onProgress, now }: LookOptions): OpenLook {
  const asked = new Map<unknown, Map<string, Promise<unknown>>>();
  const ends = signal ?? new AbortController().signal;
  setMaxListeners(0, ends); // one for each request of the run
  const releases: (() => void | Promise<void>)[] = [];
  const look: OpenLook = {
    target,
    names,
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
      const answer = probe(look, ...key);
      answer.catch(() => {}); // whoever asks hears of it; nobody asking yet is no crash
      byKey.set(name, answer);
      return answer;
    },
  };
  return look;
}

const answerSecondsMax = 20;

/** For every request of an SDK client: given up when the run ends, or after 20 s without an answer. */
export function bounded({ signal }: Pick<Look, "signal">): { abortSignal: AbortSignal } {
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
