import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readTableNames } from "../read/table-name.ts";
import { codeFault, indentationFault } from "./code.ts";
import { workTime } from "./work-time.ts";

const ourPython = readFileSync(new URL("../../lambda/lambda_function.py", import.meta.url), "utf8");
const python = { runtime: "python3.13", handler: "lambda_function.lambda_handler", layers: 0 };
const node = { runtime: "nodejs22.x", handler: "index.handler", layers: 0 };

function inPython(text: string) {
  return codeFault({ files: ["lambda_function.py"], handlerFile: "lambda_function.py", text }, python);
}

function inNode(text: string, file = "index.mjs") {
  return codeFault({ files: [file], handlerFile: file, text }, node);
}

describe("indentation", () => {
  test("the tutorial as printed, flush left", () => {
    const printed = ourPython
      .split("\n")
      .map((line) => line.trimStart())
      .join("\n");
    expect(indentationFault(printed)).toMatchObject({
      kind: "code",
      observed: expect.stringMatching(/^line \d+ should/),
    });
  });
  test.each([
    ["our own", ourPython],
    ["comment between", "def f():\n# note\n    return 1\n"],
    ["one line", "def f(): return 1\nx = 1\n"],
    ["over several lines", "def f(\n    a,\n    b,\n):\n    return a\n"],
    ["within a text", 'text = """\ndef f():\nreturn\n"""\nx = 1\n'],
    ["dictionary", "x = {\n  'if':\n  1,\n}\n"],
    ["tabs", "def f():\n\treturn 1\n"],
    ["windows line ends", "def f():\r\n    return 1\r\n"],
    ["class", "class A(Exception):\n    pass\n"],
    ["else with a comment", "if x:  # maybe\n    y = 1\nelse:  # not\n    y = 2\n"],
  ])("%s is well", (_, text) => expect(indentationFault(text)).toBeUndefined());
});

describe("what is plainly wrong", () => {
  test("the console's example", () => {
    expect(
      inPython(
        "import json\n\ndef lambda_handler(event, context):\n    return {'body': json.dumps('Hello from Lambda!')}\n",
      ),
    ).toMatchObject({ kind: "code" });
  });
  test("typographic quotes in code, reported with their line", () => {
    expect(inPython("import os\nx = ‘a’\ndef lambda_handler(e, c):\n    return x\n")).toMatchObject({
      observed: "the character ‘ in line 2",
    });
  });
  test("a non-breaking space", () => {
    expect(inNode("export const handler =\u00A0async () => ({});")).toMatchObject({
      observed: "a non-breaking space in line 1",
    });
  });
  test("typographic quotes in texts and comments are fine", () => {
    expect(inPython("# don’t\nx = 'it’s'\ndef lambda_handler(e, c):\n    return x\n")).toBeUndefined();
    expect(inNode("// don’t\nexport const handler = async () => `it’s`;")).toBeUndefined();
  });
  test("Python on Node, JavaScript on Python", () => {
    expect(inNode("import json\n\ndef lambda_handler(event, context):\n    return {}\n")).toMatchObject({
      kind: "runtime",
    });
    expect(inPython("export const lambda_handler = async () => ({});")).toMatchObject({ kind: "runtime" });
    expect(codeFault({ files: ["lambda_function.py"] }, node)).toMatchObject({ kind: "runtime" });
  });
  test("a handler that the file does not have", () => {
    expect(inPython("def handler(event, context):\n    return {}\n")).toMatchObject({ kind: "handler" });
  });
  test("a folder that was zipped instead of its files", () => {
    expect(codeFault({ files: ["my-function/index.mjs"] }, node)).toMatchObject({
      kind: "handler",
      hint: expect.stringContaining("my-function/index.mjs"),
    });
  });
  test("a layer may contain the handler, a barrel file may re-export it", () => {
    expect(codeFault({ files: ["app.py"] }, { ...python, layers: 1 })).toBeUndefined();
    expect(inNode('export * from "../src/app.mjs";')).toBeUndefined();
    expect(inPython("from app import *\n")).toBeUndefined();
  });
  test("our own code is well", () => {
    expect(inPython(ourPython)).toBeUndefined();
    expect(inNode("module.exports.handler = async () => {};", "index.js")).toBeUndefined();
  });
});

