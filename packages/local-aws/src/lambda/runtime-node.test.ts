import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createBench } from "./runtime-bench.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine
const bench = createBench();
beforeAll(() => void vi.stubEnv("MY_SECRET", "hidden"));
afterAll(async () => {
  vi.unstubAllEnvs();
  await bench.close();
});
const node = (source: string, file = "index.js", over = {}) => bench.spec({ [file]: source }, over);

/** One process for all that a handler can do once its module is loaded. */
const able = node(
  `const does = {
    nothing: async () => {},
    sleep: (event, context, callback) => { setTimeout(callback, 300) },
    context: async (event, context) => {
      const left = context.getRemainingTimeInMillis();
      return { ...context, inTime: left > 10000 && left <= 20000, streamFits: context.logStreamName.includes("/[$LATEST]"), logStreamName: undefined };
    },
    environment: async () => process.env,
  };
  exports.handler = (event, context, callback) => does[event.do](event, context, callback);`,
  "index.js",
  { environment: { TABLE_NAME: "t" } },
);

const throws = node(
  "exports.handler = async (event) => { if (event.bad) throw new TypeError('no such thing'); return 1 }",
);

it("runs handlers of every style", async () => {
  const styles = {
    async: node("exports.handler = async (event) => ({ got: event.a })"),
    module: node("export const handler = async (event) => ({ got: event.a })", "index.mjs"),
    callback: node(
      "exports.handler = (event, context, callback) => { setTimeout(() => callback(null, { got: event.a }), 5) }",
    ),
    "context.succeed": node("exports.handler = (event, context) => { context.succeed({ got: event.a }) }"),
    "in a folder": bench.spec(
      { "src/app.js": "exports.api = { handler: async (event) => ({ got: event.a }) }" },
      { handler: "src/app.api.handler" },
    ),
    "package.json with type module": bench.spec({
      "index.js": "export const handler = async (event) => ({ got: event.a })",
      "package.json": '{"type":"module"}',
    }),
  };
  for (const [style, spec] of Object.entries(styles)) {
    const { json, functionError } = await bench.call(spec, { a: 1 });
    expect({ style, json, functionError }).toEqual({ style, json: { got: 1 }, functionError: undefined });
  }
});

it("keeps output that bypasses Node's streams within its invocation", async () => {
  const spec = node(`
    const fs = require("node:fs");
    const { execFileSync } = require("node:child_process");
    exports.handler = async ({ number }) => {
      fs.writeSync(1, "written " + number + "\\n");
      if (number === 4) execFileSync(process.execPath, ["-p", "'by a program'"], { stdio: "inherit" });
    };`);
  for (let number = 0; number < 5; number += 1) {
    const { logTail = "" } = await bench.call(spec, { number });
    expect(logTail).toMatch(new RegExp(`^START [^\\n]+\\n(INIT[^\\n]+\\n)?written ${number}\\n`, "m"));
    expect(logTail.indexOf("END ")).toBeGreaterThan(logTail.indexOf("written"));
    if (number === 4) expect(logTail).toMatch(/by a program\n(.|\n)*END /);
  }
});

it("does not support callbacks since nodejs24.x, and uses a synchronous handler's return value", async () => {
  const over = { runtime: "nodejs24.x" };
  const callback = node(
    "exports.handler = (event, context, callback) => callback(null, 1)",
    "index.js",
    over,
  );
  expect((await bench.call(callback)).json).toMatchObject({
    errorType: "Runtime.CallbackHandlerDeprecated",
    errorMessage: expect.stringContaining("starting with Node.js 24"),
  });
  const context = node("exports.handler = (event, context) => typeof context.succeed", "index.js", over);
  expect((await bench.call(context)).json).toBe("undefined");
});

it("returns null for a handler that returns nothing", async () => {
  expect((await bench.call(able, { do: "nothing" })).payload.toString()).toBe("null");
  expect((await bench.call(node("exports.handler = () => {}"))).payload.toString()).toBe("null");
});

it("keeps the process, and waits for an empty event loop before it sends a callback's result", async () => {
  const spec = node(`
    let calls = 0;
    exports.handler = (event, context, callback) => {
      calls += 1;
      const answer = { calls, later: false };
      callback(null, answer);
      setTimeout(() => { answer.later = true }, 20);
    }`);
  expect((await bench.call(spec)).json).toEqual({ calls: 1, later: true });
  expect((await bench.call(spec)).json).toEqual({ calls: 2, later: true });
});

it("freezes between invocations, including unawaited work", async () => {
  const spec = node(`
    let turns = 0;
    exports.handler = async () => {
      if (turns === 0) setInterval(() => { turns += 1 }, 1);
      return turns;
    }`);
  expect((await bench.call(spec)).json).toBe(0);
  await bench.call(able, { do: "sleep" });
  expect((await bench.call(spec)).json).toBeLessThan(30);
});

