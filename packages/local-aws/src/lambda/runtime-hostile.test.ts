import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { once as onlyOnce } from "@long-running-api/foundation/once";
import { buildProgram } from "@long-running-api/test-support/built";
import { pythonWith } from "@long-running-api/test-support/programs";
import { afterAll, beforeEach, expect, it, vi } from "vitest";
import { createBench, createManualClock } from "./runtime-bench.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine
const bench = createBench();
afterAll(() => bench.close());
const requestId = "00000000-0000-4000-8000-000000000001";
const { why } = pythonWith(["boto3"]);
beforeEach(({ task, skip }) => skip(why !== undefined && /python|Popen|sys\.exit|os\./.test(task.name), why));
const variants = {
  node: (source: string, over = {}) => bench.spec({ "index.js": source }, over),
  python: (source: string, over = {}) => bench.spec({ "index.py": source }, over),
};
const python = (body: string) =>
  `import os, signal, subprocess, sys, time\ndef handler(event, context):\n    ${body}\n`;

// They wait for their timeouts together. What keeps a core busy until then has a short one.
it.concurrent.each([
  [
    "node",
    "waits",
    "1.00",
    variants.node("exports.handler = () => new Promise((r) => setTimeout(r, 60000))", { timeoutSeconds: 1 }),
  ],
  [
    "node",
    "loops",
    "0.20",
    variants.node("exports.handler = () => { while (true); }", { timeoutSeconds: 0.2 }),
  ],
  [
    "node",
    "ignores its termination",
    "0.20",
    variants.node("process.on('SIGTERM', () => {}); exports.handler = () => { while (true); }", {
      timeoutSeconds: 0.2,
    }),
  ],
  ["python", "waits", "1.00", variants.python(python("time.sleep(60)"), { timeoutSeconds: 1 })],
  [
    "python",
    "loops",
    "0.20",
    variants.python(python("signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    while True: pass"), {
      timeoutSeconds: 0.2,
    }),
  ],
])("ends a %s function that %s, at its timeout", async (_language, _what, seconds, spec) => {
  const { json, functionError, logTail } = await bench.call(spec);
  expect(functionError).toBe("Unhandled");
  expect(json).toEqual({
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
  });
  expect(logTail).toMatch(new RegExp(`Z \\S+ Task timed out after ${seconds} seconds\n\nEND`));
  expect(logTail).toContain("Status: timeout");
});

it.concurrent.for([
  ["", "a child"],
  [", start_new_session=True", "a child with a session of its own"],
])("ends a function's child processes with the function: Popen%s, %s", async ([how], { expect }) => {
  const spec = variants.python(
    python(
      `child = subprocess.Popen(['sleep', '60']${how}); print('pid', child.pid, flush=True); time.sleep(60)`,
    ),
    { timeoutSeconds: 1 },
  );
  const { logTail } = await bench.call(spec);
  const pid = Number(/pid (\d+)/.exec(logTail)?.[1]);
  expect(pid).toBeGreaterThan(0);
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});

it.each([
  [
    "exit(0)",
    variants.node("exports.handler = () => process.exit(0)"),
    "Runtime exited without providing a reason",
  ],
  [
    "exit(7)",
    variants.node("exports.handler = () => process.exit(7)"),
    "Runtime exited with error: exit status 7",
  ],
  ["exit(3) while loading", variants.node("process.exit(3)"), "Runtime exited with error: exit status 3"],
  [
    "a signal",
    variants.node("exports.handler = () => process.kill(process.pid, 'SIGKILL')"),
    "Runtime exited with error: signal: killed",
  ],
  ["sys.exit(2)", variants.python(python("sys.exit(2)")), "Runtime exited with error: exit status 2"],
  ["os.abort()", variants.python(python("os.abort()")), "Runtime exited with error: signal: aborted"],
])("reports %s", async (_what, spec, reason) => {
  const { json, functionError } = await bench.call(spec);
  expect(functionError).toBe("Unhandled");
  expect(json).toEqual({
    errorType: "Runtime.ExitError",
    errorMessage: `RequestId: ${requestId} Error: ${reason}`,
  });
});

