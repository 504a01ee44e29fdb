import {
  type Busy,
  type Demand,
  type Idle,
  lacksAwaited,
  lacksQueued,
  lacksSpare,
  mayTakeIdle,
  type Pool,
  type PoolLoad,
  type Waiter,
  type Worker,
} from "./pool.ts";
import type { Clock } from "./spec.ts";

export interface PoolsOptions {
  clock: Clock;
  /** The maximum number of simultaneous starts over all keys: starting is expensive. */
  startsMax: number;
  /** An idle worker ends after this time; the last one of a pool after ten times that. */
  idleSeconds: number;
}

/**
 * Warm workers, in a pool per key. Awaited calls go first; they wait for a busy worker if that
 * is faster than a start. Queued events use the rest and leave one idle worker for
 * awaited calls.
 */
export interface Pools<W extends Worker> {
  /** Prepares a worker for the first awaited call, once no other start is pending. */
  prepare(demand: Omit<Demand<W>, "urgency">): void;
  /** Takes a worker; undefined once the pools are closed; rejects with errors of `start`. Return it with `release`. */
  acquire(demand: Demand<W>): Promise<W | undefined>;
  /** Returns a worker; `keep`: whether it can be reused. */
  release(worker: W, keep: boolean): void;
  /** The workers under keys with a prefix: those that wait for work, and those at work. */
  count(prefix: string): { idle: number; busy: number };
  /** Ends the idle workers under keys with a prefix; busy ones end with their work. */
  forget(prefix: string): void;
  /** Adds a worker that was started elsewhere and has no work. */
  adopt(demand: Omit<Demand<W>, "urgency">, worker: W): void;
  /** Refuses all calls from now on. Returns the workers without work: the idle ones and those that are starting. */
  close(): W[];
}

/** How often waiting calls are checked. */
const lookMs = 50;
/** The assumed duration of a start until one has been measured. */
const startMsGuess = 400;

