import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { javaDouble, stringifyJson } from "../json.ts";
import { createSandbox } from "./index.ts";

/** Most of these do not test time limits, so this one is generous for a busy machine. */
const sandbox = createSandbox({ evaluateMsMax: 20_000, memoryBytesMax: 16 * 1024 * 1024 });
const impatient = createSandbox({ evaluateMsMax: 250, memoryBytesMax: 16 * 1024 * 1024 });
afterAll(() => Promise.all([sandbox.close(), impatient.close()]));

const run = (script: string, scope: Record<string, unknown> = {}) => sandbox.evaluate(script, scope);
const runFast = (script: string) => impatient.evaluate(script, {});

describe("a script's value", () => {
  const output = { response: { statusCode: 200, body: { body: { status: "COMPLETED" } } } };

  it.each([
    // The tutorial's condition, verbatim.
    [
      '(function(){ return $.output.response.statusCode == 200 && $.output.response.body.body.status == "COMPLETED";})();',
      true,
    ],
    ["$.output.response.statusCode", 200],
    ["$.output.response.body.body", { status: "COMPLETED" }],
    ["$.output.nothing", undefined],
    ["'é€😀\\u0000'", "é€😀\u0000"],
    ["[1, null, 'x', undefined]", [1, null, "x", null]],
    ["null", null],
    ["-1", -1],
    ["0/0", Number.NaN],
    ["", undefined],
    ["new Date(0)", "1970-01-01T00:00:00.000Z"],
    ["function f() { return 1 } f();", 1],
    ["var s = 0; for (const x of [1, 2]) s += x; s", 3],
  ])("%s", async (script, value) => {
    expect(await run(script, { output, input: {} })).toEqual({ value });
  });

  it("is JSON, or an error that names its type", async () => {
    expect(await run("Promise.resolve(1)")).toEqual({
      error: { name: "TypeError", message: "The script returned a Promise, which is never awaited." },
    });
    for (const script of ["(function () {})", "Symbol()"])
      expect(await run(script)).toMatchObject({
        error: { message: expect.stringContaining("which is not JSON") },
      });
    expect(await run("var a = []; a[0] = a; a")).toMatchObject({ error: { name: "TypeError" } });
  });
});

describe("a script that fails", () => {
  it.each([
    ["$.output.response.body", "TypeError", "cannot read property 'response' of undefined"],
    ["nothing", "ReferenceError", "nothing is not defined"],
    ["throw new RangeError('mine')", "RangeError", "mine"],
    ["throw 'text'", "Error", "text"],
    ["throw {a: 1}", "Error", "[object Object]"],
    ["(function f() { f() + 1 })()", "RangeError", "Maximum call stack size exceeded"],
    ["JSON.parse('['.repeat(1e6))", "RangeError", "Maximum call stack size exceeded"],
  ])("%s", async (script, name, message) => {
    expect(await run(script)).toMatchObject({ error: { name, message } });
  });

  it("reports the position", async () => {
    expect(await run("\n  (function () { return a.b })()")).toMatchObject({ error: { line: 2 } });
    // The blog's condition is escaped once too many.
    expect(await run('(function(){ return $.a == \\"COMPLETED\\";})();')).toMatchObject({
      error: { name: "SyntaxError", line: 1, column: 28 },
    });
  });
});

