import { expect, test } from "vitest";
import { pollRun, syncRun } from "./run-bench.ts";
import { chooseRuns, nextRequest } from "./select.ts";

const older = { ...pollRun, id: "older", startedAt: pollRun.startedAt - 60_000 };
const all = new Map([older, pollRun, syncRun].map((run) => [run.id, run]));

test("the latest run of each kind is drawn, sync first", () => {
  expect(chooseRuns(all, []).map(({ id }) => id)).toEqual(["w-sync", "w-poll"]);
  expect(chooseRuns(all, ["w-poll", "older", "gone"]).map(({ id }) => id)).toEqual(["older", "w-poll"]);
});

const runs = [syncRun, pollRun];

test.each([
  ["get-3", "ArrowRight", "get-4"],
  ["get-3", "ArrowLeft", "get-2"],
  ["get-3", "Home", "post"],
  ["get-3", "End", "get-7"],
  ["get-3", "ArrowUp", "sync"],
  ["sync", "ArrowDown", "post"],
  ["get-7", "ArrowRight", undefined],
  ["sync", "ArrowUp", undefined],
  ["get-3", "x", undefined],
  ["unknown", "Home", undefined],
])("from %s, %s leads to %s", (from, key, to) => expect(nextRequest(runs, from, key)?.id).toBe(to));
