import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { once } from "@long-running-api/foundation/once";
import {
  type Clock,
  createRuntime,
  ensurePython,
  type FunctionSpec,
  type InvocationResult,
  isPython,
  type LogBatch,
  type Runtime,
  systemClock,
} from "./runtime/index.ts";

/** A runtime in its own folder, with real processes. */
export interface Bench {
  runtime: Runtime;
  workDir: string;
  log: LogBatch[];
  /** Every logged message, in order. */
  messages(): string[];
  spec(files: Record<string, string>, over?: Partial<FunctionSpec>): FunctionSpec;
  call(
    spec: FunctionSpec,
    event?: unknown,
    requestId?: string,
  ): Promise<InvocationResult & { json: unknown }>;
  close(): Promise<void>;
}

let count = 0;

/** The Python of this machine: to ask for it takes longer than to start it. */
export const findPython = once(() => ensurePython({ dataDir: "no-data" }));

export function createBench({
  clock = systemClock,
  idleSeconds = 60,
  endpoint = "http://127.0.0.1:9",
  parent = tmpdir(),
  pythonUserBase,
}: {
  clock?: Clock;
  idleSeconds?: number;
  endpoint?: string;
  parent?: string;
  /** Replaces the folder of `pip install --user`. */
  pythonUserBase?: string;
} = {}): Bench {
  const workDir = realpathSync(mkdtempSync(path.join(parent, "functions-")));
  const log: LogBatch[] = [];
  const runtime = createRuntime({
    endpoint: () => endpoint,
    clock,
    onLog: (batch) => log.push(batch),
    idleSeconds,
    nodeModulesDir: path.resolve("node_modules"),
    workDir,
    python: async () => {
      const python = await findPython();
      return pythonUserBase === undefined || !isPython(python)
        ? python
        : { ...python, userBase: pythonUserBase };
    },
  });
  return {
    runtime,
    workDir,
    log,
    messages: () => log.flatMap(({ events }) => events.map(({ message }) => message)),
    spec: (files, over = {}) => specOf(workDir, files, over),
    async call(spec, event = {}, requestId = "00000000-0000-4000-8000-000000000001") {
      const payload = Buffer.from(JSON.stringify(event));
      const result = await runtime.invoke(spec, { payload, requestId, invokedArn: spec.functionArn });
      return { ...result, json: JSON.parse(result.payload.toString()) };
    },
    async close() {
      await runtime.close();
      rmSync(workDir, { recursive: true, force: true });
    },
  };
}

function specOf(workDir: string, files: Record<string, string>, over: Partial<FunctionSpec>): FunctionSpec {
  count += 1;
  const functionName = `function-${count}`;
  const codeDir = path.join(workDir, functionName);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(codeDir, name)), { recursive: true });
    writeFileSync(path.join(codeDir, name), text);
  }
  return {
    functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    functionName,
    version: "$LATEST",
    revisionId: "1",
    runtime: Object.keys(files).some((name) => name.endsWith(".py")) ? "python3.13" : "nodejs22.x",
    runtimeVersionArn: "arn:aws:lambda:us-east-1::runtime:test",
    handler: "index.handler",
    codeDir,
    timeoutSeconds: 20,
    memoryMb: 128,
    environment: {},
    credentials: () => ({ accessKeyId: "ASIATEST", secretAccessKey: "secret", sessionToken: "token" }),
    region: "us-east-1",
    logGroup: `/aws/lambda/${functionName}`,
    ...over,
  };
}

/** A clock that moves only when advanced. */
export function createManualClock(startMs = Date.UTC(2026, 10, 22)): Clock & { advance(ms: number): void } {
  let nowMs = startMs;
  const timers = new Set<{ dueMs: number; action(): void }>();
  return {
    now: () => nowMs,
    tick: () => nowMs,
    after(ms, action) {
      const timer = { dueMs: nowMs + ms, action };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const end = nowMs + ms;
      for (;;) {
        const [next] = [...timers].filter(({ dueMs }) => dueMs <= end).sort((a, b) => a.dueMs - b.dueMs);
        if (!next) break;
        timers.delete(next);
        nowMs = next.dueMs;
        next.action();
      }
      nowMs = end;
    },
  };
}
