// Runs in the process of a function, as `/var/runtime` does on AWS: loads the handler, then handles one
// invocation after another. Behaves as https://github.com/aws/aws-lambda-nodejs-runtime-interface-client.
//
// File descriptors: 3 invocations come in, 4 answers go out (frames: a line of JSON, then `bytes` bytes), 5 is
// open as long as the cloud lives. What is printed is a log; a marker line says that an invocation has printed all,
// or `quiet` in the answer that it printed nothing, which spares the cloud one read.
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import { Writable } from "node:stream";
import util from "node:util";
import { Worker } from "node:worker_threads";
import { fenceModules } from "./fence.mjs";
import { callbacks, HandlerError, loadHandler } from "./load-handler.mjs";

const { marker, fence } = JSON.parse(process.argv[2]);
process.argv.length = 2;
replaceStdout();
const env = process.env;
let currentRequestId;
let printed = true;
let whenLoopIsEmpty = () => {};
let reportFatal = (error, exitCode) =>
  send({ kind: "initError" }, describe(error), () => process.exit(exitCode));

endWithTheCloud();
patchConsole();
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
  const channel = new net.Socket({ fd: 3, readable: true, writable: false });
  let received = Buffer.alloc(0);
  channel.on("data", (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const lineEnd = received.indexOf(10);
    if (lineEnd < 0) return;
    const header = JSON.parse(received.subarray(0, lineEnd).toString());
    const end = lineEnd + 1 + header.bytes;
    if (received.length < end) return;
    const payload = received.subarray(lineEnd + 1, end);
    received = received.subarray(end);
    invoke(channel, header, payload);
  });
  send({ kind: "ready" }, "");
}

function invoke(channel, { requestId, deadlineMs, invokedArn, clientContext, traceId }, payload) {
  currentRequestId = requestId;
  env._X_AMZN_TRACE_ID = traceId;
  channel.unref(); // so that the event loop can run empty, which a callback's answer waits for
  let done = false;
  let waitsForEmptyLoop = true;

  const answer = (kind, body, then) => {
    if (done) return;
    done = true;
    whenLoopIsEmpty = () => {};
    channel.ref();
    send({ kind, requestId }, body, then);
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

/** One frame out. The marker goes first, so that all that was printed belongs to this invocation. */
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

/** Waits until all is written: nothing that was printed is lost when the process ends. */
function writeAll(descriptor, bytes) {
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += fs.writeSync(descriptor, bytes, sent);
    } catch (error) {
      if (error.code !== "EAGAIN") return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); // a program we started made the pipe non-blocking
    }
  }
}

/** Node's own would keep in memory what the pipe does not take yet. Both go one way, so that lines keep their order. */
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

/** An error as Lambda answers it. */
function describe(error) {
  const isError = util.types.isNativeError(error) || (error?.name && error?.message && error?.stack);
  const told = isError
    ? { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split("\n") }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };
  return JSON.stringify(told);
}

function logError(what, error) {
  const isError = util.types.isNativeError(error);
  const told = isError
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
    text = JSON.stringify(told);
  } catch {
    text = describe(error);
  }
  console.error(what, `\t${text}`);
}

/** `2026-11-22T14:00:00.000Z <requestId> INFO <text>`; a line break inside an entry travels as \r. */
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

/** When the cloud is gone, however it went, this process ends too: also one that is stuck in `while (true)`. */
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