it("starts a new process after one has ended", async () => {
  const spec = variants.node(
    "let calls = 0; exports.handler = async (event) => { if (event.die) process.exit(1); return ++calls }",
  );
  expect((await bench.call(spec)).json).toBe(1);
  expect((await bench.call(spec, { die: true })).json).toMatchObject({ errorType: "Runtime.ExitError" });
  expect((await bench.call(spec)).json).toBe(1);
});

it.each([
  [
    "node",
    variants.node(
      "exports.handler = async () => { const line = 'x'.repeat(99) + '\\n'; for (let i = 0; i < 1e6; i += 1000) process.stdout.write(line.repeat(1000)); console.log('the end'); return 1 }",
    ),
  ],
  [
    "python",
    variants.python(
      python(
        "\n    for i in range(1000): sys.stdout.write(('x' * 99 + '\\n') * 1000)\n    print('the end')\n    return 1",
      ),
    ),
  ],
])("survives a %s function that prints 100 MB", async (_language, spec) => {
  const { json, logTail } = await bench.call(spec);
  expect(json).toBe(1);
  expect(logTail).toContain("the end");
  const kept = bench.log.filter(({ logGroup }) => logGroup === spec.logGroup).flatMap(({ events }) => events);
  expect(kept.reduce((sum, { message }) => sum + message.length, 0)).toBeLessThan(3_000_000);
  expect(kept.some(({ message }) => /9\d\.\d MB more were printed/.test(message))).toBe(true);
});

it("handles a copy of the process from os.fork() that also returns", async () => {
  const spec = variants.python(python("os.fork()\n    return 'once'"));
  expect((await bench.call(spec)).json).toBe("once");
  expect((await bench.call(spec)).json).toBe("once");
});

it("rejects a response of more than 6 MB", async () => {
  const spec = variants.node("exports.handler = async (event) => 'x'.repeat(event.size)");
  expect((await bench.call(spec, { size: 6_291_554 })).payload.length).toBe(6_291_556);
  expect((await bench.call(spec, { size: 6_291_555 })).json).toMatchObject({
    errorType: "Function.ResponseSizeTooLarge",
  });
});

it("ends a function that writes into the runtime's own channel", async () => {
  const spec = variants.node(
    "exports.handler = async () => { require('fs').writeSync(4, 'rubbish\\n'); await new Promise((r) => setTimeout(r, 9000)) }",
  );
  expect((await bench.call(spec)).json).toMatchObject({ errorType: "Runtime.ExitError" });
});

it("uses several processes for concurrent calls, and one for sequential calls", async () => {
  const here = mkdtempSync(path.join(bench.workDir, "together-"));
  const spec = variants.node(`const { existsSync, writeFileSync } = require("node:fs");
    exports.handler = async ({ here }) => {
      writeFileSync(here + "/" + process.pid, "");
      while (!existsSync(here + "/all")) await new Promise((r) => setTimeout(r, 10));
      return process.pid;
    }`);
  const together = Promise.all([1, 2, 3].map(() => bench.call(spec, { here })));
  await expect.poll(() => readdirSync(here).length, { timeout: 20_000 }).toBe(3);
  writeFileSync(path.join(here, "all"), "");
  const pids = new Set((await together).map(({ json }) => json));
  expect(pids.size).toBe(3);
  expect(pids).toContain((await bench.call(spec, { here })).json);
});

it.skipIf(process.platform !== "linux")("leaves nothing behind that a function forked twice", async () => {
  const careless = createBench();
  const spec = careless.spec({
    "index.js": `const { execSync } = require("node:child_process");
      exports.handler = async () => Number(execSync("(setsid sh -c 'echo $$; exec sleep 1000 >/dev/null 2>&1 <&-' &)"))`,
  });
  const pid = Number((await careless.call(spec)).json);
  expect(isRunning(pid)).toBe(true);
  await careless.close();
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});