describe("the table that a function names", () => {
  test.each([
    [
      "its variable",
      { TABLE_NAME: "t-env" },
      "x = os.environ.get('TABLE_NAME') or 'lambda-invocation-status'",
      "t-env",
    ],
    [
      "the variable's default",
      {},
      'const t = process.env.TABLE_NAME || "lambda-invocation-status";',
      "lambda-invocation-status",
    ],
    ["boto3's Table", {}, "table = dynamodb.Table('lambda-invocation-status')", "lambda-invocation-status"],
    ["another variable", { STATUS_TABLE: "jobs" }, "process.env.STATUS_TABLE", "jobs"],
    [
      "a variable that the code does not read",
      { TABLE_NAME: "t-env" },
      "table = dynamodb.Table('real')",
      "real",
    ],
    ["TableName in a command", {}, 'new GetItemCommand({ TableName: "jobs", Key })', "jobs"],
    ["our own Python", {}, ourPython, "lambda-invocation-status"],
    ["not a comment", {}, "# t = dynamodb.Table('first')\nt = dynamodb.Table('real')", "real"],
    ["not its key", { TABLE_KEY: "requestId" }, "x = environ['TABLE_KEY']; y.Table('real')", "real"],
    ["a variable of any name", { STORE: "jobs" }, "const table = process.env.STORE;", "jobs"],
    ["TABLE_NAME first", { AUDIT_TABLE: "log", TABLE_NAME: "jobs" }, "", "jobs"],
  ])("%s", (_, environment, text, name) => {
    expect(readTableNames(environment, text)[0]?.name).toBe(name);
  });
  test("nothing where it cannot be read off", () => {
    expect(readTableNames({}, "const name = await config('table')")).toEqual([]);
  });
});

describe("how long a function works", () => {
  test.each([
    ["the variable", { PROCESSING_SECONDS: "1" }, ourPython, { seconds: 3, known: true }],
    ["the variable's default", {}, ourPython, { seconds: 27, known: true }],
    [
      "the tutorial's sleeps",
      {},
      "import time\ntime.sleep(2)\ntime.sleep(25) # Simulate",
      { seconds: 27, known: true },
    ],
    ["timers", {}, "await new Promise((r) => setTimeout(r, 25_000));", { seconds: 25, known: true }],
    ["nothing to go by", {}, "await work();", { seconds: 27, known: false }],
    ["a comment", {}, "import time\n# time.sleep(300)\ntime.sleep(2)", { seconds: 2, known: true }],
    ["a sleep in milliseconds", {}, "await sleep(8_000);", { seconds: 8, known: true }],
    [
      "a custom sleep that takes seconds",
      {},
      "const sleep = (s) => new Promise((done) => setTimeout(done, s * 1000)); await sleep(25);",
      { seconds: 27, known: false },
    ],
    ["a product", {}, "setTimeout(done, 8 * 1000)", { seconds: 8, known: true }],
    ["a part of it", {}, "import time\ntime.sleep(2)\ntime.sleep(WORK)", { seconds: 27, known: false }],
  ])("%s", (_, environment, text, expected) => {
    expect(workTime(environment, text)).toEqual(expected);
  });
});

describe("code that the checks do not read is not reported as wrong", () => {
  test("a package that could not be downloaded", () => {
    expect(codeFault({ files: [], unread: "its download answers 403" }, node)).toBeUndefined();
  });
  test("a container image", () => {
    const image = { runtime: "", handler: "", layers: 0 };
    expect(codeFault({ files: [], unread: "it is a container image" }, image)).toBeUndefined();
  });
  test("another language", () => {
    const java = { runtime: "java21", handler: "app.Handler::handle", layers: 0 };
    expect(codeFault({ files: ["app.jar"] }, java)).toBeUndefined();
  });
});
