import type { Callback, LibraryStore, LibraryStream, Lock } from "./library.ts";

/** One request on its way through dynalite. */
interface Flight {
  fail(error: unknown): void;
  releases: Set<() => void>;
}

/** Runs dynalite code and turns errors in its callbacks into a rejected promise. */
export type RunIsolated = <T>(work: (done: (error: unknown, value?: T) => void) => void) => Promise<T>;

/**
 * Dynalite's callbacks may throw on unforeseen input, long after the call that passed it in returned: Node
 * would crash the whole cloud, and a lock held by that request would never be released. So every callback and lock of
 * its store is bound to its request.
 */
export function isolateRequests(store: LibraryStore): RunIsolated {
  let current: Flight | undefined;

  const { db } = store;
  for (const name of ["get", "put", "del", "batch"] as const) {
    const plain = db[name] as (...args: unknown[]) => unknown;
    Object.assign(db, {
      [name]: (...args: unknown[]) => {
        const last = args.at(-1);
        return plain(...args.slice(0, -1), typeof last === "function" ? bind(last as Callback) : last);
      },
    });
  }
  for (const name of ["createKeyStream", "createValueStream"] as const) {
    const plain = db[name].bind(db);
    db[name] = (options) => bindStream(plain(options));
  }
  replaceLock(store.tableDb);
  const plainItemDb = store.getItemDb;
  store.getItemDb = (name) => replaceLock(plainItemDb(name));

  return (work) =>
    new Promise((resolve, reject) => {
      const flight: Flight = {
        releases: new Set(),
        fail(error) {
          for (const release of flight.releases) release();
          reject(error);
        },
      };
      within(flight, () => {
        work((error, value) => {
          if (error === null || error === undefined) resolve(value as never);
          else reject(error);
        });
      });
    });

  function within(flight: Flight | undefined, body: () => void): void {
    const before = current;
    current = flight;
    try {
      body();
    } catch (error) {
      if (!flight) throw error;
      flight.fail(error);
    } finally {
      current = before;
    }
  }

  /** The callback, bound to the request in which it was created. */
  function bind<A extends unknown[]>(callback: (...args: A) => void): (...args: A) => void {
    const flight = current;
    return (...args) => within(flight, () => callback(...args));
  }

  function bindStream(stream: LibraryStream): LibraryStream {
    const plain = stream.on.bind(stream);
    stream.on = (event, listener) => plain(event, bind(listener as (...values: unknown[]) => void));
    return stream;
  }

  function replaceLock<D extends { lock: Lock }>(holder: D): D {
    if (!ownLocks.has(holder.lock)) holder.lock = createLock();
    return holder;
  }

  /** Like dynalite's own lock (one request at a time per key, in order), but a failed request releases it. */
  function createLock(): Lock {
    const waiting = new Map<string, (() => void)[]>();
    const lock: Lock = (key, body) => {
      const flight = current;
      const start = () => {
        let held = true;
        const release = () => {
          if (!held) return;
          held = false;
          flight?.releases.delete(release);
          const next = waiting.get(key)?.shift();
          if (next) setImmediate(next);
          else waiting.delete(key);
        };
        flight?.releases.add(release);
        within(flight, () =>
          body((done) => (...results) => {
            release();
            done(...results);
          }),
        );
      };
      const queue = waiting.get(key);
      if (queue) queue.push(start);
      else {
        waiting.set(key, []);
        start();
      }
    };
    ownLocks.add(lock);
    return lock;
  }
}

const ownLocks = new WeakSet<Lock>();
