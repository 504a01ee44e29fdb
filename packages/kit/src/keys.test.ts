import { PassThrough } from "node:stream";
import { expect, onTestFinished, test, vi } from "vitest";
import { ignoreKeys, readKeys } from "./keys.ts";

/** A terminal to type into, and the modes that it was set to. */
function openTerminal() {
  const modes: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), { setRawMode: (raw: boolean) => void modes.push(raw) });
  const type = (...reads: string[]) => {
    for (const read of reads) stdin.emit("data", read);
  };
  return { stdin, modes, type };
}

/** What a reader is given of what is read at once. */
function keysOf(...reads: string[]): string[] {
  const { stdin, type } = openTerminal();
  const keys: string[] = [];
  const stop = readKeys(stdin, (key) => keys.push(key));
  type(...reads);
  stop();
  return keys;
}

test.each<[string, string[], string[]]>([
  ["letters, Enter and arrows", ["w\r", "\u001b[A\u001bOB"], ["w", "enter", "up", "down"]],
  ["Escape", ["\u001b", "q"], ["escape", "q"]],
  ["Ctrl-D", ["\u0004"], ["closed"]],
  [
    "Delete, F5, Home, a mouse, Alt-q",
    ["\u001b[3~", "\u001b[15~", "\u001bOH", "\u001b[<0;1;1M", "\u001bq"],
    [],
  ],
  [
    "an arrow and Delete that come in two reads",
    ["\u001b[", "A", "\u001b[3", "~", "\u001bO", "A"],
    ["up", "up"],
  ],
  ["a key that repeats while the program was busy", ["jjjjjjjjjj\r"], [..."jjjjjjjjjj", "enter"]],
  ["pasted text", ["a requestId, quite long\r1"], []],
  ["Ctrl-C behind pasted text", ["a requestId, quite long\u0003"], ["\u0003"]],
  ["characters of other scripts", ["é", "漢"], ["é", "漢"]],
])("%s", (_, reads, keys) => {
  expect(keysOf(...reads)).toEqual(keys);
});

test("the reader that was added last gets the keys, and the terminal is raw as long as there is one", () => {
  const { stdin, modes, type } = openTerminal();
  const keys: string[] = [];
  const stopIgnoring = ignoreKeys(stdin);
  type("1");
  const stop = readKeys(stdin, (key) => keys.push(key));
  type("2");
  stop();
  stop();
  type("3");
  expect(keys).toEqual(["2"]);
  expect(modes).toEqual([true]);
  stopIgnoring();
  expect(modes).toEqual([true, false]);
});

test("Ctrl-C interrupts while keys are ignored", () => {
  const { stdin, type } = openTerminal();
  const onInterrupt = vi.fn();
  process.on("SIGINT", onInterrupt);
  onTestFinished(() => void process.off("SIGINT", onInterrupt));
  const stop = ignoreKeys(stdin);
  type("\u0003");
  stop();
  expect(onInterrupt).toHaveBeenCalledOnce();
});

test("a terminal that was closed while keys were ignored is reported to the next reader", async () => {
  const { stdin } = openTerminal();
  const stop = ignoreKeys(stdin);
  stdin.end();
  await vi.waitUntil(() => stdin.readableEnded);
  expect(await new Promise((resolve) => readKeys(stdin, resolve))).toBe("closed");
  stop();
});
