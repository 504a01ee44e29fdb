import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pythonWith } from "@long-running-api/test-support/programs";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { isPython } from "./runtime/index.ts";
import { createBench, findPython } from "./runtime-bench.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine
const bench = createBench();
beforeAll(() => void vi.stubEnv("MY_SECRET", "hidden"));
afterAll(async () => {
  vi.unstubAllEnvs();
  await bench.close();
});
const { why } = pythonWith(["boto3"]);
beforeEach(({ skip }) => skip(why !== undefined, why));
const python = (source: string, over = {}) => bench.spec({ "index.py": source }, over);
const requestId = "00000000-0000-4000-8000-000000000001";

/** One process for all that a handler can do once its module is loaded. */
const able = python(`
import boto3, logging, os, time
from decimal import Decimal

calls = 0

def count(event, context):
    global calls
    calls += 1
    return {"got": event["a"], "calls": calls, "endpoint": boto3.client("dynamodb").meta.endpoint_url, "text": "é"}

def sleep(event, context): time.sleep(0.3)
def nothing(event, context): pass
def decimals(event, context): return [Decimal('3'), Decimal('0.5')]
def a_set(event, context): return {1, 2}

def surroundings(event, context):
    left = context.get_remaining_time_in_millis()
    own = {name: getattr(context, name) for name in ("aws_request_id", "function_name", "function_version", "invoked_function_arn", "log_group_name", "memory_limit_in_mb", "client_context")}
    return {"context": own, "in_time": 10000 < left <= 20000, "environ": dict(os.environ), "key": boto3.Session().get_credentials().access_key, "profiles": boto3.Session().available_profiles}

def log(event, context):
    print("one")
    logging.getLogger().warning("two\\nlines")
    print("no end", end="")

def handler(event, context): return globals()[event["do"]](event, context)
`);

it("runs a handler, keeps its process, and provides boto3", async () => {
  const got = { got: 1, calls: 1, endpoint: "http://127.0.0.1:9", text: "é" };
  expect((await bench.call(able, { do: "count", a: 1 })).json).toEqual(got);
  const second = await bench.call(able, { do: "count", a: 1 });
  expect(second.json).toEqual({ ...got, calls: 2 });
  expect(second.payload.toString()).toContain('"text": "é"');
});

it("provides the packages of AWS's runtime, and no other package of this machine", async () => {
  const pythonUserBase = mkdtempSync(path.join(tmpdir(), "installed-"));
  const found = await findPython();
  if (!isPython(found)) throw new Error(found.what);
  const packages = execFileSync(found.executable, ["-c", "import site; print(site.getusersitepackages())"], {
    env: { ...process.env, PYTHONUSERBASE: pythonUserBase },
    encoding: "utf8",
  }).trim();
  mkdirSync(packages, { recursive: true });
  writeFileSync(path.join(packages, "installed_here.py"), "");
  const lucky = createBench({ pythonUserBase });
  try {
    const calls = [
      "boto3, botocore, s3transfer, jmespath, dateutil.tz, six, urllib3, sqlite3",
      "installed_here",
    ];
    const specs = calls.map((names) =>
      lucky.spec({
        "index.py": `import ${names}, own\ndef handler(event, context): return own.NAME`,
        "own.py": "NAME = 1",
      }),
    );
    const [provided, other] = await Promise.all(specs.map(async (spec) => (await lucky.call(spec)).json));
    expect(provided).toBe(1);
    expect(other).toMatchObject({
      errorType: "Runtime.ImportModuleError",
      errorMessage: "Unable to import module 'index': No module named 'installed_here'",
    });
  } finally {
    await lucky.close();
    rmSync(pythonUserBase, { recursive: true });
  }
});

it("freezes between invocations, including threads that are not joined", async () => {
  const spec = python(`
import threading, time
turns = 0
def work():
    global turns
    while True:
        turns += 1
        time.sleep(0.001)
def handler(event, context):
    seen = turns
    if turns == 0: threading.Thread(target=work).start()
    return seen
`);
  expect((await bench.call(spec)).json).toBe(0);
  await bench.call(able, { do: "sleep" });
  expect((await bench.call(spec)).json).toBeLessThan(30);
});

