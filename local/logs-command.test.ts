import { createOutput } from "@long-running-api/kit/output";
import { expect, test } from "vitest";
import { limitOf } from "./logs-command.ts";

const inPipe = { ...createOutput({ color: false }), terminal: false };
const onTerminal = { ...inPipe, terminal: true };

test("a terminal gets the last entries, unless it is asked for all of them or about one request", () => {
  expect(limitOf({ json: false, output: onTerminal })).toBe(100);
  expect(limitOf({ json: false, tail: "all", output: onTerminal })).toBeUndefined();
  expect(limitOf({ json: false, request: "12345", output: onTerminal })).toBeUndefined();
  expect(limitOf({ json: true, output: onTerminal })).toBeUndefined();
  expect(limitOf({ json: false, output: inPipe })).toBeUndefined();
  expect(limitOf({ json: false, tail: "7", output: inPipe })).toBe(7);
});
