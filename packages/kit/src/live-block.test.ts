import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import stringWidth from "string-width";
import { expect, onTestFinished, test, vi } from "vitest";
import { createLiveBlock, type LiveLine } from "./live-block.ts";
import { canRedraw } from "./output.ts";
import { cutAt, fillLines, wrapLines, wrapWords } from "./terminal-text.ts";

/** A terminal that counts lines as a real one does: a line that is too wide takes several, also after a resize. */
function openTerminal(columnsAtFirst: number) {
  let columns = columnsAtFirst;
  let written: string[] = [];
  const rowsOf = (line: string) => {
    const rows = Math.max(1, Math.ceil(stringWidth(line) / columns));
    return Array.from({ length: rows }, (_, row) => (row === 0 ? line : "(wrapped)"));
  };
  return {
    get columns() {
      return columns;
    },
    resize(to: number) {
      columns = to;
    },
    write(text: string) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a cursor code begins with the escape character
      const up = /^\u001b\[(\d+)A\u001b\[0J$/.exec(text);
      if (up) written = written.flatMap(rowsOf).slice(0, -Number(up[1]));
      else written.push(stripVTControlCharacters(text.replace(/\n$/, "")));
    },
    lines: () => written.flatMap(rowsOf),
  };
}

test("lines of wide characters are redrawn in place", () => {
  const terminal = openTerminal(60);
  const block = createLiveBlock({ stream: terminal, redraws: true });
  const wide = "  … 待っています".repeat(6);
  block.print("above");
  block.update([wide]);
  block.update([wide]);
  expect(terminal.lines()).toHaveLength(2);
  expect(terminal.lines()).not.toContain("(wrapped)");
  block.clear();
  expect(terminal.lines()).toEqual(["above"]);
});

test.each([60, 40, 30])("at %i columns the time of a live line is never cut", (columns) => {
  const terminal = openTerminal(columns);
  const block = createLiveBlock({ stream: terminal, redraws: true });
  const text = "  … waiting for the execution of LongRunningAPIWorkflow-ana to end";
  block.update([{ text, end: ": 112 s of at most 330 s" }]);
  expect(terminal.lines()).toHaveLength(1);
  expect(terminal.lines()[0]).toMatch(/….*…: 112 s of at most 330 s$/);
});

test("a line that fits is drawn unchanged", () => {
  const terminal = openTerminal(60);
  createLiveBlock({ stream: terminal, redraws: true }).update([
    { text: "  … waiting", end: ": 2 s" },
    "é👩‍👩‍👧 ok",
  ]);
  expect(terminal.lines()).toEqual(["  … waiting: 2 s", "é👩‍👩‍👧 ok"]);
});

test("a terminal that calls itself dumb, as in Emacs, is sent no cursor codes", () => {
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv("TERM", "dumb");
  expect(canRedraw({ isTTY: true })).toBe(false);
  vi.stubEnv("TERM", "xterm-256color");
  expect(canRedraw({ isTTY: true })).toBe(true);
  expect(canRedraw({ isTTY: false })).toBe(false);
});

test("nothing is drawn where nothing can be redrawn", () => {
  const terminal = openTerminal(60);
  const block = createLiveBlock({ stream: terminal, redraws: false });
  block.update(["live"]);
  block.print("for good");
  expect(terminal.lines()).toEqual(["for good"]);
});

const pieces = [
  "a",
  "word",
  " ",
  "é",
  "e\u0301",
  "語",
  "👩‍👩‍👧",
  "🇩🇪",
  "\u001b[32mgreen\u001b[39m",
  "…",
  "｡",
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(""));

test("no text is drawn or wrapped wider than the terminal", () => {
  const line: fc.Arbitrary<LiveLine> = fc.oneof(text, fc.record({ text, end: text }));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), fc.integer({ min: 2, max: 90 }), (lines, columns) => {
      const terminal = openTerminal(columns);
      const block = createLiveBlock({ stream: terminal, redraws: true });
      block.update(lines);
      expect(terminal.lines()).toHaveLength(lines.length);
    }),
  );
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 90 }), (line, columns) => {
      expect(stringWidth(cutAt(line, columns))).toBeLessThanOrEqual(columns);
    }),
  );
});

test("a long line wraps between words, under what follows its label", () => {
  expect(wrapLines(["  expected  the partition key is requestId, a string", "short"], 30)).toEqual([
    "  expected  the partition key",
    "            is requestId, a",
    "            string",
    "short",
  ]);
  expect(wrapLines(["語".repeat(20)], 30)).toEqual(["語".repeat(14), `  ${"語".repeat(6)}`]);
});

test("prose continues indented, wide characters count two columns, and a long word stays whole for copying", () => {
  expect(wrapWords(["  one two three four"], 12)).toEqual(["  one two", "    three", "    four"]);
  expect(wrapWords(["待って 待って 待って"], 14)).toEqual(["待って", "  待って", "  待って"]);
  const url = `http://127.0.0.1:4566/${"x".repeat(60)}`;
  expect(wrapWords([`see ${url} there`], 40)).toEqual(["see", `  ${url}`, "  there"]);
});

test("JSON is broken behind a comma, and stays JSON", () => {
  const json = '{"statusCode":200,"body":{"requestId":"12345","status":"COMPLETED"}}';
  const lines = wrapWords([`   5.2 s  poll 2: → 200 ${json}; it held`], 48);
  expect(lines).toEqual([
    '   5.2 s  poll 2: → 200 {"statusCode":200,',
    '          "body":{"requestId":"12345",',
    '          "status":"COMPLETED"}}; it held',
  ]);
  expect(wrapWords([json], 80)).toEqual([json]);
});

test("live lines that a narrower terminal has wrapped are erased whole", () => {
  const terminal = openTerminal(60);
  const block = createLiveBlock({ stream: terminal, redraws: true });
  block.print("above");
  block.update(["x".repeat(50), "y"]);
  terminal.resize(40);
  block.update(["z"]);
  expect(terminal.lines()).toEqual(["above", "z"]);
});

test("parts are never broken", () => {
  expect(fillLines(["a b", "c d", "e"], 9)).toEqual(["a b   c d", "e"]);
});
