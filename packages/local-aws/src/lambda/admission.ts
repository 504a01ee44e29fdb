import { type Throttle, throttled, tooManyRequests } from "./concurrency.ts";
import type { FunctionRecord, Functions } from "./store.ts";

/** Why an event stays in the queue. */
export type Delay = Throttle | "TooManyEventsRunning";

/** Releases an invocation's concurrency; a second call has no effect. */
export type Leave = () => void;

/** Decides which invocations may start: by Lambda's concurrency and, for events, by what this machine can run at once. */
export interface Admission {
  /** Admits an awaited invocation; throws TooManyRequestsException when Lambda throttles it. */
  admit(record: FunctionRecord): Leave;
  /** Admits an event, or returns why it must wait. */
  enterQueued(record: FunctionRecord): Leave | Delay;
  /** The number of running invocations, of a function (unqualified ARN) or of all. */
  running(functionArn?: string): number;
  /** Called whenever concurrency becomes free. */
  onRoom(listener: () => void): void;
}

export interface AdmissionOptions {
  store: Functions;
  /** The account's concurrency. */
  concurrencyMax: number;
  /** Maximum number of events that run at once; the others wait in the queue. */
  eventsMax: number;
}

export function createAdmission({ store, concurrencyMax, eventsMax }: AdmissionOptions): Admission {
  const counts = new Map<string, number>();
  const listeners: (() => void)[] = [];
  let events = 0;
  const running = (functionArn: string) => counts.get(functionArn) ?? 0;

  return {
    admit(record) {
      const reason = throttled({ ...store, concurrencyMax }, record, running);
      if (reason) throw tooManyRequests(reason);
      return place(record);
    },
    enterQueued(record) {
      const reason = throttled({ ...store, concurrencyMax }, record, running);
      if (reason) return reason;
      if (events >= eventsMax) return "TooManyEventsRunning";
      events += 1;
      return place(record, () => {
        events -= 1;
      });
    },
    running: (functionArn) =>
      functionArn === undefined
        ? [...counts.values()].reduce((sum, each) => sum + each, 0)
        : running(functionArn),
    onRoom: (listener) => void listeners.push(listener),
  };

  function place({ arn }: FunctionRecord, left = () => {}): Leave {
    counts.set(arn, running(arn) + 1); // at once: two calls must not both take the last place
    let gone = false;
    return () => {
      if (gone) return;
      gone = true;
      const rest = running(arn) - 1;
      if (rest === 0) counts.delete(arn);
      else counts.set(arn, rest);
      left();
      for (const listener of listeners) listener();
    };
  }
}

/** The memory of one function process, in bytes; measured with the tutorial's function. */
const processBytes = 64 * 1024 * 1024;

/**
 * How many events may run at once: their processes use at most half of the memory, and a tenth of the account's
 * concurrency is kept for awaited calls.
 */
export function eventsMaxFor({
  memoryBytes,
  concurrencyMax,
}: {
  memoryBytes: number;
  concurrencyMax: number;
}): number {
  const fitting = Math.floor(memoryBytes / 2 / processBytes);
  return Math.max(1, Math.min(fitting, Math.floor(concurrencyMax * 0.9)));
}
