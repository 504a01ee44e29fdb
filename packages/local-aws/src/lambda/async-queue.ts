import { AwsError } from "../action.ts";
import type { Journal } from "../journal.ts";
import { StorageFailure } from "../storage-failure.ts";
import type { Collection } from "../store.ts";
import type { Admission, Delay, Leave } from "./admission.ts";
import type { Call, Execution } from "./execution.ts";
import { latest } from "./names.ts";
import { type Clock, EnvironmentEnded } from "./runtime/index.ts";
import { type FunctionRecord, type Functions, keyOf } from "./store.ts";

/** A queued or running asynchronous invocation, stored until it succeeds or is discarded. */
export interface QueuedEvent {
  requestId: string;
  region: string;
  name: string;
  qualifier?: string;
  /** The event as text, known to be valid JSON. */
  payload: string;
  clientContext?: unknown;
  queuedMs: number;
  /** Runs that ended in a function error. */
  failures: number;
  /** Why Lambda could not run it at the last attempt. */
  postponed?: string;
  notBeforeMs: number;
}

/** Asynchronous invocations: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
export interface AsyncQueue {
  /** Queues an event; it is on disk when this returns. */
  put(call: Call): void;
  /** To call when concurrency may have become free. */
  pump(): void;
  /** The number of queued and running events. */
  length(): number;
  close(): void;
}

export interface AsyncQueueOptions {
  store: Functions;
  events: Collection<QueuedEvent>;
  execution: Pick<Execution, "requireRunnable" | "run">;
  admission: Pick<Admission, "enterQueued" | "onRoom">;
  clock: Clock;
  journal: Journal;
}

const retriesDefault = 2;
const ageSecondsDefault = 6 * 3_600;
/** Delays after the first and second function error; AWS allows at most two retries. */
const retryMs = [60_000, 120_000] as const;
const restMs = 5_000;
const eventsMax = 10_000;

/**
 * A queued event runs as soon as the function has free concurrency: at least once, also across a restart. After a function error
 * it is retried after one and two minutes; while throttled it waits, up to its maximum age.
 */
