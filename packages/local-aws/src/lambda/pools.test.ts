import { beforeEach, expect, it } from "vitest";
import type { Urgency, Worker } from "./runtime/pool.ts";
import { createPools, type Pools } from "./runtime/pools.ts";
import { createManualClock } from "./runtime-bench.ts";

interface TestWorker extends Worker {
  name: number;
  ready(): void;
  dies(): void;
}

let clock: ReturnType<typeof createManualClock>;
let pools: Pools<TestWorker>;
let started: TestWorker[];

beforeEach(() => {
  clock = createManualClock();
  pools = createPools<TestWorker>({ clock, startsMax: 2, idleSeconds: 60 });
  started = [];
});

function start(): TestWorker {
  let alive = true;
  let ready = () => {};
  const loaded = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const end = () => {
    alive = false;
  };
  const dies = () => {
    alive = false;
    ready();
  };
  const worker = { name: started.length + 1, loaded, ready, dies, alive: () => alive, end };
  started.push(worker);
  return worker;
}

/** The calls that got a worker, in order: "status 1" got worker 1. */
function caller() {
  const got: string[] = [];
  const workers = new Map<string, TestWorker>();
  const call = (name: string, urgency: Urgency, key = "f") =>
    pools.acquire({ key, urgency, start, fits: () => true }).then(
      (worker) => {
        got.push(`${name} ${worker?.name}`);
        if (worker) workers.set(name, worker);
      },
      (error: Error) => got.push(`${name} ${error.message}`),
    );
  const done = (name: string, afterMs = 0) => {
    clock.advance(afterMs);
    const worker = workers.get(name);
    if (worker) pools.release(worker, true);
  };
  return { got, call, done };
}

