import { createOutput } from "@long-running-api/kit/output";
import { createJournal, type Recorded } from "@long-running-api/local-aws/journal";
import { expect, test } from "vitest";
import { textOf } from "./journal-text.ts";

const now = () => new Date("2026-11-22T12:00:00.000Z");

test("the journal keeps the last entries, counted on", () => {
  const journal = createJournal({ entriesMax: 3, now });
  for (const message of ["a", "b", "c", "d"]) journal.add({ kind: "function", message });
  expect(journal.since(0).map(({ number, message }) => [number, message])).toEqual([
    [2, "b"],
    [3, "c"],
    [4, "d"],
  ]);
  expect(journal.since(3).map(({ message }) => message)).toEqual(["d"]);
});

test("nothing that is printed or sent fills the memory", () => {
  const journal = createJournal({ entriesMax: 1_000, charactersMax: 100_000, now });
  const long = "x".repeat(50_000);
  for (let count = 0; count < 50; count += 1)
    journal.add({ kind: "execute", log: Array.from({ length: 5_000 }, () => long), more: { path: long } });
  const kept = JSON.stringify(journal.since(0)).length;
  expect(kept).toBeGreaterThan(60_000);
  expect(kept).toBeLessThan(200_000);
  expect(journal.since(0).at(-1)).toMatchObject({ number: 50 });
});

const colors = createOutput({ color: false }).colors;
const entry = (more: object) => ({ number: 1, time: now().toISOString(), ...more }) as Recorded;

test.each([
  [
    { kind: "function", name: "f", requestId: "1", gaveUp: "RetriesExhausted", tries: 3 },
    ["f  gave up after 3 attempts: RetriesExhausted"],
  ],
  [
    {
      kind: "function",
      name: "f",
      postponed: "The role defined for the function cannot be assumed by Lambda.",
    },
    ["f  cannot run yet: The role defined for the function cannot be assumed by Lambda."],
  ],
  [
    { kind: "function", functionArn: "arn:aws:lambda:us-east-1:1:function:f", message: "one\ntwo\n" },
    ["f  one", "two"],
  ],
  [
    {
      kind: "template",
      phase: "request",
      httpMethod: "POST",
      resourcePath: "/a",
      error: "expected ) (line 1, column 9)",
      excerpt: "#set($x = \n         ^",
    },
    ["request of POST /a", "│ expected ) (line 1, column 9)", "│ #set($x = ", "│          ^"],
  ],
  [{ kind: "function", name: "f", message: "\u001b]0;title\u0007\u001b[2Jgone" }, ["f  �]0;title��[2Jgone"]],
])("%j is printed in readable form", (more, wanted) => {
  const [first = "", ...rest] = textOf(entry(more), colors);
  expect([first.slice(24), ...rest.map((line) => line.slice(24))]).toEqual(wanted);
});
