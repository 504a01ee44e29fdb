import { randomBytes } from "node:crypto";
import { type Outcome, startChild } from "./child.ts";
import type { Launch } from "./launch.ts";
import { createLog } from "./log.ts";
import * as messages from "./messages.ts";
import type { Clock, FunctionSpec, Invocation, InvocationResult, LogBatch } from "./spec.ts";

/** An execution environment: one process that handles one invocation at a time. */
export interface Environment {
  readonly pid: number | undefined;
  /** Resolves once loading the code has succeeded or failed. */
  readonly loaded: Promise<unknown>;
  invoke(invocation: Invocation): Promise<InvocationResult>;
  alive(): boolean;
  /** Ends it at once; a running invocation is rejected with `EnvironmentEnded`. */
  end(): void;
  /** From now on it reports to another owner. */
  rebind(owner: EnvironmentOwner): void;
}

/** Receives what a process prints, and its end. */
export interface EnvironmentOwner {
  onLog(batch: LogBatch): void;
  onEnd(): void;
}

/** The cloud ended the process during an invocation: not an error of the function. */
export class EnvironmentEnded extends Error {
  override readonly name = "EnvironmentEnded";
}

export interface EnvironmentOptions extends EnvironmentOwner {
  clock: Clock;
  /** The process to start, given the marker for the end of an invocation's output. */
  launch(marker: string): Launch;
  variables(logStream: string): Record<string, string>;
}

/** How long a process may load the code before the function's timeout starts. */
const initSecondsMax = 10;

/** Starts a process for a function. */
export function createEnvironment(spec: FunctionSpec, options: EnvironmentOptions): Environment {
  const { clock } = options;
  let owner: EnvironmentOwner = options;
  const marker = randomBytes(16).toString("hex");
  const launch = options.launch(marker);
  const logStream = logStreamName(new Date(clock.now()), spec.version);
  const log = createLog(
    { clock, onLog: (batch) => owner.onLog(batch) },
    { functionArn: spec.functionArn, logGroup: spec.logGroup, logStream },
  );
  log.platform(messages.initStart(spec, launch.runner));
  const child = startChild({
    ...launch,
    cwd: spec.codeDir,
    env: options.variables(logStream),
    marker,
    clock,
    output: { line: (text) => log.printed(asOnLambda(spec, text)), full: log.full, skipped: log.skipped },
    onEnd: () => owner.onEnd(),
  });
  const startedTick = clock.tick();
  const init = child.next((initSecondsMax + spec.timeoutSeconds) * 1_000);
  let initMs: number | undefined; // until an invocation has reported the failure
  let cold = true;
  const loaded = init.then((outcome) => {
    initMs = clock.tick() - startedTick;
    return outcome;
  });
  let endedByUs = false;

  return {
    pid: child.pid,
    loaded,
    async invoke(invocation) {
      const { requestId } = invocation;
      log.open(); // a function that was never called has no log group, though a process may wait for its first call
      if (cold) {
        const outcome = await loaded;
        if (!isReady(outcome)) return conclude(failedInit(outcome, requestId, initMs ?? 0));
      }
      cold = false;
      log.begin();
      log.platform(messages.start(requestId, spec.version));
      const begunTick = clock.tick();
      child.send(requestOf(spec, invocation, clock.now()), invocation.payload);
      const outcome = await child.next(spec.timeoutSeconds * 1_000);
      return conclude(judge(outcome, requestId, clock.tick() - begunTick));
    },
    alive: child.alive,
    end() {
      endedByUs = true;
      child.kill();
      log.flush();
    },
    rebind(next) {
      log.flush(); // what was printed so far belongs to the previous owner
      owner = next;
    },
  };

  /** Without a working runtime there is no real invocation, but AWS logs and answers one. */
  function failedInit(outcome: Outcome, requestId: string, took: number): Ending {
    const ending = judge(outcome, requestId, 0);
    const errorType = ending.errorType ?? "Runtime.Unknown";
    const status = outcome.kind === "timeout" ? "Status: timeout" : `Status: error\tError Type: ${errorType}`;
    log.platform(`INIT_REPORT Init Duration: ${took.toFixed(2)} ms\tPhase: init\t${status}`);
    log.platform(messages.start(requestId, spec.version));
    child.kill(); // the next invocation tries again in a new process
    return ending;
  }

  function judge(outcome: Outcome, requestId: string, durationMs: number): Ending {
    const common = { requestId, durationMs };
    if (outcome.kind === "timeout") {
      log.platform(messages.timeoutLine(new Date(clock.now()), requestId, spec.timeoutSeconds));
      return { ...common, ...failure(messages.timedOut(requestId, spec.timeoutSeconds)), status: "timeout" };
    }
    if (outcome.kind === "exit") {
      const error = messages.exited(requestId, outcome.code, outcome.signal);
      return { ...common, ...failure(error), status: { errorType: error.errorType } };
    }
    const { header, payload, tooLarge } = outcome.frame;
    const usedMb = Math.ceil(Number(header["memoryBytes"] ?? 0) / 1_048_576);
    if (tooLarge) return { ...common, usedMb, ...failure(messages.tooLarge()) };
    if (header["kind"] === "response") return { ...common, usedMb, payload };
    const error = Buffer.from(asOnLambda(spec, payload.toString()));
    return { ...common, usedMb, payload: error, functionError: "Unhandled", errorType: errorTypeOf(error) };
  }

  function conclude(ending: Ending): InvocationResult {
    if (endedByUs) throw new EnvironmentEnded("The local cloud stopped the function's process.");
    const billedMs = Math.max(1, Math.ceil(ending.durationMs + (initMs ?? 0))); // AWS also bills the init phase, since August 2025
    const { requestId, durationMs, usedMb = 0, status } = ending;
    const figures = { requestId, durationMs, billedMs, memoryMb: spec.memoryMb, usedMb, initMs, status };
    log.platform(messages.end(requestId));
    log.platform(messages.report(figures));
    initMs = undefined;
    const logTail = log.tail();
    log.flush();
    return {
      payload: ending.payload,
      ...(ending.functionError ? { functionError: ending.functionError } : {}),
      logTail,
      executedVersion: spec.version,
      durationMs,
      billedMs,
    };
  }
}

