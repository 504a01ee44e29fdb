import type { Clock, LogBatch } from "./spec.ts";

/** The log of one process: collects lines and passes them on in batches. */
export interface FunctionLog {
  /** A line that the function printed. */
  printed(line: string): void;
  /** Whether this invocation has exceeded the log limit. */
  full(): boolean;
  /** Output beyond that limit: only the tail includes it. */
  skipped(bytes: Buffer): void;
  /** A line of Lambda's own, e.g. START. */
  platform(line: string): void;
  /** Passes lines on from now on: what a process prints before its first call is not in the log until that call. */
  open(): void;
  /** Begins a new invocation with a new tail and limit. */
  begin(): void;
  /** The last 4 KB since `begin`. */
  tail(): string;
  flush(): void;
}

const tailBytesMax = 4_096;
/** The log limit of one invocation; the rest is counted but not kept. */
export const logBytesMax = 2_000_000;
const flushMs = 200;
/** Of a UTF-16 unit in UTF-8. */
const utf8BytesMax = 3;

/** Batches wait at most `flushMs` once the log is open. */
export function createLog(
  { clock, onLog }: { clock: Clock; onLog(batch: LogBatch): void },
  stream: Omit<LogBatch, "events">,
): FunctionLog {
  let events: LogBatch["events"] = [];
  let flushIsDue = false;
  let isOpen = false;
  let tail: string[] = [];
  let tailBytes = 0;
  let printedBytes = 0;
  let skippedBytes = 0;

  return {
    printed(line) {
      printedBytes += line.length + 1;
      push(`${line}\n`);
    },
    full: () => printedBytes > logBytesMax,
    skipped(bytes) {
      skippedBytes += bytes.length;
      keepTail(bytes.subarray(-tailBytesMax).toString("utf8"));
    },
    platform(line) {
      tellSkipped();
      push(`${line}\n`);
    },
    open() {
      isOpen = true;
      if (events.length > 0) flushSoon();
    },
    begin() {
      tail = [];
      tailBytes = 0;
      printedBytes = 0;
    },
    tail: () => endOf(tail.join(""), tailBytesMax),
    flush,
  };

  function push(message: string): void {
    keepTail(message);
    events.push({ timestamp: clock.now(), message });
    if (isOpen) flushSoon();
  }

  /** Not cancelled when everything has been passed on earlier: a timer per invocation would cost more. */
  function flushSoon(): void {
    if (flushIsDue) return;
    flushIsDue = true;
    clock.after(flushMs, () => {
      flushIsDue = false;
      flush();
    });
  }

  function tellSkipped(): void {
    if (skippedBytes === 0) return;
    const [kept, more] = [logBytesMax, skippedBytes].map((bytes) => (bytes / 1_000_000).toFixed(1));
    skippedBytes = 0;
    push(`(${more} MB more were printed. The local cloud keeps ${kept} MB of an invocation's log.)\n`);
  }

  function flush(): void {
    if (!isOpen || events.length === 0) return;
    const batch = { ...stream, events };
    events = [];
    onLog(batch);
  }

  function keepTail(text: string): void {
    tail.push(text);
    tailBytes += text.length;
    while (tailBytes - (tail[0]?.length ?? 0) > tailBytesMax) tailBytes -= tail.shift()?.length ?? 0;
  }
}

function endOf(text: string, bytesMax: number): string {
  if (text.length * utf8BytesMax <= bytesMax) return text;
  const bytes = Buffer.from(text);
  return bytes.length <= bytesMax ? text : bytes.subarray(bytes.length - bytesMax).toString("utf8");
}
