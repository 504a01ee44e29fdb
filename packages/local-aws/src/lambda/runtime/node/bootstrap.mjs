// Runs in a function's process, like `/var/runtime` on AWS: loads the handler, then handles one
// invocation after another. Behaves as https://github.com/aws/aws-lambda-nodejs-runtime-interface-client.
//
// File descriptors: 3 invocations come in, 4 answers go out (frames: a line of JSON, then `bytes` bytes), 5 is
// open as long as the cloud runs. Output is the log; a marker line says that an invocation has printed everything,
// or `quiet` in the response that it printed nothing, which saves the cloud one read.
import fs from "node:fs";
import Module, { createRequire } from "node:module";
import { Writable } from "node:stream";
import util from "node:util";
import { Worker } from "node:worker_threads";
import { fenceModules, forgetGlobalFolders } from "./fence.mjs";
import { callbacks, HandlerError, loadHandler } from "./load-handler.mjs";

const { enableCompileCache, flushCompileCache } = Module;
const chunk = Buffer.alloc(65_536);
const { marker, fence, watched, cacheDir } = JSON.parse(process.argv[2]);
process.argv.length = 2;
replaceStdout();
const env = process.env;
let currentRequestId;
let printed = true;
let whenLoopIsEmpty = () => {};
let reportFatal = (error, exitCode) =>
  send({ kind: "initError" }, describe(error), () => process.exit(exitCode));

if (!watched) endWithTheCloud();
enableCompileCache?.(cacheDir); // the SDK's code, once compiled; Node 20 has none
patchConsole();
forgetGlobalFolders();
if (fence) fenceModules(env.LAMBDA_TASK_ROOT);
process.on("uncaughtException", (error) => {
  logError("Uncaught Exception", error);
  reportFatal(error, 129);
});
process.on("unhandledRejection", (reason) => {
  const error = new HandlerError(
    "UnhandledPromiseRejection",
    util.types.isNativeError(reason) ? String(reason) : reason,
  );
  error.reason = reason;
  logError("Unhandled Promise Rejection", error);
  reportFatal(error, 128);
});
process.on("beforeExit", () => whenLoopIsEmpty());

const handler = await loadHandler(env.LAMBDA_TASK_ROOT, env._HANDLER, createRequire(import.meta.url)).catch(
  (error) => {
    logError("Uncaught Exception", error);
    reportFatal(error, 1);
  },
);
if (handler) listen();

function listen() {
  send({ kind: "ready" }, "");
  flushCompileCache?.(); // this process will be killed, and would not get to write it
  setImmediate(waitFrozen);
}

/**
 * Waits for the next invocation with the event loop blocked, as Lambda freezes the process of a function that
 * has responded: remaining work (a timer, an unawaited request) continues only with the next invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-invoke
 */
function waitFrozen() {
  const [header, payload] = readInvocation();
  setImmediate(setImmediate, invoke, header, payload); // connections that were closed meanwhile are noticed first
}

function readInvocation() {
  let start = Buffer.alloc(0);
  let lineEnd = -1;
  for (; lineEnd < 0; lineEnd = start.indexOf(10)) start = Buffer.concat([start, readSome(chunk)]);
  const header = JSON.parse(start.subarray(0, lineEnd).toString());
  const payload = Buffer.alloc(header.bytes);
  let filled = start.copy(payload, 0, lineEnd + 1);
  while (filled < payload.length) filled += readSome(payload.subarray(filled)).length;
  return [header, payload];
}

/** Blocks until there is something to read. */
function readSome(into) {
  for (;;) {
    try {
      const bytes = fs.readSync(3, into);
      if (bytes === 0) process.exit(); // the cloud has ended
      return into.subarray(0, bytes);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      standStill(1); // a program that the function started made the channel non-blocking
    }
  }
}

