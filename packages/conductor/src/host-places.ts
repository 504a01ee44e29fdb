import { requestOf } from "./http/request-of.ts";

/** How many requests may run at the same time, and how often they may begin. */
export interface PlaceSettings {
  readonly total: number;
  readonly perHost: number;
  /** Requests that may begin per second, for each host. */
  readonly ratePerSecond?: number | undefined;
}

/** A place for one request; it must be left when the request has ended. */
export interface Place {
  leave(): void;
}

/** What runs and what waits at one host. */
export interface HostLoad {
  readonly host: string;
  readonly running: number;
  readonly waiting: number;
}

/** Places for requests, shared fairly between hosts. */
export interface HostPlaces {
  /** Waits for a place; undefined if there is none within `waitMsMax`. */
  take(host: string, waitMsMax?: number): Promise<Place | undefined>;
  /** Hosts at which something runs or waits. */
  loads(): HostLoad[];
  /** How many wait, at all hosts. */
  waiting(): number;
}

/** Time, as an argument. */
export interface PlaceTime {
  /** Milliseconds from any origin. */
  nowMs(): number;
  /** Runs something once, later; returns a cancel function. */
  after(ms: number, run: () => void): () => void;
}

interface Host {
  readonly waiting: Set<() => void>;
  running: number;
  /** With a rate: when the next request may begin. */
  freeAtMs: number;
}

/**
 * Creates places. A host that answers slowly keeps at most `perHost` of them, and a place that becomes free goes to the
 * hosts in turn, so that a long queue at one of them delays no other.
 */
export function createHostPlaces(
  { total, perHost, ratePerSecond }: PlaceSettings,
  { nowMs, after }: PlaceTime,
): HostPlaces {
  /** In the order of their turns. */
  const hosts = new Map<string, Host>();
  let running = 0;
  let waitingInAll = 0;
  let cancelNext = (): void => {};

  function hostOf(name: string): Host {
    const known = hosts.get(name) ?? { waiting: new Set(), running: 0, freeAtMs: 0 };
    hosts.set(name, known);
    return known;
  }

  function mayBegin(host: Host): boolean {
    return running < total && host.running < perHost && host.freeAtMs <= nowMs();
  }

  function begin(name: string, host: Host): Place {
    running += 1;
    host.running += 1;
    if (ratePerSecond !== undefined) host.freeAtMs = Math.max(host.freeAtMs, nowMs()) + 1_000 / ratePerSecond;
    let left = false;
    return {
      leave() {
        if (left) return;
        left = true;
        running -= 1;
        host.running -= 1;
        forget(name, host);
        fill();
      },
    };
  }

  function forget(name: string, host: Host): void {
    if (host.running === 0 && host.waiting.size === 0 && host.freeAtMs <= nowMs()) hosts.delete(name);
  }

  /** Gives free places to those that wait, one host after the other. */
  function fill(): void {
    for (let given = true; given && running < total; ) {
      given = false;
      for (const [name, host] of [...hosts]) {
        const [next] = host.waiting;
        if (!next || !mayBegin(host)) continue;
        hosts.delete(name); // to the end: the others come first now
        hosts.set(name, host);
        next();
        given = true;
      }
    }
    wakeForRate();
  }

  function wakeForRate(): void {
    cancelNext();
    cancelNext = () => {};
    if (ratePerSecond === undefined || running >= total) return;
    const moments = [...hosts.values()]
      .filter(({ waiting, running: runningHere }) => waiting.size > 0 && runningHere < perHost)
      .map(({ freeAtMs }) => freeAtMs);
    // A moment that has passed: its timer was late, and has just been cancelled.
    if (moments.length > 0) cancelNext = after(Math.max(0, Math.min(...moments) - nowMs()), fill);
  }

  return {
    async take(name, waitMsMax) {
      const host = hostOf(name);
      if (host.waiting.size === 0 && mayBegin(host)) return begin(name, host);
      return new Promise((resolve) => {
        const given = (): void => {
          host.waiting.delete(given);
          waitingInAll -= 1;
          giveUp();
          resolve(begin(name, host));
        };
        const late = (): void => {
          host.waiting.delete(given);
          waitingInAll -= 1;
          forget(name, host);
          resolve(undefined);
        };
        const giveUp = waitMsMax === undefined ? () => {} : after(waitMsMax, late);
        host.waiting.add(given);
        waitingInAll += 1;
        wakeForRate();
      });
    },
    waiting: () => waitingInAll,
    loads: () =>
      Array.from(hosts, ([host, { running: runningHere, waiting }]) => ({
        host,
        running: runningHere,
        waiting: waiting.size,
      })).filter((load) => load.running > 0 || load.waiting > 0),
  };
}

/** Which host a request calls, with its port; "" for an invalid uri, whose request fails anyway. */
export function hostOfRequest(request: unknown): string {
  const uri = typeof request === "object" && request !== null && "uri" in request ? String(request.uri) : "";
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(uri)?.[1]?.toLowerCase() ?? "";
}

/** Which host the request in a task's input calls; see `hostOfRequest`. */
export function hostOfTask({ inputData }: { readonly inputData: Readonly<Record<string, unknown>> }): string {
  return hostOfRequest(requestOf(inputData));
}
