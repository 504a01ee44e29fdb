import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Clone, openClone } from "../support/clone.ts";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { openShell, type Ran } from "../support/shell.ts";

let shell: TestCloud;

beforeAll(async () => {
  shell = await openTestCloud();
});
afterAll(() => shell.close());

/** Checks the report: a plain message, nothing on stdout that a script could take for a result, and no stack. */
function expectPlain({ code, stdout, stderr }: Ran, ...texts: string[]): void {
  expect({ code, stdout, stderr }).toMatchObject({ code: 2 });
  for (const text of texts) expect(stderr).toContain(text);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stderr).not.toContain("bug in this project");
}

const refused: [string[], string[]][] = [
  [
    ["steps", "3-api"],
    ['There is no step "3-api"', "01-table, 02-lambda, 03-api", "03-api"],
  ],
  [["steps/01-table", "03-api"], ['"03-api" was not expected here']],
  [
    ["steps/01-table", "--lerner", "ann"],
    ["There is no option --lerner", "--learner"],
  ],
  [["steps/01-table", "--learner"], ["--learner needs a value"]],
  [
    ["steps/01-table", "--learner", "Ann Smith"],
    ["lower-case letters, digits", "Ann Smith"],
  ],
  [
    ["steps/01-table", "--target", "moon"],
    ['no choice "moon"', "local, oss, aws"],
  ],
  [
    ["steps/02-lambda", "--runtime", "ruby"],
    ['no choice "ruby"', "node, python"],
  ],
  [
    ["steps/02-lambda", "--processing-seconds", "soon"],
    ["number from 0 to", "soon"],
  ],
  [
    ["checks", "06-party"],
    ['There is no step "06-party"', "05-run"],
  ],
  [
    ["checks", "--reporter", "xml"],
    ['no choice "xml"', "junit"],
  ],
  [["instructor"], ["Which command?", "solve, roster, report, reset"]],
  [
    ["instructor", "rest"],
    ['There is no command "rest"', "reset"],
  ],
  [["instructor", "solve"], ["Name a step first."]],
  [
    ["instructor", "solve", "03-apy"],
    ['There is no step "03-apy"', "03-api"],
  ],
  [["instructor", "solve", "03-api", "--undo"], ["There is no option --undo"]],
  [["instructor", "reset", "--all", "--learner", "ann", "--yes"], ["cannot be combined"]],
  [["local", "--port", "70000"], ["number from 0 to 65535"]],
  [
    ["local", "sotp"],
    ['There is no command "sotp"', "closest  stop"],
  ],
  [["doctor", "--fix"], ["There is no option --fix"]],
];

test.each(refused)("%j", async (words, texts) => {
  const ran = await shell.run(words);
  expectPlain(ran, ...texts);
  expect(ran.stdout).not.toContain("✔");
});

test("TARGET names no target", async () => {
  expectPlain(await shell.run(["checks/01-table"], { env: { TARGET: "moon" } }), '"moon"', "local, oss, aws");
});

test("an invalid requestId is rejected before any other check", async () => {
  expectPlain(await shell.run(["steps/05-run", "--request-id", "a/b"]), "requestId", "--request-id order-7");
  expectPlain(await shell.run(["steps/05-run", "--request-id", ""]), "--request-id needs a value");
});

test("a step whose earlier step is missing names it", async () => {
  const learner = ["--learner", "nobody"];
  expectPlain(
    await shell.run(["steps/02-lambda", ...learner]),
    "Step 01-table is missing",
    "npx tsx steps/01-table",
  );
  expectPlain(await shell.run(["steps/03-api", ...learner]), "Step 02-lambda is missing");
  expectPlain(await shell.run(["steps/04-workflow", ...learner]), "Step 03-api is missing");
  expectPlain(await shell.run(["steps/05-run", ...learner]), "Step 04-workflow is missing");
});

test("a Node that is too old is reported with the required version", async () => {
  const old = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'18.20.0'})";
  for (const words of [["steps/01-table"], ["local"], ["doctor"], ["guide"]])
    expectPlain(
      await shell.run(words, { env: { NODE_OPTIONS: `--import="${old}"` } }),
      "This version of Node is too old.",
      "20.19 or later",
    );
});

test("a data folder that cannot be written", async () => {
  const env = { LOCAL_DATA: path.join(import.meta.filename, "below-a-file") };
  for (const words of [["steps/01-table"], ["local", "--port", "0"], ["guide"]])
    expectPlain(await shell.run(words, { env }), "The data folder cannot be written.", "Make it writable");
});

test("python3 or boto3 missing for the Python variant: the command that gets them", {
  timeout: 60_000,
}, async () => {
  const own = openShell({ TUTORIAL_PYTHON: "", PATH: path.dirname(process.execPath) });
  try {
    expect((await own.run(["steps/01-table"])).code).toBe(0);
    const ran = await own.run(["steps/02-lambda", "--runtime", "python"]);
    if (pythonBesideNode(ran)) return;
    expectPlain(ran, "The Python variant of the function needs", "npx tsx steps/02-lambda --runtime node");
    expect((await own.run(["steps/02-lambda", "--runtime", "node"])).code).toBe(0);
  } finally {
    await own.close();
  }
});

/** Some machines have Python in the same folder as Node; then nothing is missing. */
function pythonBesideNode({ code }: Ran): boolean {
  return code === 0;
}

describe("in a clone", () => {
  let clone: Clone;
  beforeAll(() => {
    clone = openClone();
  });
  afterAll(() => clone.close());

  test("a workflow with invalid JSON is reported with its file; once fixed, the step continues", {
    timeout: 60_000,
  }, async () => {
    const file = path.join(clone.folder, "workflow", "long-running-api.json");
    const right = readFileSync(file, "utf8");
    const solved = ["instructor", "solve", "03-api", "--processing-seconds", "1"];
    expect(await clone.run(solved)).toMatchObject({ code: 0 });
    writeFileSync(file, right.slice(0, -20));
    expectPlain(await clone.run(["steps/04-workflow"]), "workflow/long-running-api.json is not valid JSON.");
    writeFileSync(file, right);
    expect(await clone.run(["steps/04-workflow"])).toMatchObject({ code: 0 });
  });

  test("tutorial.config.json sets the names, and is reported when it is invalid", async () => {
    const file = path.join(clone.folder, "tutorial.config.json");
    onTestFinished(() => rmSync(file, { force: true }));
    const saved = await clone.run(["doctor", "--save", "--table", "my-table", "--learner", "ann"]);
    expect(saved.stdout).toContain("Saved in tutorial.config.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ learner: "ann", table: "my-table" });
    const step = await clone.run(["steps/01-table"]);
    expect(step.stdout).toContain("The table my-table is ACTIVE");
    expect(step.stdout).toContain("npx tsx checks/01-table --learner ann --table my-table");
    writeFileSync(file, '{"table": 1}');
    expectPlain(await clone.run(["steps/01-table"]), "tutorial.config.json is not a JSON object of names.");
  });
});
