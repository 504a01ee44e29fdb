import { spawn } from "node:child_process";
import { once as event } from "node:events";
import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest } from "./nearest.ts";
import { asObject, isObject } from "./objects.ts";
import { once } from "./once.ts";
import { Problem, problemLines } from "./problem.ts";
import { descendantsOf, isAlive } from "./process.ts";
import { counted, escapeRegex, inSeconds, listed, oneLine } from "./text.ts";
import { waitUntil } from "./wait.ts";

test("nearest: the closest word within the limit, ignoring case", () => {
  const known = ["01-table", "02-lambda", "03-api"];
  expect(nearest("2-lambda", known)).toBe("02-lambda");
  expect(nearest("02-LAMBDA", known)).toBe("02-lambda");
  expect(nearest("workflow", known)).toBeUndefined();
  expect(nearest("xyz", ["abc"])).toBeUndefined(); // as many edits as letters: any word would be as close
});

test("editDistance is a distance", () => {
  const word = fc.string({ maxLength: 8 });
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    }),
  );
  expect(editDistance("kitten", "sitting")).toBe(3);
});

test("once: concurrent callers share one call; after a failure it is called again", async () => {
  let calls = 0;
  const get = once(async () => {
    calls += 1;
    if (calls === 1) throw new Error("not yet");
    return calls;
  });
  await expect(get()).rejects.toThrow("not yet");
  expect(await Promise.all([get(), get()])).toEqual([2, 2]);
  expect(await get()).toBe(2);
});

test("problemLines: labels in a column, the next steps below each other", () => {
  const problem = new Problem("It is so.", { "looked at": "a", pid: "1" }, ["do this", "then that"]);
  expect(problemLines(problem)).toEqual([
    "It is so.",
    "  looked at  a",
    "  pid        1",
    "  to do      do this",
    "             then that",
  ]);
  expect(problem.exitCode).toBe(2);
});

test("waitUntil: the first result, or undefined when time is up", async () => {
  let looks = 0;
  const third = async () => {
    looks += 1;
    return looks === 3 ? "there" : undefined;
  };
  expect(await waitUntil(third, { secondsMax: 60, everyMs: 0 })).toBe("there");
  const waited: number[] = [];
  const onWait = (seconds: number) => void waited.push(seconds);
  expect(await waitUntil(async () => undefined, { secondsMax: 0.02, everyMs: 1, onWait })).toBeUndefined();
  expect(waited.every((seconds) => seconds < 0.02)).toBe(true);
});

test("isAlive and descendantsOf: a running process and an ended one", async () => {
  const child = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000); console.log(1)"]);
  await event(child.stdout, "data");
  const pid = child.pid ?? 0;
  expect(isAlive(pid)).toBe(true);
  if (process.platform !== "win32") expect(descendantsOf(process.pid)).toContain(pid);
  child.kill("SIGKILL");
  await event(child, "exit");
  expect(isAlive(pid)).toBe(false);
  expect([0, -1, 1.5, Number.NaN].map(isAlive)).toEqual([false, false, false, false]);
});

test("texts for people: durations, counts, lists, one short line", () => {
  expect([0, 49, 1_250, 61_000].map(inSeconds)).toEqual(["0.0 s", "0.0 s", "1.3 s", "61.0 s"]);
  expect([counted(1, "poll"), counted(0, "poll"), counted(2, "entry", "entries")]).toEqual([
    "1 poll",
    "0 polls",
    "2 entries",
  ]);
  expect([listed([]), listed(["a"]), listed(["a", "b"], "or"), listed(["a", "b", "c"])]).toEqual([
    "",
    "a",
    "a or b",
    "a, b and c",
  ]);
  expect([oneLine(" a\n  b ", 3), oneLine("abcd", 3)]).toEqual(["a b", "abc…"]);
  expect(new RegExp(`^${escapeRegex("a.b*(c)[d]")}$`).test("a.b*(c)[d]")).toBe(true);
});

test("isObject and asObject: an object, and nothing else", () => {
  expect([{}, [], null, "a", undefined].map(isObject)).toEqual([true, false, false, false, false]);
  expect([asObject({ a: 1 }), asObject([1]), asObject(null)]).toEqual([{ a: 1 }, {}, {}]);
});