it("does not reuse a process of an earlier revision", async () => {
  const spec = variants.node("exports.handler = async () => process.pid");
  const first = (await bench.call(spec)).json;
  bench.runtime.forget(spec.functionArn);
  expect((await bench.call({ ...spec, revisionId: "2" })).json).not.toBe(first);
  await expect.poll(() => isRunning(Number(first)), { timeout: 10_000 }).toBe(false);
});

it("does not reuse a process whose credentials could expire during the invocation", async () => {
  const clock = createManualClock();
  const aging = createBench({ clock });
  const expiresAtMs = clock.now() + 100_000;
  const spec = aging.spec(
    { "index.js": "exports.handler = async () => process.pid" },
    {
      timeoutSeconds: 10,
      credentials: () => ({ accessKeyId: "a", secretAccessKey: "b", expiresAtMs }),
    },
  );
  const { json: pid } = await aging.call(spec);
  clock.advance(20_000);
  expect((await aging.call(spec)).json).toBe(pid);
  clock.advance(15_000); // 65 s are left: less than the timeout plus a minute
  expect((await aging.call(spec)).json).not.toBe(pid);
  await aging.close();
});

it("ends the last process of a function after ten idle minutes", async () => {
  const clock = createManualClock();
  const patient = createBench({ clock });
  const spec = patient.spec({ "index.js": "exports.handler = async () => process.pid" });
  const pid = Number((await patient.call(spec)).json);
  clock.advance(599_000);
  expect((await patient.call(spec)).json).toBe(pid);
  clock.advance(599_000);
  expect(isRunning(pid)).toBe(true);
  clock.advance(2_000);
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  await patient.close();
});

const sources = {
  node: {
    file: "index.js",
    source: 'console.log("NAME pid", process.pid); exports.handler = async () => { BODY }',
    busy: "while (true);",
    frozen: "setInterval(() => {}, 1)",
  },
  python: {
    file: "index.py",
    source:
      "import os, threading, time\nprint('NAME pid', os.getpid())\ndef handler(event, context):\n    BODY\n",
    busy: "while True: pass",
    frozen: "threading.Thread(target=time.sleep, args=(1000,)).start()",
  },
} as const;

const doomed = [
  { state: "frozen", language: "node" },
  { state: "frozen", language: "python" },
  { state: "busy", language: "node" },
  { state: "busy", language: "python" },
] as const;

/** Kills a cloud with a function in each state and language. Returns the functions' processes by their names. */
const killCloud = onlyOnce(async () => {
  const functions = doomed
    .filter(({ language }) => language === "node" || why === undefined)
    .map(({ state, language }) => ({ name: `${state} ${language}`, state, ...sources[language] }));
  const program = await buildProgram(fileURLToPath(new URL("doomed-bench.ts", import.meta.url)));
  const words = functions.flatMap(({ name, state, file, source, ...bodies }) => [
    file,
    source.replace("NAME", name).replace("BODY", bodies[state]),
  ]);
  const cloud = spawn(process.execPath, [program.file, bench.workDir, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const seen = ({ name, state }: (typeof functions)[number], printed: string) =>
    new RegExp(`${name} pid (\\d+)${state === "frozen" ? ".*REPORT" : ""}`, "s").exec(printed)?.[1];
  let printed = "";
  for await (const chunk of cloud.stdout) {
    printed += chunk;
    if (functions.every((each) => seen(each, printed))) break;
  }
  const pids = new Map(functions.map((each) => [each.name, Number(seen(each, printed))]));
  for (const pid of pids.values()) expect(isRunning(pid)).toBe(true);
  const gone = once(cloud, "exit");
  cloud.kill("SIGKILL");
  await gone;
  program.remove();
  return pids;
});

it.each(doomed)("ends a $state $language function when the cloud is killed", async ({ state, language }) => {
  const pid = (await killCloud()).get(`${state} ${language}`) ?? 0;
  expect(pid).toBeGreaterThan(0);
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
