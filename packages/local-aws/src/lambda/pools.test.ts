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

/** Those that got a worker, in order: "status 1" got worker 1. */
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

/** Everything that was resolved has been heard. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function ready(...names: number[]): Promise<void> {
  for (const name of names) started[name - 1]?.ready();
  await settled();
}

it("starts no more at a time than allowed, whoever waits", async () => {
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

it("serves what is awaited before what is queued, with the processes that were started for it", async () => {
  const { got, call } = caller();
  for (const name of ["event 1", "event 2", "event 3"]) void call(name, "queued");
  void call("status", "awaited");
  expect(started).toHaveLength(2);
  await ready(1, 2);
  expect(got).toEqual(["status 1", "event 1 2"]);
});

it("lets short calls wait for a worker that comes free sooner than another one starts", async () => {
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

it("starts others where calls turn out to be long, and where too many wait", async () => {
  const { got, call, done } = caller();
  void call("long", "awaited");
  await ready(1);
  void call("a", "awaited");
  expect(started).toHaveLength(1);
  clock.advance(150); // it is not short any more
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

it("leaves one idle for what is awaited", async () => {
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

it("makes one ready while events have all, and before the first call where one is expected", async () => {
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
  clock.advance(650_000); // no status was asked for in that time
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

it("keeps no spare one where nobody asks for a status", async () => {
  const { call } = caller();
  void call("event", "queued");
  await ready(1);
  clock.advance(1_000);
  expect(started).toHaveLength(1);
});

it("gives one that cannot start to who waits longest: it knows why", async () => {
  const { got, call } = caller();
  void call("a", "awaited");
  void call("b", "awaited");
  started[0]?.dies();
  await settled();
  expect(got).toEqual(["a 1"]);
  await ready(2);
  expect(got).toEqual(["a 1", "b 2"]);
});

it("uses a new one whatever its age could be, and an idle one only if it fits", async () => {
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

it("passes on why there is nothing to start, and goes on with the next", async () => {
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

it("ends what is idle after its time, what is forgotten, and gives nothing once closed", async () => {
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
  pools.close();
  await settled();
  expect(got.at(-1)).toBe("d undefined");
  await ready(5);
  expect(started[4]?.alive()).toBe(false);
});