function invoke({ requestId, deadlineMs, invokedArn, clientContext, traceId }, payload) {
  currentRequestId = requestId;
  env._X_AMZN_TRACE_ID = traceId;
  let done = false;
  let waitsForEmptyLoop = true;

  const answer = (kind, body, then) => {
    if (done) return;
    done = true;
    whenLoopIsEmpty = () => {};
    send({ kind, requestId }, body, then);
    setImmediate(waitFrozen);
  };
  const fail = (error) => {
    if (done) return;
    const reported = error ?? "handled";
    logError("Invoke Error", reported);
    answer("error", describe(reported));
  };
  const succeed = (result) => {
    if (done) return;
    let body;
    try {
      body = JSON.stringify(result ?? null) ?? "null";
    } catch {
      return fail(new Error("Unable to stringify response body"));
    }
    answer("response", body);
  };
  const finish = (error, result) => (error === undefined || error === null ? succeed(result) : fail(error));
  const callback = (error, result) => {
    const failed = error !== undefined && error !== null;
    if (failed || !waitsForEmptyLoop) finish(error, result);
    else whenLoopIsEmpty = () => setImmediate(succeed, result);
  };
  reportFatal = (error, exitCode) => {
    if (done) process.exit(exitCode);
    answer("error", describe(error), () => process.exit(exitCode));
  };
  whenLoopIsEmpty = () => {
    if (handler.constructor.name === "AsyncFunction") fail(new HandlerError("NodeJsExit", neverSettled));
    else succeed(null);
  };

  const older = {
    get callbackWaitsForEmptyEventLoop() {
      return waitsForEmptyLoop;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      waitsForEmptyLoop = value;
    },
    succeed,
    fail,
    done: finish,
  };
  const context = Object.assign(callbacks ? older : {}, {
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext,
    identity: undefined,
    invokedFunctionArn: invokedArn,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  });
  try {
    const event = JSON.parse(payload.toString());
    const result = callbacks ? handler(event, context, callback) : handler(event, context);
    if (typeof result?.then === "function") result.then(succeed, fail);
    else if (!callbacks) succeed(result);
  } catch (error) {
    fail(error);
  }
}

const neverSettled =
  "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes";

/** Sends one frame. The marker goes first, so that all output belongs to this invocation. */
function send(header, body, then) {
  const bytes = Buffer.from(body);
  const memoryBytes = process.resourceUsage().maxRSS * 1_024;
  const line = JSON.stringify({ ...header, bytes: bytes.length, memoryBytes, quiet: !printed });
  if (printed) print(Buffer.from(`\0${marker}\n`));
  printed = false;
  writeAll(4, Buffer.concat([Buffer.from(`${line}\n`), bytes]));
  then?.();
}

function print(bytes) {
  printed = true;
  writeAll(1, bytes);
}

/** Writes synchronously: no output is lost when the process ends. */
function writeAll(descriptor, bytes) {
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += fs.writeSync(descriptor, bytes, sent);
    } catch (error) {
      if (error.code !== "EAGAIN") return;
      standStill(1); // a program that we started made the pipe non-blocking
    }
  }
}

function standStill(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** Node's own streams would buffer in memory what the pipe cannot take yet. Both share one path, so that lines keep their order. */
function replaceStdout() {
  const stream = new Writable({
    decodeStrings: true,
    write(chunk, _encoding, then) {
      print(chunk);
      then();
    },
  });
  stream.fd = 1;
  for (const name of ["stdout", "stderr"])
    Object.defineProperty(process, name, { get: () => stream, configurable: true });
}

/** An error as Lambda returns it. */
function describe(error) {
  const isError = util.types.isNativeError(error) || (error?.name && error?.message && error?.stack);
  const described = isError
    ? { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split("\n") }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };
  return JSON.stringify(described);
}

function logError(what, error) {
  const isError = util.types.isNativeError(error);
  const described = isError
    ? {
        errorType: error.name,
        errorMessage: error.message,
        code: error.code,
        ...error,
        stack: String(error.stack).split("\n"),
      }
    : { errorType: "Error", errorMessage: String(error), stack: [String(error)] };
  let text;
  try {
    text = JSON.stringify(described);
  } catch {
    text = describe(error);
  }
  console.error(what, `\t${text}`);
}

/** `2026-11-22T14:00:00.000Z <requestId> INFO <text>`; a line break inside an entry is sent as \r. */
function patchConsole() {
  const entry = (level, text) =>
    `${new Date().toISOString()}\t${currentRequestId}\t${level}\t${text}`.replace(/\r?\n/g, "\r");
  const log =
    (level) =>
    (...parts) =>
      print(Buffer.from(`${entry(level, util.format(...parts))}\n`));
  Object.assign(console, { trace: log("TRACE"), debug: log("DEBUG"), info: log("INFO"), log: log("INFO") });
  Object.assign(console, { warn: log("WARN"), error: log("ERROR"), fatal: log("FATAL") });
}

/** Ends this process when nothing else watches it and the cloud is gone, even if it is stuck in `while (true)`. */
function endWithTheCloud() {
  const watch = `
    const { Socket } = require("node:net");
    const end = () => {
      try { process.kill(-process.pid, "SIGKILL"); } catch { process.kill(process.pid, "SIGKILL"); }
    };
    new Socket({ fd: 5, readable: true, writable: false }).on("error", end).on("close", end).resume();`;
  const limits = {
    maxOldGenerationSizeMb: 8,
    maxYoungGenerationSizeMb: 2,
    codeRangeSizeMb: 4,
    stackSizeMb: 1,
  };
  new Worker(watch, { eval: true, resourceLimits: limits, execArgv: [], env: {} }).unref();
}