describe("a script that takes too much", () => {
  // The first two run on past QuickJS's own interrupts.
  it.each([
    "new Array(1e8).join()",
    "/(a+)+b/.test('a'.repeat(40))",
    "while (true);",
    "new Proxy({}, { get ownKeys() { while (true); } })",
  ])("time: %s", async (script) => {
    expect(await runFast(script)).toEqual({
      error: { name: "TimeoutError", message: "The script did not end within 250 ms." },
    });
    expect(await runFast("1")).toEqual({ value: 1 });
  });

  it.each([
    "var a = []; while (true) a.push(new Uint8Array(6e6))",
    "new Uint8Array(1e9).length",
    "'x'.repeat(1e9).length",
    "var s = 'x'; while (true) s += s",
    "'x'.repeat(12e6)",
  ])("memory: %s", async (script) => {
    const before = process.memoryUsage().rss;
    expect(await run(script)).toMatchObject({
      error: { message: expect.stringMatching(/out of memory|string too long/) },
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
    expect(await run("1")).toEqual({ value: 1 });
  });

  it("input: a scope or script that is too large is rejected", async () => {
    expect(await run("1", { a: "x".repeat(3_000_000) })).toEqual({
      error: { name: "RangeError", message: "The script's input is larger than 2097152 bytes." },
    });
    expect(await run(`1${" ".repeat(65_536)}`)).toEqual({
      error: { name: "RangeError", message: "The script is larger than 65536 bytes." },
    });
  });

  it("each script has its own time limit", async () => {
    const answers = await Promise.all([
      runFast("while (true);"),
      runFast("2"),
      runFast("while (true);"),
      runFast("3"),
    ]);
    expect(answers.map((answer) => ("value" in answer ? answer.value : answer.error.name))).toEqual([
      "TimeoutError",
      2,
      "TimeoutError",
      3,
    ]);
  });
});

describe("state left by one script", () => {
  const normal =
    "JSON.stringify([[3, 1].map((x) => x + 1), typeof left, [1].includes(1), `${new Date(0).getTime()}`, {}.x, $.a])";

  it.each([
    "var left = 1; globalThis.left = 1",
    "const left = 1",
    "Array.prototype.map = () => 'poison'; Array.prototype.includes = null",
    "Object.prototype.x = 1; Object.prototype.toJSON = () => 'poison'",
    "JSON.parse = () => ({ a: 'poison' }); JSON.stringify = () => 'poison'",
    "Object.defineProperty(globalThis, '$', { value: 'poison', writable: false, configurable: false })",
    "delete globalThis.JSON; delete globalThis.Array",
    "Date.prototype.getTime = () => 1; Object.freeze(globalThis)",
    "Promise.resolve().then(() => { globalThis.left = 1 }); 1",
    "Object.setPrototypeOf(Object.prototype, null); globalThis.__proto__.left = 1",
    "var a = []; while (true) a.push({})",
    "throw new Error('left')",
  ])("is not visible to the next: %s", async (script) => {
    const before = await run(normal, { a: 1 });
    expect(before).toEqual({ value: '[[4,2],"undefined",true,"0",null,1]' });
    await run(script);
    expect(await run(normal, { a: 1 })).toEqual(before);
  });

  it("is not in its random numbers", async () => {
    const seen = new Set<unknown>();
    for (let times = 0; times < 50; times += 1) {
      const answer = await run("[Math.random(), Math.random()]");
      const [first, second] = "value" in answer ? (answer.value as number[]) : [];
      expect(first).toBeGreaterThanOrEqual(0);
      expect(first).toBeLessThan(1);
      seen.add(first).add(second);
    }
    expect(seen.size).toBe(100);
  });
});

it("the host is not accessible", async () => {
  const names = [
    "process",
    "require",
    "module",
    "fetch",
    "setTimeout",
    "WebAssembly",
    "std",
    "os",
    "console",
  ];
  expect(await run(`[${names.map((name) => `typeof ${name}`)}]`)).toEqual({
    value: names.map(() => "undefined"),
  });
  expect(await run("this.constructor.constructor('return typeof process')()")).toEqual({
    value: "undefined",
  });
});

describe("checkSyntax", () => {
  it.each([
    ["$.output.response.statusCode == 200", null],
    ["while (true);", null],
    ["a b", { message: "expecting ';'", line: 1, column: 3 }],
    [
      '(function(){ return $.a == \\"X\\"; })()',
      { message: "unexpected token in expression: '\\'", line: 1, column: 28 },
    ],
    ["return 1", { message: "return not in a function", line: 1, column: 1 }],
    ["\n\n x =", { message: "unexpected token in expression: ''", line: 3, column: 5 }],
    ["(".repeat(60_000), { message: "Maximum call stack size exceeded", line: 1, column: 1 }],
  ])("%.40s", async (script, problem) => {
    expect(await sandbox.checkSyntax(script)).toEqual(problem);
  });
});

describe("the thread", () => {
  const runProgram = async (program: string) => {
    const url = new URL("./index.ts", import.meta.url).href;
    const root = fileURLToPath(new URL("../../../../", import.meta.url));
    const code = `import { createSandbox } from "${url}";
      const sandbox = createSandbox({ evaluateMsMax: 1000, memoryBytesMax: 16777216 });
      ${program}`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    child.stdout.on("data", (piece) => {
      out += piece;
    });
    const [exitCode] = (await once(child, "exit")) as [number];
    return { out: out.trim(), exitCode };
  };

  it("keeps the process alive only while a script runs", async () => {
    expect(await runProgram("console.log(JSON.stringify(await sandbox.evaluate('1+1', {})));")).toEqual({
      out: '{"value":2}',
      exitCode: 0,
    });
  });

  it("does not start before the first script", async () => {
    expect(
      await runProgram("console.log(process.getActiveResourcesInfo().includes('MessagePort'));"),
    ).toEqual({
      out: "false",
      exitCode: 0,
    });
  });

  it("stays closed", async () => {
    const closing = createSandbox({ evaluateMsMax: 250, memoryBytesMax: 16 * 1024 * 1024 });
    const pending = closing.evaluate("1", {});
    await closing.close();
    expect(await pending).toMatchObject({ error: {} });
    await expect(closing.evaluate("1", {})).rejects.toThrow("closed");
  });

  it("is left to the next sandbox with the same limits, unless a script is running in it", async () => {
    let started = 0;
    const count = () => {
      started += 1;
    };
    process.on("worker", count);
    const open = () => createSandbox({ evaluateMsMax: 20_000, memoryBytesMax: 24 * 1024 * 1024 });
    const [first, second, third] = [open(), open(), open()];
    expect(await first.evaluate("globalThis.left = 1", {})).toEqual({ value: 1 });
    await first.close();
    expect(await second.evaluate("typeof left", {})).toEqual({ value: "undefined" });
    expect(started).toBe(1);
    const endless = second.evaluate("while (true);", {});
    await second.close();
    expect(await endless).toMatchObject({ error: { name: "ClosedError" } });
    expect(await third.evaluate("1", {})).toEqual({ value: 1 });
    expect(started).toBe(2);
    await third.close();
    process.off("worker", count);
  });
});

describe("a whole number beyond 2^53, as Conductor OSS 3.32.3 has it", () => {
  const id = 1234567890123456789n;
  const scope = { id, same: id, o: { k: 9007199254740993n }, l: [9007199254740993n, 1], d: javaDouble(1) };
  const rounded = 1234567890123456768n;

  it.each([
    ["$.id", id],
    ["({ a: $.id })", { a: id }],
    ["[$.id, 'x']", [id, "x"]],
    ["$.o", { k: 9007199254740993n }],
    ["$.l.map(x => x)", [9007199254740993n, 1]],
    ["'' + $.id", "1234567890123456789"],
    ["'/jobs/' + $.id", "/jobs/1234567890123456789"],
    ["String($.id)", "1234567890123456789"],
    ["$.id.toString()", "1234567890123456789"],
    ["$.id > 5", true],
    ["$.id === $.same", true],
    ["$.id === $.o.k", false],
    ["$.id + 1", rounded],
    ["$.id * 1", rounded],
    ["Number($.id)", rounded],
    ["parseInt($.id)", rounded],
    ["Math.max($.id, 1)", rounded],
    ["BigInt($.id)", id],
    ["[$.id, $.id - 1 > 0]", [id, true]],
    ["1234567890123456789", rounded],
    ["[1234567890123456789]", [rounded]],
    ["12345678901", 12345678901],
    ["1e21", javaDouble(1e21)],
    ["[1e21]", [javaDouble(1e21)]],
    ["$.d", 1],
    ["'' + $.d", "1"],
  ])("%s", async (script, expected) => {
    const { value } = (await run(script, scope)) as { value: unknown };
    expect(stringifyJson(value)).toBe(stringifyJson(expected));
  });

  it("cannot be written by JSON.stringify, there as here", async () => {
    expect(await run("JSON.stringify({ a: $.id })", scope)).toMatchObject({
      error: { name: "TypeError", message: expect.stringMatching(/bigint.*JSON/i) },
    });
  });

  it("does not change texts that look like one", async () => {
    const texts = { a: "1234567890123456789", b: "x:1234567890123456789", id };
    expect(await run("$", texts)).toEqual({ value: texts });
  });
});