interface Ending {
  requestId: string;
  durationMs: number;
  payload: Buffer;
  functionError?: "Unhandled";
  errorType?: string;
  usedMb?: number;
  status?: messages.Report["status"];
}

function failure(error: messages.RuntimeError): Pick<Ending, "payload" | "functionError" | "errorType"> {
  return {
    payload: Buffer.from(JSON.stringify(error)),
    functionError: "Unhandled",
    errorType: error.errorType,
  };
}

/** The paths of the code and the runtime on AWS: in a stack trace, learners look for their own file, not our folder. */
function asOnLambda({ codeDir }: FunctionSpec, text: string): string {
  const inJson = JSON.stringify(codeDir).slice(1, -1);
  return [codeDir, inJson]
    .reduce((shown, folder) => shown.replaceAll(folder, "/var/task"), text)
    .replaceAll(ownFrame, "file:///var/runtime/index.mjs");
}

const ownFrame = /file:\/\/[^\s()"]*\/runtime\/node\/(?:bootstrap|load-handler|fence)\.mjs:\d+:\d+/g;

function isReady(outcome: Outcome): boolean {
  return outcome.kind === "frame" && outcome.frame.header["kind"] === "ready";
}

function errorTypeOf(payload: Buffer): string {
  try {
    return String((JSON.parse(payload.toString()) as { errorType?: unknown }).errorType);
  } catch {
    return "Unknown";
  }
}

function requestOf(spec: FunctionSpec, invocation: Invocation, nowMs: number): Record<string, unknown> {
  const { requestId, invokedArn, clientContext } = invocation;
  const seconds = Math.floor(nowMs / 1_000).toString(16);
  const traceId = `Root=1-${seconds}-${requestId.replaceAll("-", "").slice(0, 24)};Parent=${requestId.replaceAll("-", "").slice(8, 24)};Sampled=0`;
  return { requestId, invokedArn, clientContext, traceId, deadlineMs: nowMs + spec.timeoutSeconds * 1_000 };
}

/** `2026/11/22/[$LATEST]5f9c…`: one log stream per process. */
function logStreamName(date: Date, version: string): string {
  const day = date.toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[${version}]${randomBytes(16).toString("hex")}`;
}