it("describes an error as AWS's Node.js runtime does, and keeps running", async () => {
  const { json, functionError } = await bench.call(throws, { bad: true });
  expect(functionError).toBe("Unhandled");
  expect(json).toEqual({ errorType: "TypeError", errorMessage: "no such thing", trace: expect.any(Array) });
  expect((json as { trace: string[] }).trace[0]).toBe("TypeError: no such thing");
  // The code's path on AWS, not its path here.
  expect((json as { trace: string[] }).trace[1]).toMatch(/\/var\/task\/index\.js:1:/);
  expect(bench.messages().join("")).toContain("/var/task/index.js:1:");
  expect((await bench.call(throws)).json).toBe(1);
});

it.each([
  [
    "a missing module",
    "require('left-pad')",
    "Runtime.ImportModuleError",
    "Error: Cannot find module 'left-pad'",
  ],
  ["no such file", undefined, "Runtime.ImportModuleError", "Error: Cannot find module 'index'"],
  ["a syntax error", "exports.handler = async ( => 1", "Runtime.UserCodeSyntaxError", "SyntaxError: "],
  [
    "no such handler",
    "exports.other = 1",
    "Runtime.HandlerNotFound",
    "index.handler is undefined or not exported",
  ],
  [
    "a handler that is no function",
    "exports.handler = 1",
    "Runtime.HandlerNotFound",
    "index.handler is not a function",
  ],
  ["an error while loading", "throw new RangeError('too far')", "RangeError", "too far"],
])("reports %s", async (_what, source, errorType, message) => {
  const spec = source === undefined ? bench.spec({ "other.js": "" }) : node(source);
  const { json, functionError, logTail } = await bench.call(spec);
  expect(functionError).toBe("Unhandled");
  expect(json).toMatchObject({ errorType });
  expect((json as { errorMessage: string }).errorMessage).toContain(message);
  expect(logTail).toContain(errorType);
});

it("loads a .js file as CommonJS, as Lambda's Node 22 does, unless package.json says otherwise", async () => {
  const source = "export const handler = async () => 1";
  const spec = node(source, "index.js", { runtime: "nodejs22.x" });
  expect((await bench.call(spec)).json).toMatchObject({ errorType: "Runtime.UserCodeSyntaxError" });
  const environment = { NODE_OPTIONS: "--experimental-require-module --experimental-detect-module" };
  expect((await bench.call(node(source, "index.js", { runtime: "nodejs22.x", environment }))).json).toBe(1);
  expect((await bench.call(node(source, "index.js", { runtime: "nodejs24.x" }))).json).toBe(1);
});

it("reports a promise that never settles", async () => {
  const { json } = await bench.call(node("exports.handler = async () => new Promise(() => {})"));
  expect(json).toMatchObject({ errorType: "Runtime.NodeJsExit" });
});

it("reports an unhandled rejection", async () => {
  const spec = node(
    "exports.handler = async () => { setTimeout(() => { throw new Error('late') }); await new Promise((r) => setTimeout(r, 1000)) }",
  );
  expect((await bench.call(spec)).json).toMatchObject({ errorType: "Error", errorMessage: "late" });
});

it("provides the AWS SDK, and no other module from parent folders", async () => {
  const parent = mkdtempSync(path.join(tmpdir(), "project-"));
  mkdirSync(path.join(parent, "node_modules", "left-pad"), { recursive: true });
  writeFileSync(path.join(parent, "node_modules", "left-pad", "index.js"), "module.exports = 1");
  writeFileSync(path.join(parent, "package.json"), '{"type":"module"}');
  const inside = createBench({ parent });
  try {
    const sdk = inside.spec({
      "index.mjs": `
        import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
        import own from "own";
        export const handler = async () => [typeof DynamoDBClient, own]`,
      "node_modules/own/index.js": "module.exports = 'own'",
    });
    expect((await inside.call(sdk)).json).toEqual(["function", "own"]);
    const required = inside.spec({
      "index.js": "exports.handler = async () => typeof require('@aws-sdk/client-dynamodb').DynamoDBClient",
    });
    expect((await inside.call(required)).json).toBe("function");
    const imports = inside.spec({
      "index.mjs": "import pad from 'left-pad'; export const handler = async () => pad",
    });
    expect((await inside.call(imports)).json).toMatchObject({
      errorMessage: expect.stringContaining("Cannot find package 'left-pad'"),
    });
    const requires = inside.spec({
      "index.js": "const pad = require('left-pad'); exports.handler = async () => pad",
    });
    expect((await inside.call(requires)).json).toMatchObject({ errorType: "Runtime.ImportModuleError" });
  } finally {
    await inside.close();
    rmSync(parent, { recursive: true, force: true });
  }
});

