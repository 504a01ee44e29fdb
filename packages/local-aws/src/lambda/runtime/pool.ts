/** What is handed out: a process that is used by one invocation at a time. */
export interface Worker {
  /** Resolves once it can be used, or never could. */
  readonly loaded: Promise<unknown>;
  alive(): boolean;
  end(): void;
}

/** Somebody waits for the answer (RequestResponse), or nobody does (Event). */
export type Urgency = "awaited" | "queued";

/** Why a worker is started or taken. `key`: which workers may serve it. */
export interface Demand<W extends Worker> {
  key: string;
  urgency: Urgency;
  start(): W;
  /** Whether an idle worker may serve this one; one that may not is ended. */
  fits(worker: W): boolean;
}

export interface Waiter<W extends Worker> {
  demand: Demand<W>;
  give(worker: W | undefined): void;
  refuse(error: unknown): void;
}

export interface Busy<W extends Worker> {
  pool: Pool<W>;
  urgency: Urgency;
  sinceTick: number;
}

export interface Idle<W extends Worker> {
  worker: W;
  /** Just started: it fits, whatever its age could be. */
  fresh: boolean;
  cancel(): void;
}

export interface Pool<W extends Worker> {
  key: string;
  /** The one that was used last is last: it is taken first, so that the others can go idle. */
  idle: Idle<W>[];
  awaited: Waiter<W>[];
  queued: Waiter<W>[];
  starting: number;
  /** How long an awaited call takes, as seen lately (ms). */
  callMs: number;
  lastAwaitedTick: number;
  lastDemand: Demand<W>;
  /** A worker was asked for before any call. */
  prepared: boolean;
  forgotten: boolean;
}

/** What decides about a pool, beside its own state. */
export interface PoolLoad {
  /** Milliseconds from any beginning. */
  tick: number;
  /** The work that is under way in this pool. */
  busy: readonly Pick<Busy<Worker>, "urgency" | "sinceTick">[];
  /** How long a start takes (ms). */
  startMs: number;
  /** How long after an awaited call another one is expected. */
  expectMs: number;
}

/** A call is short as long as it has not run longer than this. */
const shortMs = 100;

/** The last idle worker is for what is awaited: nobody notices that an event begins a start later. */
export function mayTakeIdle(pool: Pool<Worker>, load: PoolLoad): boolean {
  return pool.idle.length + shortCalls(load) > 1 || !awaitedLately(pool, load);
}

/** How many workers must be starting for what is awaited. */
export function lacksAwaited(pool: Pool<Worker>, load: PoolLoad): number {
  const waiting = pool.awaited.length;
  if (waiting === 0) return 0;
  const short = shortCalls(load);
  if (short === 0) return waiting; // none will come free
  return Math.max(0, Math.ceil((waiting * pool.callMs) / load.startMs) - short);
}

/** One is made ready while events have all others, so that the next status call need not wait for a start. */
export function lacksSpare(pool: Pool<Worker>, load: PoolLoad): number {
  const runs = (urgency: Urgency) => load.busy.some((work) => work.urgency === urgency);
  const expected = pool.prepared || (awaitedLately(pool, load) && runs("queued"));
  return expected && pool.idle.length === 0 && !runs("awaited") ? 1 : 0;
}

/** How many workers must be starting for what is queued. */
export function lacksQueued(pool: Pool<Worker>, load: PoolLoad): number {
  return lacksSpare(pool, load) + pool.queued.length;
}

/** How many workers are at work for what is awaited, and have not been for long: they are free in a moment. */
function shortCalls({ busy, tick }: PoolLoad): number {
  return busy.filter(({ urgency, sinceTick }) => urgency === "awaited" && tick - sinceTick < shortMs).length;
}

function awaitedLately({ lastAwaitedTick }: Pool<Worker>, { tick, expectMs }: PoolLoad): boolean {
  return tick - lastAwaitedTick < expectMs;
}
