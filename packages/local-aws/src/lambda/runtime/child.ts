import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { createFrameReader, encodeFrame, type Frame } from "./frames.ts";
import { responseBytesMax } from "./messages.ts";
import { createOutputReader, type OutputListener } from "./output.ts";
import { killRest, killTree } from "./process-tree.ts";
import type { Clock } from "./spec.ts";

/** The outcome of waiting for a function's process. */
export type Outcome =
  | { kind: "frame"; frame: Frame }
  | { kind: "exit"; code: number | null; signal: string | null }
  | { kind: "timeout" };

/** A function's process: takes a frame and returns one. */
export interface Child {
  readonly pid: number | undefined;
  alive(): boolean;
  send(header: Record<string, unknown>, payload: Buffer): void;
  /** Waits for its next frame, its end, or a timeout, which ends it. */
  next(timeoutMs: number): Promise<Outcome>;
  kill(): void;
}

export interface ChildOptions {
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  marker: string;
  clock: Clock;
  output: Omit<OutputListener, "marker">;
  onEnd(): void;
}

/** How long to wait for remaining output: a child process of the function may hold the pipe open. */
const drainMs = 500;

/** Starts the process in its own process group. See node/bootstrap.mjs for its file descriptors. */
export function startChild(options: ChildOptions): Child {
  const { clock, marker } = options;
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
    detached: process.platform !== "win32", // its own group, so that its children can be ended with it
    windowsHide: true,
  });
  const [, stdout, stderr, requests, answers, lifeline] = child.stdio as unknown as Streams;
  let ended: Extract<Outcome, { kind: "exit" }> | undefined;
  let waiting: { cancel(): void; resolve(outcome: Outcome): void } | undefined;
  let killed = false;
  const frames: Frame[] = [];
  let framesReceived = 0;
  let markersSeen = 0;

  stdout.on("data", createOutputReader(marker, { ...options.output, marker: sawMarker }));
  // Node's own fatal errors (out of memory) and output of programs that the function starts.
  stderr.on("data", createOutputReader(marker, { ...options.output, marker: () => {} }));
  answers.on("data", guarded(createFrameReader(responseBytesMax, sawFrame)));
  for (const stream of [stdout, stderr, requests, answers, lifeline]) stream.on("error", () => {}); // it ended: see `exit`
  child.on("error", (error) => sawEnd(127, null, error.message));
  child.on("exit", (code, signal) => sawEnd(code, signal));

  return {
    pid: child.pid,
    alive: () => ended === undefined && !killed,
    send: (header, payload) => void requests.write(encodeFrame(header, payload)),
    next: (timeoutMs) =>
      new Promise((resolve) => {
        const cancel = clock.after(timeoutMs, () => {
          kill();
          settle({ kind: "timeout" });
        });
        waiting = { cancel, resolve };
        deliver();
      }),
    kill,
  };

  function sawMarker(): void {
    markersSeen += 1;
    deliver();
  }

  function sawFrame(frame: Frame): void {
    framesReceived += 1;
    frames.push(frame);
    // Output that bypassed Node's streams is already in the pipe and is read in this turn of the loop.
    if (frame.header["quiet"] === true) setImmediate(sawMarker);
    else if (markersSeen < framesReceived) clock.after(drainMs, () => deliver(true));
    deliver();
  }

  function sawEnd(code: number | null, signal: NodeJS.Signals | null, reason?: string): void {
    if (ended) return;
    if (reason !== undefined) options.output.line(reason);
    ended = { kind: "exit", code, signal };
    if (child.pid !== undefined) killRest(child.pid); // its children end with it
    options.onEnd();
    // Its last frame and lines may still be in the pipes.
    const cancel = clock.after(drainMs, finish);
    child.once("close", finish);
    function finish(): void {
      cancel();
      deliver(true);
      if (ended) settle(ended);
    }
  }

  /** Passes on a frame once all output before it has been read. */
  function deliver(hurry = false): void {
    if (!waiting || (!hurry && markersSeen < framesReceived)) return;
    const frame = frames.shift();
    if (!frame) return;
    markersSeen = Math.max(markersSeen, framesReceived);
    settle({ kind: "frame", frame });
  }

  function settle(outcome: Outcome): void {
    if (!waiting) return;
    const { cancel, resolve } = waiting;
    waiting = undefined;
    cancel();
    resolve(outcome);
  }

  function kill(): void {
    killed = true;
    if (child.pid !== undefined && !ended) killTree(child.pid);
  }

  /** Ends a function that writes to our channel. */
  function guarded(read: (chunk: Buffer) => void): (chunk: Buffer) => void {
    return (chunk) => {
      try {
        read(chunk);
      } catch {
        kill();
      }
    };
  }
}

type Streams = [null, Readable, Readable, Writable, Readable, Readable];