it("returns null for None, and numbers as DynamoDB returns them", async () => {
  expect((await bench.call(able, { do: "nothing" })).payload.toString()).toBe("null");
  expect((await bench.call(able, { do: "decimals" })).payload.toString()).toBe("[3, 0.5]");
});

it("describes an error as AWS's Python runtime does, and keeps running", async () => {
  const spec = python("def handler(event, context):\n    return event['requestId']\n");
  const { json, functionError } = await bench.call(spec);
  expect(functionError).toBe("Unhandled");
  expect(json).toEqual({
    errorMessage: "'requestId'",
    errorType: "KeyError",
    requestId,
    stackTrace: [
      expect.stringMatching(
        /^ {2}File "\/var\/task\/index\.py", line 2, in handler\n {4}return event\['requestId'\]\n/,
      ),
    ],
  });
  expect((await bench.call(spec, { requestId: 1 })).json).toBe(1);
  expect(bench.messages().join("")).toContain(
    "[ERROR] KeyError: 'requestId'\nTraceback (most recent call last):\n\u00a0\u00a0File \"/var/task/index.py\"",
  );
});

it.each([
  [
    "a missing module",
    "import left_pad",
    "Runtime.ImportModuleError",
    "Unable to import module 'index': No module named 'left_pad'",
  ],
  [
    "code that lost its indentation",
    "def handler(event, context):\nreturn 1",
    "Runtime.UserCodeSyntaxError",
    "Syntax error in module 'index': expected an indented block after function definition on line 1 (index.py, line 2)",
  ],
  ["no such handler", "x = 1", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'index'"],
  [
    "an error while loading",
    "raise Exception('Runtime startup fails')",
    "Exception",
    "Runtime startup fails",
  ],
])("reports %s", async (_what, source, errorType, errorMessage) => {
  const { json, functionError, logTail } = await bench.call(python(source));
  expect(functionError).toBe("Unhandled");
  expect(json).toMatchObject({ errorType, errorMessage, requestId: "" });
  expect(logTail).toContain(`[ERROR] ${errorType}: ${errorMessage}`);
});

it("reports a missing file, and a result that is not JSON", async () => {
  const spec = bench.spec({ "other.py": "" }, { handler: "index.handler" });
  expect((await bench.call(spec)).json).toMatchObject({
    errorType: "Runtime.ImportModuleError",
    errorMessage: "Unable to import module 'index': No module named 'index'",
  });
  expect((await bench.call(able, { do: "a_set" })).json).toMatchObject({
    errorType: "Runtime.MarshalError",
    errorMessage: "Unable to marshal response: Object of type set is not JSON serializable",
  });
});

it("provides AWS's context and environment, without the learner's credentials", async () => {
  const { json } = await bench.call(able, { do: "surroundings" });
  expect(json).toMatchObject({
    in_time: true,
    key: "ASIATEST",
    profiles: [],
    context: {
      aws_request_id: requestId,
      function_name: able.functionName,
      function_version: "$LATEST",
      invoked_function_arn: able.functionArn,
      log_group_name: able.logGroup,
      memory_limit_in_mb: "128",
      client_context: null,
    },
    environ: {
      AWS_EXECUTION_ENV: "AWS_Lambda_python3.13",
      _HANDLER: "index.handler",
      AWS_SECRET_ACCESS_KEY: "secret",
    },
  });
  expect((json as { environ: object }).environ).not.toHaveProperty("MY_SECRET");
});

it("captures printed and logged output", async () => {
  const { logTail } = await bench.call(able, { do: "log" });
  const lines = logTail.split("\n");
  expect(lines.slice(0, 2)).toEqual([`START RequestId: ${requestId} Version: $LATEST`, "one"]);
  expect(lines[2]).toMatch(new RegExp(`^\\[WARNING\\]\t[\\d-]+T[\\d:.]+Z\t${requestId}\ttwo$`));
  expect(lines.slice(3, 6)).toEqual(["lines", "no end", `END RequestId: ${requestId}`]);
});
