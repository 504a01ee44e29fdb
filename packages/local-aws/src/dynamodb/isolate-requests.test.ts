import { expect, test } from "vitest";
import { isolateRequests } from "./isolate-requests.ts";
import type { Callback, LibraryStore, Lock } from "./library.ts";

/** Calls back one turn later, as LevelDB does. */
function fakeStore(): LibraryStore {
  const later = (...args: unknown[]) => {
    setImmediate(args.at(-1) as Callback, null, "value");
  };
  const plainLock: Lock = (_, body) => body((done) => done);
  const db = { get: later, put: later, del: later, batch: later };
  const itemDb = { ...db, lock: plainLock };
  return {
    db: { ...db, createKeyStream: () => ({ on: () => {} }), createValueStream: () => ({ on: () => {} }) },
    tableDb: { ...db, lock: plainLock },
    getItemDb: () => itemDb,
  } as unknown as LibraryStore;
}

test("an error in a callback fails its own request, not the process", async () => {
  const store = fakeStore();
  const runIsolated = isolateRequests(store);
  const failing = runIsolated((done) => {
    store.db.get("key", () => {
      store.db.get("deeper", () => {
        throw new TypeError("nobody foresaw this");
      });
    });
    void done;
  });
  const fine = runIsolated<string>((done) =>
    store.db.get("key", (error, value) => done(error, value as string)),
  );
  await expect(failing).rejects.toThrow("nobody foresaw this");
  await expect(fine).resolves.toBe("value");
});

test("an error thrown synchronously or passed to the callback fails the request", async () => {
  const runIsolated = isolateRequests(fakeStore());
  await expect(
    runIsolated(() => {
      throw new Error("at once");
    }),
  ).rejects.toThrow("at once");
  await expect(runIsolated((done) => done(new Error("as an answer")))).rejects.toThrow("as an answer");
});

test("a failed request releases its lock to the next one", async () => {
  const store = fakeStore();
  const runIsolated = isolateRequests(store);
  const locked = (body: () => void) =>
    runIsolated<string>((done) => {
      store.getItemDb("t").lock("key", (release) => {
        const answer = release(done as Callback);
        store.db.get("key", (error, value) => {
          body();
          answer(error, value);
        });
      });
    });
  const order: string[] = [];
  const first = locked(() => {
    order.push("first");
    throw new Error("while it held the lock");
  });
  const second = locked(() => order.push("second"));
  const third = locked(() => order.push("third"));
  await expect(first).rejects.toThrow("while it held the lock");
  await expect(second).resolves.toBe("value");
  await expect(third).resolves.toBe("value");
  expect(order).toEqual(["first", "second", "third"]);
});