/** Waits until all resolved promises have run their callbacks. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function ready(...names: number[]): Promise<void> {
  for (const name of names) started[name - 1]?.ready();
  await settled();
}

it("starts no more workers at a time than allowed", async () => {
  const { got, call } = caller();
  for (const name of ["a", "b", "c", "d"]) void call(name, "queued");
  void call("other", "queued", "g");
  expect(started).toHaveLength(2);
  clock.advance(300);
  await ready(1);
  expect(started).toHaveLength(3);
  await ready(2, 3);
  expect(started).toHaveLength(5);
  await ready(4, 5);
  expect(got).toEqual(["a 1", "b 2", "c 3", "d 4", "other 5"]);
});

it("serves awaited calls before queued ones, with the workers started for them", async () => {
  const { got, call } = caller();
  for (const name of ["event 1", "event 2", "event 3"]) void call(name, "queued");
  void call("status", "awaited");
  expect(started).toHaveLength(2);
  await ready(1, 2);
  expect(got).toEqual(["status 1", "event 1 2"]);
});

it("lets short calls wait for a worker that is free sooner than a new one starts", async () => {
  const { got, call, done } = caller();
  void call("first", "awaited");
  clock.advance(400);
  await ready(1);
  done("first", 10);
  for (const name of ["a", "b", "c", "d"]) void call(name, "awaited");
  await settled();
  for (const name of ["a", "b", "c", "d"]) {
    done(name, 10);
    await settled();
  }
  expect(got).toEqual(["first 1", "a 1", "b 1", "c 1", "d 1"]);
  expect(started).toHaveLength(1);
});

it("starts more workers when calls turn out to be long or too many wait", async () => {
  const { got, call, done } = caller();
  void call("long", "awaited");
  await ready(1);
  void call("a", "awaited");
  expect(started).toHaveLength(1);
  clock.advance(150); // it is no longer short
  expect(started).toHaveLength(2);
  clock.advance(400);
  await ready(2);
  expect(got).toEqual(["long 1", "a 2"]);
  done("a", 90);
  for (let index = 0; index < 60; index += 1) void call(`b${index}`, "awaited");
  await settled();
  done("b0", 90);
  await settled();
  expect(started.length).toBeGreaterThan(2);
});

it("keeps one idle worker for awaited calls", async () => {
  const { got, call, done } = caller();
  void call("status", "awaited");
  await ready(1);
  done("status", 10);
  void call("event", "queued");
  expect(started).toHaveLength(2);
  void call("status again", "awaited");
  await settled();
  expect(got.at(-1)).toBe("status again 1");
  await ready(2);
  expect(got.at(-1)).toBe("event 2");
});

it("prepares a worker while events use all others, and before an expected first call", async () => {
  const { got, call, done } = caller();
  pools.prepare({ key: "f", start, fits: () => true });
  await ready(1);
  expect(got).toEqual([]);
  for (const name of ["event 1", "event 2"]) void call(name, "queued");
  void call("status", "awaited");
  await settled();
  expect(got).toEqual(["status 1"]);
  done("status", 10);
  await ready(2);
  await ready(3);
  clock.advance(650_000); // no status call in that time
  void call("event 3", "queued");
  await ready(4);
  expect(got).toEqual(["status 1", "event 1 2", "event 2 3", "event 3 4"]);
  done("event 3");
  void call("status again", "awaited");
  await settled();
  expect(got.at(-1)).toBe("status again 4");
  void call("event 4", "queued");
  await ready(5);
  expect(got.at(-1)).toBe("event 4 5");
});

it("keeps no spare worker without status calls", async () => {
  const { call } = caller();
  void call("event", "queued");
  await ready(1);
  clock.advance(1_000);
  expect(started).toHaveLength(1);
});

it("gives a worker that failed to start to the longest waiting call, which reports why", async () => {
  const { got, call } = caller();
  void call("a", "awaited");
  void call("b", "awaited");
  started[0]?.dies();
  await settled();
  expect(got).toEqual(["a 1"]);
  await ready(2);
  expect(got).toEqual(["a 1", "b 2"]);
});

it("uses a new worker of any age, and an idle one only if it is usable", async () => {
  const { got, call } = caller();
  const demand = { key: "f", urgency: "awaited", start, fits: () => false } as const;
  const first = pools.acquire(demand);
  await ready(1);
  const worker = await first;
  expect(worker?.name).toBe(1);
  if (worker) pools.release(worker, true);
  void pools.acquire(demand);
  expect(started[0]?.alive()).toBe(false);
  expect(started).toHaveLength(2);
  await ready(2);
  void call("fits", "awaited");
  clock.advance(200);
  await ready(3);
  expect(got).toEqual(["fits 3"]);
});

it("passes on why a worker cannot be created, and continues with the next", async () => {
  const { got, call } = caller();
  const refuse = () => {
    throw new Error("no role");
  };
  await pools
    .acquire({ key: "f", urgency: "awaited", start: refuse, fits: () => true })
    .catch(({ message }: Error) => got.push(message));
  void call("b", "awaited");
  await ready(1);
  expect(got).toEqual(["no role", "b 1"]);
});

it("ends workers after their idle time or when discarded, and returns none once closed", async () => {
  const { got, call, done } = caller();
  void call("a", "queued");
  await ready(1);
  done("a");
  clock.advance(599_000);
  expect(started[0]?.alive()).toBe(true); // the last one
  clock.advance(1_000);
  expect(started[0]?.alive()).toBe(false);
  void call("b", "queued", "f 1");
  void call("c", "queued", "f 1");
  await ready(2);
  pools.forget("f ");
  done("b");
  expect(started[1]?.alive()).toBe(false);
  await ready(3);
  expect(started[2]?.alive()).toBe(false);
  await ready(4);
  expect(got.at(-1)).toBe("c 4"); // by one that was started after the change
  void call("d", "queued");
  expect(pools.close().map(({ name }) => name)).toEqual([5]);
  await settled();
  expect(got.at(-1)).toBe("d undefined");
});

it("ends all idle workers but the last one earlier, the one that was idle longest first", async () => {
  const { call, done } = caller();
  void call("a", "queued");
  void call("b", "queued");
  await ready(1, 2);
  done("a");
  clock.advance(30_000);
  done("b");
  clock.advance(29_000);
  expect(started.map((worker) => worker.alive())).toEqual([true, true]);
  clock.advance(1_000);
  expect(started.map((worker) => worker.alive())).toEqual([false, true]);
  clock.advance(569_000);
  expect(started[1]?.alive()).toBe(true);
  clock.advance(1_000);
  expect(started[1]?.alive()).toBe(false);
});

it("returns the workers without work when it is closed; other pools go on with them, and start no more", async () => {
  const { got, call, done } = caller();
  for (const name of ["a", "b", "c"]) void call(name, "queued");
  await ready(1, 2);
  done("a");
  await settled();
  done("c"); // it got worker 1, so that worker 3 is started for no one
  const waiting = pools.close();
  done("b");
  expect(waiting.map(({ name }) => name)).toEqual([3, 1]);

  pools = createPools<TestWorker>({ clock, startsMax: 2, idleSeconds: 60 });
  const demand = { key: "f", start, fits: () => true };
  for (const worker of waiting) pools.adopt(demand, worker);
  pools.prepare(demand);
  await settled();
  expect(pools.count("f")).toEqual({ idle: 1, busy: 0 });
  await ready(3);
  expect(pools.count("f")).toEqual({ idle: 2, busy: 0 });
  void call("d", "queued");
  void call("e", "awaited");
  await settled();
  expect(got).toEqual(["a 1", "b 2", "c 1", "d 3", "e 1"]);
  expect(started).toHaveLength(3);
  clock.advance(600_000);
  for (const name of ["d", "e"]) done(name);
  clock.advance(600_000);
  expect(started.some((worker) => worker.alive())).toBe(false);
});