export function createAsyncQueue(options: AsyncQueueOptions): AsyncQueue {
  const { events, clock, journal, execution, admission } = options;
  const running = new Set<string>();
  /** Events whose waiting has been journaled. */
  const delayed = new Map<string, Delay>();
  /** When to retry an event whose record could not be written (epoch ms). */
  const resting = new Map<string, number>();
  let cancelTimer = () => {};
  let closed = false;
  admission.onRoom(pump);

  return {
    put(call) {
      if (events.keys().length >= eventsMax)
        throw new AwsError("TooManyRequestsException", "Too many events are waiting.", 429, { Type: "User" });
      const { requestId, region, name, qualifier, payload, clientContext } = call;
      const now = clock.now();
      events.put(requestId, {
        requestId,
        region,
        name,
        ...(qualifier === undefined ? {} : { qualifier }),
        payload: payload.toString("utf8"),
        ...(clientContext === undefined ? {} : { clientContext }),
        queuedMs: now,
        failures: 0,
        notBeforeMs: now,
      });
      queueMicrotask(pump);
    },
    pump,
    length: () => events.keys().length,
    close() {
      closed = true;
      cancelTimer();
    },
  };

  function pump(): void {
    if (closed) return;
    cancelTimer();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const event of events.list()) {
      if (running.has(event.requestId)) continue;
      nextMs = Math.min(nextMs, consider(event));
    }
    if (nextMs < Number.POSITIVE_INFINITY) cancelTimer = clock.after(Math.max(0, nextMs - clock.now()), pump);
  }

  /** Runs or discards an event if it is due; returns when to check again. */
  function consider(event: QueuedEvent): number {
    const now = clock.now();
    const { ageSecondsMax } = settingsOf(event);
    const expiresMs = event.queuedMs + ageSecondsMax * 1_000;
    const restsMs = resting.get(event.requestId) ?? 0;
    if (now < restsMs) return restsMs;
    const target = options.store.functions.get(keyOf(event.region, event.name));
    const giveUpFor = (condition: string) => record(event, () => giveUp(event, condition));
    if (!target) giveUpFor("FunctionNotFound");
    else if (target.reservedConcurrency === 0) giveUpFor("ZeroReservedConcurrency");
    else if (now >= expiresMs) giveUpFor("EventAgeExceeded");
    else if (now < event.notBeforeMs) return Math.min(event.notBeforeMs, expiresMs);
    else {
      const leave = admission.enterQueued(target);
      if (typeof leave === "string") {
        noteDelay(event, leave);
        return expiresMs;
      }
      delayed.delete(event.requestId);
      void run(event, leave);
    }
    return Number.POSITIVE_INFINITY;
  }

  function noteDelay({ requestId, name }: QueuedEvent, delay: Delay): void {
    if (delayed.get(requestId) === delay) return;
    delayed.set(requestId, delay);
    journal.add({
      kind: "function",
      name,
      requestId,
      queued: delay,
      waiting: events.keys().length - running.size,
    });
  }

  async function run(event: QueuedEvent, leave: Leave): Promise<void> {
    running.add(event.requestId);
    try {
      const call = { ...event, payload: Buffer.from(event.payload) };
      const place = { leave, urgency: "queued" } as const;
      const { functionError } = await execution.run(call, execution.requireRunnable(call), place);
      record(event, () => (functionError ? failed(event) : events.delete(event.requestId)));
    } catch (error) {
      if (error instanceof EnvironmentEnded || closed) return; // delivered again when the cloud restarts
      if (!(error instanceof AwsError)) tellBug(error);
      record(event, () => postpone(event, error instanceof Error ? error.message : String(error)));
    } finally {
      running.delete(event.requestId);
      leave(); // also when it could not be run
      pump();
    }
  }

  /** Stores an event's outcome. If the disk write fails, the event is delivered again later: at least once. */
  function record(event: QueuedEvent, write: () => void): void {
    try {
      write();
      resting.delete(event.requestId);
    } catch (error) {
      if (!(error instanceof StorageFailure)) throw error;
      resting.set(event.requestId, clock.now() + restMs);
      journal.add({
        kind: "function",
        name: event.name,
        requestId: event.requestId,
        postponed: error.message,
      });
    }
  }

  function tellBug(error: unknown): void {
    journal.add({
      kind: "bug",
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    console.error(error);
  }

  function failed(event: QueuedEvent): void {
    const { requestId, name } = event;
    const failures = event.failures + 1;
    const wait = retryMs[event.failures];
    if (failures > settingsOf(event).retriesMax || wait === undefined)
      return giveUp({ ...event, failures }, "RetriesExhausted");
    journal.add({ kind: "function", name, requestId, triedAgainInSeconds: wait / 1_000, tries: failures });
    events.put(requestId, { ...event, failures, notBeforeMs: clock.now() + wait });
  }

  /** Lambda itself could not run it: not a function error, and not counted as an attempt. */
  function postpone(event: QueuedEvent, postponed: string): void {
    const { requestId, name } = event;
    if (postponed !== event.postponed) journal.add({ kind: "function", name, requestId, postponed });
    events.put(requestId, { ...event, postponed, notBeforeMs: clock.now() + 1_000 });
  }

  function giveUp({ requestId, name, failures }: QueuedEvent, condition: string): void {
    events.delete(requestId);
    delayed.delete(requestId);
    journal.add({ kind: "function", name, requestId, gaveUp: condition, tries: failures });
  }

  function settingsOf(event: QueuedEvent): { retriesMax: number; ageSecondsMax: number } {
    const record: FunctionRecord | undefined = options.store.functions.get(keyOf(event.region, event.name));
    const config = record?.eventInvokeConfigs[event.qualifier ?? latest];
    return {
      retriesMax: config?.maximumRetryAttempts ?? retriesDefault,
      ageSecondsMax: config?.maximumEventAgeInSeconds ?? ageSecondsDefault,
    };
  }
}
