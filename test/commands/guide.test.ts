import { afterAll, beforeAll, expect, test } from "vitest";
import { builtArguments } from "../support/commands/built.ts";
import { openShell, type Shell } from "../support/shell.ts";
import { inTerminal, needsTerminal } from "../support/terminal.ts";

const quick = ["--processing-seconds", "1"];
const guide = (...words: string[]) => [process.execPath, ...builtArguments(["guide", ...words])];

let shell: Shell;
beforeAll(() => {
  shell = openShell();
});
afterAll(() => shell.close());

test("without a terminal it never asks, and leaves no cloud behind", { timeout: 120_000 }, async () => {
  const { code, stdout, stderr } = await shell.run(["guide", ...quick]);
  expect(stderr).toBe("");
  expect(stdout).toContain("The run is COMPLETED, and all");
  expect(stdout).not.toContain("\u001b");
  expect(code).toBe(0);
  const { stdout: status } = await shell.run(["local", "status", "--json"]);
  expect(JSON.parse(status)).toEqual({ running: false });
});

test("with --json stdout carries one document", { timeout: 120_000 }, async () => {
  const { code, stdout, stderr } = await shell.run(["guide", ...quick, "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ target: "local", exitCode: 0 });
  expect(stderr).toMatch(/all \d+ checks pass/);
  expect(code).toBe(0);
});

test("in a terminal it shows the problem, asks for predictions, resumes where it stopped, and compares at the end", {
  timeout: 120_000,
}, async (context) => {
  needsTerminal(context);
  const first = await inTerminal(shell, guide("--processing-seconds", "2"), [
    { until: "What happens to the work?", type: "" },
    { until: "Enter run it", type: "2" },
    { until: "✔ Right:", type: "" },
    { until: "Enter next", type: "\r" },
    { until: "Enter run it", type: "w" },
    { until: "ValidationException", type: "q" },
  ]);
  expect(first.text).toContain("the caller gives up after 3 s");
  const [held, alone] = secondsIn(
    first.text,
    /A connection was held for ([\d.]+) s\.\s+For the last ([\d.]+) s, no caller/,
  );
  expect(held, first.text).toBeGreaterThanOrEqual(4);
  expect(held - alone, first.text).toBeGreaterThanOrEqual(2.9); // both are rounded
  expect(first.text).toContain("Stopped before 01-table. npm start continues from here");
  expect(first.code).toBe(0);

  const { code, raw, text } = await inTerminal(
    shell,
    guide(...quick, "--color"),
    [
      { until: "Continue with part 2/6", type: "\r" },
      { until: "Enter run it", type: "1" },
      { until: "Not quite:", type: "v" },
      { until: "KeySchema:", type: "\r" },
      { until: "Enter run it", type: "s" },
      ...["3", "2", "2"].flatMap((guess) => [
        { until: "Enter run it", type: guess },
        { until: "Enter next", type: "\r" },
      ]),
    ],
    100,
  );
  expect(text).toContain("A slow function needs a place to store its status");
  expect(text).toMatch(/◐ http_poll_ref {2}HTTP_POLL {2}IN_PROGRESS {2}poll 1, next in \d s/);
  expect(text).toMatch(/the function has been working for \d\.\d s/);
  expect(text).toMatch(/poll 2: GET …\/test\/\S+ → 200\s.*COMPLETED/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour code begins with the escape character
  expect(raw).not.toMatch(/\u001b\[\d*m/); // NO_COLOR overrides --color, for the questions too
  expect(text).toMatch(/The run is COMPLETED, and all \d+ checks pass/);
  expect(
    secondsIn(text, /held a connection for ([\d.]+) s in all, in 3\s+short calls/)[0],
    text,
  ).toBeLessThan(held);
  expect(text).toContain("4 of your 5 predictions were right.");
  expect(code).toBe(0);
});

/** The numbers that the groups of a pattern find; NaN for each that it does not. */
function secondsIn(text: string, pattern: RegExp): [number, number] {
  const [, first, second] = pattern.exec(text) ?? [];
  return [Number(first ?? Number.NaN), Number(second ?? Number.NaN)];
}

test("Ctrl-C during the run leaves with 130, and no cloud", { timeout: 90_000 }, async (context) => {
  needsTerminal(context);
  const { code } = await inTerminal(shell, guide("--yes", "--processing-seconds", "20"), [
    { until: "poll 1:", type: "\u0003" },
  ]);
  expect(code).toBe(130);
  const { stdout } = await shell.run(["local", "status", "--json"]);
  expect(JSON.parse(stdout)).toEqual({ running: false });
});
