import { expect, test } from "vitest";
import { answeredEarly } from "./asynchronous.ts";

const row = (status: string) => ({ kind: "row" as const, json: `{"status":{"S":"${status}"}}` });

// Seen on a machine beside two busy loops: 202 after 4.1 s, though nothing waited for the work.
test.each([
  ["an answer within a moment, whatever the work takes", { ms: 40, row: row("COMPLETED"), workSeconds: 2 }],
  ["a slow answer, before anything is noted", { ms: 4_100, row: { kind: "none" as const }, workSeconds: 2 }],
  ["a slow answer while the work is in progress", { ms: 27_000, row: row("PROCESSING"), workSeconds: 27 }],
  ["a slow answer in a small part of the work's time", { ms: 4_100, row: undefined, workSeconds: 27 }],
  [
    "a slow answer to short work, where the row cannot be read",
    { ms: 4_100, row: undefined, workSeconds: 2 },
  ],
])("%s is early", (_, answer) => expect(answeredEarly(answer)).toBe(true));

test.each([
  ["an answer once the work is done", { ms: 27_104, row: row("COMPLETED"), workSeconds: 27 }],
  ["an answer once the work has failed", { ms: 15_000, row: row("FAILED"), workSeconds: 27 }],
  ["a slow answer, where the row cannot be read", { ms: 27_104, row: undefined, workSeconds: 27 }],
  ["a slow answer to short work that is done by then", { ms: 4_100, row: row("COMPLETED"), workSeconds: 2 }],
])("%s is not", (_, answer) => expect(answeredEarly(answer)).toBe(false));
