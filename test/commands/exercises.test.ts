import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { waitUntil } from "@long-running-api/foundation/wait";
import { projectFolder } from "@long-running-api/test-support/project";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exercises } from "../../exercises/all.ts";
import { solutionOf, starterOf } from "../../exercises/files.ts";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { builtArguments } from "../support/commands/built.ts";
import { openShell } from "../support/shell.ts";
import { inTerminal, needsTerminal } from "../support/terminal.ts";

let shell: TestCloud;
let folder: string;

beforeAll(async () => {
  shell = await openTestCloud();
});
afterAll(() => shell.close());
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(os.tmpdir(), "exercises-")), "mine");
  return () => rmSync(path.dirname(folder), { recursive: true, force: true });
});

const [key, write] = exercises;
const placeOf = (id: string) => exercises.findIndex((each) => each.id === id);
const command = (...words: string[]) => ["exercises", "--dir", folder, ...words];
const file = (name: string) => path.join(folder, name);

/** The exercises in a terminal of so many columns. */
const inColumns = (columns: number) => [
  "sh",
  "-c",
  `stty cols ${columns}; exec "$@"`,
  "sh",
  process.execPath,
  ...builtArguments(command()),
];

test("in a terminal, a save runs the exercise at once; then the explanation, the next exercise, hints, the list, and the end", {
  timeout: 120_000,
}, async (context) => {
  needsTerminal(context);
  const columns = 60;
  const saved = onceThere("table.json", () => {
    // As editors do that write another file first and rename it.
    writeFileSync(file("table.json~"), key ? solutionOf(key, "node") : "");
    renameSync(file("table.json~"), file("table.json"));
  });
  const { code, text, raw } = await inTerminal(
    shell,
    inColumns(columns),
    [
      { until: "✔ Solved.", type: "n" },
      { until: "no item until the work was done", type: "h" },
      { until: "hint 1", type: "h" },
      { until: "hint 2", type: "d" },
      { until: "Press d again", type: "d" },
      { until: "+ the solution", type: "l" },
      { until: "> • 02-write", type: `${"j".repeat(placeOf("03-request") - placeOf("02-write"))}\r` }, // straight to 03-request, in a cloud that has no function yet
      { until: "POST sends the function the action", type: "q" },
    ],
    100,
  );
  await saved;
  expect(text).toMatch(/In production, a wrong key causes\s+a/);
  expect(text).toContain(`1/${exercises.length} exercises`);
  const isCode = (line: string) => /^ {8}[-+ ] /.test(line); // of the solution, which is not wrapped
  expect(text.split("\n").filter((line) => line.length > columns && !isCode(line))).toEqual([]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour code begins with the escape character
  expect(raw).not.toMatch(/\u001b\[\d*m/); // NO_COLOR
  expect(code).toBe(1);
});

/** Waits until the starter is there, and saves something else then. */
async function onceThere(name: string, save: () => void): Promise<void> {
  await waitUntil(async () => existsSync(file(name)) || undefined, { secondsMax: 60, everyMs: 100 });
  save();
}

test("a file that was renamed is missed, and a cloud that was stopped meanwhile is started again", {
  timeout: 90_000,
}, async (context) => {
  needsTerminal(context);
  const alone = openShell();
  try {
    const { code, text } = await inTerminal(
      alone,
      inColumns(100),
      [{ until: "✔ Solved.", type: "q" }],
      80,
      async (terminal) => {
        await terminal.until("Not true yet");
        renameSync(file("table.json"), file("Table2.json"));
        await terminal.until("is gone. Give it back its name");
        expect((await alone.run(["local", "stop"])).stdout).toContain("Stopped");
        writeFileSync(file("table.json"), key ? solutionOf(key, "node") : "");
      },
    );
    expect(text).not.toContain("local cloud at");
    expect(code).toBe(1);
  } finally {
    await alone.close();
  }
});

describe("without a terminal", () => {
  test("it does not watch, and names the commands that work", async () => {
    const { code, stderr } = await shell.run(command());
    expect(code).toBe(2);
    expect(stderr).toMatch(/npx tsx exercises list[\s\S]*npx tsx exercises check 01-key/);
    expect(existsSync(folder)).toBe(false);
  });

  test("list says what is solved, read off the files", async () => {
    const before = await shell.run(command("list", "--json"));
    expect(before.code).toBe(1);
    expect(JSON.parse(before.stdout)).toMatchObject({ solved: 0, total: exercises.length, next: "01-key" });
    await shell.run(command("check", "01-key"));
    if (!key) throw new Error("There are no exercises.");
    writeFileSync(file("table.json"), solutionOf(key, "node").replaceAll("\n", "\r\n"));
    const after = await shell.run(command("list", "--json"));
    expect(JSON.parse(after.stdout)).toMatchObject({ solved: 1, total: exercises.length, next: "02-write" });
  });

  test("check tries a file as a save would, and never overwrites one", async () => {
    const first = await shell.run(command("check", "key", "--json"));
    expect(first.code).toBe(1);
    expect(JSON.parse(first.stdout)).toMatchObject({
      exercises: [{ id: "01-key", status: "wrong", verdict: { id: "01-table/partition-key" } }],
    });
    // A valid alternative solution: it has to be run.
    const own = `{"KeySchema": [{"KeyType": "HASH", "AttributeName": "requestId"}], "BillingMode": "PAY_PER_REQUEST",
      "AttributeDefinitions": [{"AttributeType": "S", "AttributeName": "requestId"}]}`;
    writeFileSync(file("table.json"), own);
    const second = await shell.run(command("check"));
    expect(second).toMatchObject({ code: 1 });
    expect(second.stdout).toContain("02-write  Write first, then work");
    expect(readFileSync(file("table.json"), "utf8")).toBe(own);
    expect(readFileSync(file("function.ts"), "utf8")).toBe(write && starterOf(write, "node"));
  });

  test("an exercise that builds on another one reports it", async () => {
    const { code, stdout } = await shell.run(command("check", "03-blocks"));
    expect(code).toBe(1);
    expect(stdout).toMatch(/POST sends the function the action[\s\S]*03-request covers this/);
  });

  test("a file that cannot be read names its line and column", async () => {
    await shell.run(command("check", "01-key"));
    writeFileSync(file("table.json"), '{\n  "KeySchema": [],\n}\n');
    const { code, stdout } = await shell.run(command("check", "01-key"));
    expect(code).toBe(1);
    expect(stdout).toMatch(/is not valid JSON\.[\s\S]*table\.json:2:18[\s\S]*no comma before }/);
  });

  test("reset puts the starter back and keeps the learner's version beside it", async () => {
    await shell.run(command("check", "01-key"));
    writeFileSync(file("table.json"), "mine");
    const refused = await shell.run(command("reset", "01-key"));
    expect(refused.code).toBe(2);
    expect(readFileSync(file("table.json"), "utf8")).toBe("mine");
    const { code, stdout } = await shell.run(command("reset", "01-key", "--yes"));
    expect(code).toBe(0);
    expect(stdout).toContain("table.json.bak");
    expect(readFileSync(file("table.json"), "utf8")).toBe(key && starterOf(key, "node"));
    expect(readFileSync(file("table.json.bak"), "utf8")).toBe("mine");
  });

  test("unknown names list the known ones", async () => {
    const { code, stderr } = await shell.run(command("check", "02-wrte"));
    expect(code).toBe(2);
    expect(stderr).toContain("02-write");
    expect((await shell.run(command("chek"))).stderr).toMatch(/known +list, check, reset/);
  });
});

test("a step uses a learner's files, and the reference for missing ones", async () => {
  await shell.run(command("check", "01-key"));
  const wrong = await shell.run(["steps/01-table", "--from", folder, "--learner", "ann"]);
  expect(wrong.stdout).toContain("its partition key is RequestId");
  const { code } = await shell.run(["checks/01-table", "--learner", "ann"]);
  expect(code).toBe(1);
  const none = await shell.run(["steps/01-table", "--from", path.join(projectFolder, "docs")]);
  expect(none.code).toBe(2);
  expect(none.stderr).toContain("contains none of the files");
  expect(readdirSync(folder)).toEqual(["table.json"]);
});
