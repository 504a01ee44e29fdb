import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openSqlite } from "@long-running-api/sqlite";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openBatch } from "../src/store/batch.ts";
import { openStore } from "../src/store/index.ts";
import { engine, simple } from "./engine.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "conductor-store-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("what was committed", () => {
  it("is there after the next start: executions, tasks, timers, definitions, logs", async () => {
    const file = path.join(folder, "kept.db");
    const first = engine({ file });
    first.define({ name: "a", retryCount: 7, responseTimeoutSeconds: 30, retryDelaySeconds: 1 });
    const id = await first.run([simple("a"), simple("b")], {
      timeoutSeconds: 100,
      timeoutPolicy: "TIME_OUT_WF",
    });
    const [taken] = await first.workers.poll({
      taskType: "a",
      workerId: "w",
      domain: undefined,
      count: 1,
      waitMs: 0,
    });
    first.core.store.addLogs([{ taskId: taken?.taskId ?? "", log: "a line", createdTime: 1 }]);
    first.close();

    const second = engine({ file, now: first.clock.now() });
    expect(second.get(id)).toEqual({ ...first.get(id), tasks: expect.anything() });
    expect(second.states(id)).toEqual(["a IN_PROGRESS"]);
    expect(second.core.store.logsOf(taken?.taskId ?? "")).toEqual([
      { taskId: taken?.taskId, log: "a line", createdTime: 1 },
    ]);
    await second.pass(30);
    expect(second.states(id)).toEqual(["a TIMED_OUT", "a SCHEDULED"]);
    await second.pass(1);
    await second.work("a");
    await second.pass(100);
    expect(second.get(id).status).toBe("TIMED_OUT");
    second.close();
  });

  it("an execution that runs and ends is not looked up in the database, which would end the batch of writes", async () => {
    const { core, run, work, get, close } = engine();
    const load = vi.spyOn(core.store, "loadExecution");
    const id = await run([simple("a")]);
    await work("a");
    expect(get(id).status).toBe("COMPLETED");
    expect(load).not.toHaveBeenCalled();
    close();
  });

  it("work that became due in the meantime starts at once, and only once", async () => {
    const file = path.join(folder, "due.db");
    const first = engine({ file });
    const wait = { name: "w", taskReferenceName: "w", type: "WAIT", inputParameters: { duration: "1 hour" } };
    const id = await first.run([wait]);
    first.close();
    const second = engine({ file, now: first.clock.now() + 7_200_000 });
    await second.pass(0);
    expect(second.get(id).status).toBe("COMPLETED");
    second.close();
  });
});

describe("a batch", () => {
  const gathered = { write: () => undefined, written: () => undefined, undone: (error: unknown) => error };

  it("resolves only when all of it is on disk, and keeps failed writes", async () => {
    const database = openSqlite(":memory:");
    database.exec("CREATE TABLE t (x UNIQUE); INSERT INTO t VALUES (1)");
    const undone: unknown[] = [];
    const note = (error: unknown) => {
      undone.push(error);
      return error;
    };
    const batch = openBatch(database, { ...gathered, undone: note });
    batch.later(() => database.exec("INSERT INTO t VALUES (2)"));
    batch.later(() => database.exec("INSERT INTO t VALUES (1)"));
    await expect(batch.committed()).rejects.toThrow(/UNIQUE/);
    expect(database.prepare("SELECT count(*) AS n FROM t").get()).toEqual({ n: 1 });
    expect(undone).toHaveLength(1);
    // Nothing new was collected: what failed is still not on disk.
    await expect(batch.committed()).rejects.toThrow(/UNIQUE/);
    expect(batch.retry).toThrow(/UNIQUE/);
    database.exec("DELETE FROM t");
    await batch.committed();
    batch.retry();
    expect(database.prepare("SELECT count(*) AS n FROM t").get()).toEqual({ n: 2 });
  });

  it("resolves at once when it is empty", async () => {
    await openBatch(openSqlite(":memory:"), gathered).committed();
  });
});

describe("a task's log", () => {
  it("keeps its last lines only", async () => {
    const store = openStore({ file: ":memory:", sync: "normal" });
    const lines = Array.from({ length: 5_010 }, (_, index) => ({
      taskId: "t",
      log: `line ${index}`,
      createdTime: index,
    }));
    store.addLogs(lines);
    const kept = store.logsOf("t");
    expect(kept).toHaveLength(5_000);
    expect(kept[0]?.log).toBe("line 10");
    store.close();
  });
});
