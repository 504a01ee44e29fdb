import type { FunctionSpec } from "./spec.ts";

/** AWS's error for an invocation that ended without a response. */
export interface RuntimeError {
  errorType: string;
  errorMessage: string;
}

/** AWS's form since 2025; before, the message began with the time instead of "RequestId:". */
export function timedOut(requestId: string, timeoutSeconds: number): RuntimeError {
  return {
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
  };
}

/** The process ended before it responded. */
export function exited(requestId: string, code: number | null, signal: string | null): RuntimeError {
  return {
    errorType: "Runtime.ExitError",
    errorMessage: `RequestId: ${requestId} Error: ${exitReason(code, signal)}`,
  };
}

function exitReason(code: number | null, signal: string | null): string {
  if (signal !== null) return `Runtime exited with error: signal: ${signalWord(signal)}`;
  if (code === 0) return "Runtime exited without providing a reason";
  return `Runtime exited with error: exit status ${code}`;
}

/** In Go's format, since AWS's supervisor is written in Go. */
function signalWord(signal: string): string {
  const words: Record<string, string> = {
    SIGKILL: "killed",
    SIGTERM: "terminated",
    SIGSEGV: "segmentation fault",
    SIGABRT: "aborted",
    SIGINT: "interrupt",
  };
  return words[signal] ?? signal.toLowerCase().replace(/^sig/, "");
}

export const responseBytesMax = 6_291_556;

/** The response exceeded Lambda's size limit. */
export function tooLarge(): RuntimeError {
  return {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${responseBytesMax} bytes).`,
  };
}

/** `runner` is the actual runtime here, e.g. "node v22.1.0". */
export function initStart(spec: FunctionSpec, runner: string): string {
  const name = spec.runtime.replace(/^(nodejs|python)(.*?)(\.x)?$/, "$1:$2");
  return `INIT_START Runtime Version: ${name}.local (${runner})\tRuntime Version ARN: ${spec.runtimeVersionArn}`;
}

export function start(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}`;
}

export function end(requestId: string): string {
  return `END RequestId: ${requestId}`;
}

export interface Report {
  requestId: string;
  durationMs: number;
  billedMs: number;
  memoryMb: number;
  usedMb: number;
  initMs?: number | undefined;
  /** Only for failures of the process, not for an error of the handler. */
  status?: "timeout" | { errorType: string } | undefined;
}

/** The line that AWS writes at the end of each invocation. */
export function report(of: Report): string {
  const fields = [
    `REPORT RequestId: ${of.requestId}`,
    `Duration: ${of.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${of.billedMs} ms`,
    `Memory Size: ${of.memoryMb} MB`,
    `Max Memory Used: ${of.usedMb} MB`,
    ...(of.initMs === undefined ? [] : [`Init Duration: ${of.initMs.toFixed(2)} ms`]),
    ...(of.status === undefined
      ? []
      : of.status === "timeout"
        ? ["Status: timeout"]
        : ["Status: error", `Error Type: ${of.status.errorType}`]),
  ];
  return `${fields.join("\t")}\t`;
}

export function timeoutLine(time: Date, requestId: string, timeoutSeconds: number): string {
  return `${time.toISOString()} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds\n`;
}
