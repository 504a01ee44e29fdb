/** A worker: a process that serves one invocation at a time. */
export interface Worker {
  /** Resolves once it is ready or has failed to start. */
  readonly loaded: Promise<unknown>;
  alive(): boolean;
  end(): void;
}

/** "awaited": a caller waits for the response (RequestResponse); "queued": an Event. */
export type Urgency = "awaited" | "queued";

/** A request for a worker. `key` selects the pool. */
export interface Demand<W extends Worker> {
  key: string;
  urgency: Urgency;
  start(): W;
  /** Whether an idle worker may serve this request; otherwise it is ended. */
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
  /** Newly started: usable at any age. */
  fresh: boolean;
  sinceTick: number;
}

export interface Pool<W extends Worker> {
  key: string;
  /** In order of use. The most recently used one, at the end, is taken first, so that the others can expire. */
  idle: Idle<W>[];
  awaited: Waiter<W>[];
  queued: Waiter<W>[];
  /** The work of the busy workers. */
  busy: Busy<W>[];
  starting: number;
  /** The recent duration of awaited calls (ms). */
  callMs: number;
  lastAwaitedTick: number;
  lastDemand: Demand<W>;
  /** A worker was requested before any call. */
  prepared: boolean;
  forgotten: boolean;
}

/** The parameters of a pool's decisions, besides its own state. */
export interface PoolLoad {
  /** Milliseconds from any origin. */
  tick: number;
  /** The work in progress in this pool. */
  busy: readonly Pick<Busy<Worker>, "urgency" | "sinceTick">[];
  /** The duration of a start (ms). */
  startMs: number;
  /** How long after an awaited call we expect another. */
  expectMs: number;
}

/** A call that has not run longer than this counts as short. */
const shortMs = 100;

/** The last idle worker is reserved for awaited calls: an event can begin later. */
export function mayTakeIdle(pool: Pool<Worker>, load: PoolLoad): boolean {
  return pool.idle.length + shortCalls(load) > 1 || !awaitedLately(pool, load);
}

/** How many workers should be starting for awaited calls. */
export function lacksAwaited(pool: Pool<Worker>, load: PoolLoad): number {
  const waiting = pool.awaited.length;
  if (waiting === 0) return 0;
  const short = shortCalls(load);
  if (short === 0) return waiting; // none will be free soon
  return Math.max(0, Math.ceil((waiting * pool.callMs) / load.startMs) - short);
}

/** Prepares one worker while events use all others, so that the next status call need not wait for a start. */
export function lacksSpare(pool: Pool<Worker>, load: PoolLoad): number {
  const expected = pool.prepared || (awaitedLately(pool, load) && runs("queued", load));
  return expected && pool.idle.length === 0 && !runs("awaited", load) ? 1 : 0;
}

function runs(urgency: Urgency, { busy }: PoolLoad): boolean {
  return busy.some((work) => work.urgency === urgency);
}

/** How many workers should be starting for queued events. */
export function lacksQueued(pool: Pool<Worker>, load: PoolLoad): number {
  return lacksSpare(pool, load) + pool.queued.length;
}

/** How many workers serve short awaited calls: they will be free soon. */
function shortCalls({ busy, tick }: PoolLoad): number {
  return busy.filter(({ urgency, sinceTick }) => urgency === "awaited" && tick - sinceTick < shortMs).length;
}

function awaitedLately({ lastAwaitedTick }: Pool<Worker>, { tick, expectMs }: PoolLoad): boolean {
  return tick - lastAwaitedTick < expectMs;
}