const importsBoth = node(
  `import * as client from "@aws-sdk/client-dynamodb";
    import * as lib from "@aws-sdk/lib-dynamodb";
    import { createRequire } from "node:module";
    const require = createRequire(import.meta.url);
    const imported = { "client-dynamodb": client, "lib-dynamodb": lib };
    export const handler = async ({ name }) => ({
      names: Object.keys(imported[name]),
      same: imported[name].default === require("@aws-sdk/" + name),
      version: require("@aws-sdk/" + name + "/package.json").version,
    })`,
  "index.mjs",
);

it.each(["client-dynamodb", "lib-dynamodb"])(
  "provides %s with the names that Node finds in it, once",
  async (name) => {
    const entry = createRequire(import.meta.url).resolve(`@aws-sdk/${name}`);
    const names = Object.keys(await import(entry)).filter((each) => each !== "module.exports"); // Node 23 adds it
    const { version } = JSON.parse(readFileSync(path.join(entry, "..", "..", "package.json"), "utf8"));
    expect((await bench.call(importsBoth, { name })).json).toEqual({ names, same: true, version });
  },
);

it("has no log before the first call, though a process waits for it", async () => {
  const spec = node("console.log('loaded'); exports.handler = async () => 1");
  const { functionArn } = spec;
  const logged = () => bench.log.filter((batch) => batch.functionArn === functionArn);
  await bench.runtime.prepare(spec);
  await vi.waitFor(() => expect(bench.runtime.processes(functionArn).idle).toBe(1), { timeout: 20_000 });
  bench.runtime.forget(functionArn); // a process that ends passes on the rest of its log
  expect(logged()).toEqual([]);
  await bench.call(spec);
  const [first, second] = logged().flatMap(({ events }) => events.map(({ message }) => message));
  expect([first, second]).toEqual([expect.stringContaining("INIT_START"), expect.stringContaining("loaded")]);
});

it("provides AWS's context object", async () => {
  expect((await bench.call(able, { do: "context" })).json).toEqual({
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: "$LATEST",
    functionName: able.functionName,
    memoryLimitInMB: "128",
    logGroupName: able.logGroup,
    invokedFunctionArn: able.functionArn,
    awsRequestId: "00000000-0000-4000-8000-000000000001",
    inTime: true,
    streamFits: true,
  });
});

it("shows its own frames in a stack trace as AWS's runtime", async () => {
  const { json } = await bench.call(throws, { bad: true });
  const { trace } = json as { trace: string[] };
  expect(trace[1]).toMatch(/\/var\/task\/index\.js:1:\d+/);
  expect(trace.at(-1)).toMatch(/file:\/\/\/var\/runtime\/index\.mjs|node:internal/);
  expect(trace.join("\n")).not.toContain("bootstrap.mjs");
});

it("ignores modules in this machine's global folders", async () => {
  const folder = path.join(bench.workDir, "home", ".node_modules", "installed-here"); // one of the global folders
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "index.js"), "");
  const spec = node("require('installed-here'); exports.handler = async () => 1");
  expect((await bench.call(spec)).json).toMatchObject({
    errorType: "Runtime.ImportModuleError",
    errorMessage: expect.stringContaining("Cannot find module 'installed-here'"),
  });
});

it("does not pass on the learner's environment", async () => {
  const { json } = await bench.call(able, { do: "environment" });
  const variables = json as Record<string, string>;
  expect(variables).toMatchObject({
    TABLE_NAME: "t",
    AWS_ACCESS_KEY_ID: "ASIATEST",
    AWS_SESSION_TOKEN: "token",
    AWS_REGION: "us-east-1",
    AWS_LAMBDA_FUNCTION_NAME: able.functionName,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
    LAMBDA_TASK_ROOT: able.codeDir,
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    TZ: ":UTC",
  });
  expect(variables).not.toHaveProperty("MY_SECRET");
  expect(variables["HOME"]).toContain(bench.workDir);
});

it("logs as AWS does, and returns the tail", async () => {
  const spec = node(
    "exports.handler = async () => { console.log('one\\ntwo', { a: 1 }); process.stdout.write('raw') }",
  );
  const { logTail } = await bench.call(spec);
  const lines = logTail.split("\n");
  expect(lines[0]).toBe("START RequestId: 00000000-0000-4000-8000-000000000001 Version: $LATEST");
  expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z\t00000000-0000-4000-8000-000000000001\tINFO\tone$/);
  expect(lines.slice(2, 5)).toEqual([
    "two { a: 1 }",
    "raw",
    "END RequestId: 00000000-0000-4000-8000-000000000001",
  ]);
  expect(lines[5]).toMatch(
    /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t$/,
  );
  const own = bench.log.filter(({ logGroup }) => logGroup === spec.logGroup).flatMap(({ events }) => events);
  expect(own[0]?.message).toMatch(
    /^INIT_START Runtime Version: nodejs:22.*\tRuntime Version ARN: arn:.*:test$/m,
  );
  expect(own.some(({ message }) => message.endsWith("one\ntwo { a: 1 }\n"))).toBe(true);
});