export function createPools<W extends Worker>({ clock, startsMax, idleSeconds }: PoolsOptions): Pools<W> {
  const lastIdleSeconds = idleSeconds * 10;
  const pools = new Map<string, Pool<W>>();
  const busy = new Map<W, Busy<W>>();
  const starting = new Set<W>();
  let startMs = startMsGuess;
  let cancelLook: (() => void) | undefined;
  let cancelSweep: (() => void) | undefined;
  let closed = false;

  return {
    acquire(demand) {
      if (closed) return Promise.resolve(undefined);
      const pool = poolOf(demand);
      if (demand.urgency === "awaited") pool.lastAwaitedTick = clock.tick();
      return new Promise((give, refuse) => {
        pool[demand.urgency].push({ demand, give, refuse });
        schedule();
      });
    },
    prepare(demand) {
      if (closed) return;
      const pool = poolOf({ ...demand, urgency: "awaited" });
      pool.lastAwaitedTick = clock.tick();
      pool.prepared = pool.idle.length === 0;
      schedule();
    },
    release(worker, keep) {
      const work = busy.get(worker);
      if (!work) return;
      busy.delete(worker);
      const { pool, urgency, sinceTick } = work;
      pool.busy.splice(pool.busy.indexOf(work), 1);
      if (urgency === "awaited") pool.callMs += (clock.tick() - sinceTick - pool.callMs) / 4;
      if (closed || !keep || pool.forgotten) worker.end();
      else if (worker.alive()) setAside(pool, worker);
      schedule();
    },
    forget(prefix) {
      const changed = [...pools.values()].filter(({ key }) => key.startsWith(prefix));
      for (const pool of changed) {
        for (const { worker } of pool.idle.splice(0)) worker.end();
        pool.forgotten = true;
        // Waiting calls were made for the earlier revision, so they get a worker of that revision.
        const { awaited, queued } = pool;
        pools.delete(pool.key);
        for (const waiter of [...awaited.splice(0), ...queued.splice(0)]) again(waiter);
      }
      schedule();
    },
    count(prefix) {
      const own = [...pools.values()].filter(({ key }) => key.startsWith(prefix));
      return {
        idle: own.reduce((sum, { idle }) => sum + idle.length, 0),
        busy: [...busy.values()].filter(({ pool }) => pool.key.startsWith(prefix)).length,
      };
    },
    adopt(demand, worker) {
      whenLoaded(poolOf({ ...demand, urgency: "awaited" }), worker, () => {});
    },
    close() {
      closed = true;
      cancelLook?.();
      cancelSweep?.();
      const waiting = [...starting];
      for (const { idle, awaited, queued } of pools.values()) {
        waiting.push(...idle.map(({ worker }) => worker));
        for (const { give } of [...awaited.splice(0), ...queued.splice(0)]) give(undefined);
      }
      pools.clear();
      return waiting;
    },
  };

  function poolOf(demand: Demand<W>): Pool<W> {
    const known = pools.get(demand.key);
    if (known) return Object.assign(known, { lastDemand: demand });
    const pool: Pool<W> = {
      key: demand.key,
      idle: [],
      awaited: [],
      queued: [],
      busy: [],
      starting: 0,
      callMs: 0,
      lastAwaitedTick: Number.NEGATIVE_INFINITY,
      lastDemand: demand,
      prepared: false,
      forgotten: false,
    };
    pools.set(demand.key, pool);
    return pool;
  }

  function again(waiter: Waiter<W>): void {
    poolOf(waiter.demand)[waiter.demand.urgency].push(waiter);
  }

  /** Hands out idle workers, then starts missing ones, first for awaited calls. */
  function schedule(): void {
    if (closed) return;
    cancelLook?.();
    cancelLook = undefined;
    for (const pool of pools.values()) handOut(pool);
    for (const pool of pools.values()) if (isUnused(pool)) pools.delete(pool.key);
    startWhatLacks(lacksAwaited);
    if (someAwaited())
      cancelLook = clock.after(lookMs, schedule); // a start would slow down awaited calls
    else {
      startWhatLacks(lacksSpare);
      startWhatLacks(lacksQueued);
    }
  }

  function someAwaited(): boolean {
    for (const { awaited } of pools.values()) if (awaited.length > 0) return true;
    return false;
  }

  function startWhatLacks(lacking: (pool: Pool<W>, load: PoolLoad) => number): void {
    for (const pool of pools.values())
      while (starting.size < startsMax && pool.starting < lacking(pool, loadOf(pool))) start(pool);
  }

  function handOut(pool: Pool<W>): void {
    while (pool.idle.length > 0) {
      const line = pool.awaited.length > 0 ? pool.awaited : pool.queued;
      const [waiter] = line;
      if (!waiter || (line === pool.queued && !mayTakeIdle(pool, loadOf(pool)))) return;
      const taken = pool.idle.pop();
      if (!taken?.worker.alive()) continue;
      if (!taken.fresh && !waiter.demand.fits(taken.worker)) {
        taken.worker.end();
        continue;
      }
      line.shift();
      giveTo(waiter, pool, taken.worker);
    }
  }

  function loadOf(pool: Pool<W>): PoolLoad {
    return { tick: clock.tick(), busy: pool.busy, startMs, expectMs: lastIdleSeconds * 1_000 };
  }

  function isUnused(pool: Pool<W>): boolean {
    const { idle, awaited, queued } = pool;
    const needed = idle.length + awaited.length + queued.length + pool.busy.length + pool.starting > 0;
    return !needed && !pool.prepared;
  }

  function start(pool: Pool<W>): void {
    const line = pool.awaited.length > 0 ? pool.awaited : pool.queued;
    const demand = line[0]?.demand ?? pool.lastDemand;
    const sinceTick = clock.tick();
    let worker: W;
    try {
      worker = demand.start();
    } catch (error) {
      Object.assign(pool, { lastAwaitedTick: Number.NEGATIVE_INFINITY, prepared: false }); // no spare worker is started
      line.shift()?.refuse(error);
      return;
    }
    whenLoaded(pool, worker, () => {
      startMs += (clock.tick() - sinceTick - startMs) / 4;
    });
  }

  function whenLoaded(pool: Pool<W>, worker: W, onLoaded: () => void): void {
    pool.starting += 1;
    starting.add(worker);
    const done = () => {
      if (closed) return;
      pool.starting -= 1;
      starting.delete(worker);
      pool.prepared = false;
      onLoaded();
      const idle = settle(pool, worker);
      schedule();
      if (idle) idle.fresh = false;
    };
    worker.loaded.then(done, done);
  }

  function settle(pool: Pool<W>, worker: W): Idle<W> | undefined {
    if (pool.forgotten) worker.end();
    else if (worker.alive()) return setAside(pool, worker, true);
    else giveBroken(pool, worker);
    return undefined;
  }

  /** The call that waits longest reports why the worker could not start. */
  function giveBroken(pool: Pool<W>, worker: W): void {
    const waiter = pool.awaited.shift() ?? pool.queued.shift();
    if (!waiter) return worker.end();
    giveTo(waiter, pool, worker);
  }

  function giveTo({ demand, give }: Waiter<W>, pool: Pool<W>, worker: W): void {
    const work = { pool, urgency: demand.urgency, sinceTick: clock.tick() };
    busy.set(worker, work);
    pool.busy.push(work);
    give(worker);
  }

  function setAside(pool: Pool<W>, worker: W, fresh = false): Idle<W> {
    const entry = { worker, fresh, sinceTick: clock.tick() };
    pool.idle.push(entry);
    cancelSweep ??= clock.after(idleSeconds * 1_000, sweep);
    return entry;
  }

  /** Ends the workers that have been idle for too long, and runs again when the next one may have been. */
  function sweep(): void {
    cancelSweep = undefined;
    const tick = clock.tick();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { idle } of pools.values())
      for (let [oldest] = idle; oldest; [oldest] = idle) {
        const restMs = oldest.sinceTick + (idle.length > 1 ? idleSeconds : lastIdleSeconds) * 1_000 - tick;
        if (restMs > 0) {
          nextMs = Math.min(nextMs, restMs);
          break;
        }
        idle.shift();
        oldest.worker.end();
      }
    if (nextMs < Number.POSITIVE_INFINITY) cancelSweep = clock.after(nextMs, sweep);
  }
}
