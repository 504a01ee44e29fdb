import { readNames } from "@long-running-api/kit/names";
import type { Target } from "@long-running-api/kit/targets/target";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type JournalEntry, type JournalReader, remoteJournal } from "../journal.ts";
import { keepVerdicts } from "./verdicts.ts";
import { type Writes, watchWrites } from "./writes.ts";

// How soon a change made elsewhere is noticed, by the page's own intervals: the clock is the test's. What remains of the
// 2 s is for the checks.

const noticedMsMax = 700;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const write = { number: 2, time: "2026-01-01T00:00:00.000Z", kind: "aws", operation: "UpdateMethod" };
const conductorWith = (definitions: () => object[]) =>
  ({ real: false, conductor: async () => ({ definitions: async () => definitions() }) }) as unknown as Target;

/** Counts reports that begin after the change, within the time that is allowed. */
async function reportsAfter(
  { target, journal }: { target: Target; journal: JournalReader | undefined },
  change: () => void,
): Promise<Writes[]> {
  const reports: Writes[] = [];
  const leave = watchWrites({ target, journal }).subscribe((writes) => reports.push(writes));
  await vi.advanceTimersByTimeAsync(2_100); // not at the moment in which it looks anyway
  reports.length = 0;
  change();
  await vi.advanceTimersByTimeAsync(noticedMsMax);
  leave();
  return reports;
}

test("a write in this process's cloud is noticed by its event", async () => {
  const entries: JournalEntry[] = [{ ...write, number: 1 }];
  let changed = () => {};
  const journal: JournalReader = {
    epoch: "1",
    since: (number) => entries.filter((entry) => entry.number > number),
    subscribe: (listener) => {
      changed = listener;
      return () => {};
    },
  };
  const reports = await reportsAfter({ target: conductorWith(() => []), journal }, () => {
    entries.push(write);
    changed();
  });
  expect(reports).toEqual([{ control: [write], definitions: false, data: false }]);
});

test("a write in another process's cloud is noticed at the next look", async () => {
  const entries: JournalEntry[] = [];
  vi.stubGlobal("fetch", async (url: string) =>
    Response.json(
      url.endsWith("/_local/status")
        ? { pid: 7 }
        : { entries: entries.filter(({ number }) => number > Number(url.split("since=")[1])) },
    ),
  );
  const journal = await remoteJournal("http://127.0.0.1:4566");
  const reports = await reportsAfter({ target: conductorWith(() => []), journal }, () => entries.push(write));
  expect(reports).toEqual([{ control: [write], definitions: false, data: false }]);
});

test("a definition, which no journal has, is noticed at the next look", async () => {
  let definitions = [{ name: "one" }];
  const journal: JournalReader = { epoch: "1", since: () => [], subscribe: () => () => {} };
  const reports = await reportsAfter({ target: conductorWith(() => definitions), journal }, () => {
    definitions = [{ name: "another" }];
  });
  expect(reports).toEqual([{ control: [], definitions: true, data: false }]);
});

test("on a real account a click runs no check that sends a request", async () => {
  const passive: (boolean | undefined)[] = [];
  for (const real of [true, false]) {
    const verdicts = keepVerdicts({
      target: { ...conductorWith(() => []), real },
      names: readNames({ options: {}, env: {} }),
      now: Date.now,
      changed: () => {},
      async runChecks(_, run) {
        passive.push(run.passive);
        return { target: "local", checks: [] } as never;
      },
    });
    await verdicts.recheck("03-api");
  }
  expect(passive).toEqual([true, false]);
});

test("while resources keep changing, the checks still end: two runs in a row are never given up", async () => {
  const ended: ("whole" | "given up")[] = [];
  const runMs = 300;
  const verdicts = keepVerdicts({
    target: conductorWith(() => []),
    names: readNames({ options: {}, env: {} }),
    now: Date.now,
    changed: () => {},
    async runChecks(_, { signal }) {
      await new Promise((resolve) => setTimeout(resolve, runMs));
      ended.push(signal?.aborted ? "given up" : "whole");
      return { target: "local", checks: [] } as never;
    },
  });
  for (let count = 0; count < 20; count++) {
    void verdicts.refresh();
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(3 * runMs);
  expect(ended.length).toBeGreaterThan(5);
  expect(ended.join(", ")).not.toContain("given up, given up");
  expect(ended.at(-1)).toBe("whole");
  expect(verdicts.checking).toBe(false);
});
