/** Receives a function's output as log events. */
export interface OutputListener {
  line(text: string): void;
  /** All output of an invocation has been read. */
  marker(): void;
  /** Whether to stop splitting lines; `skipped` then gets the raw output, at little cost. */
  full(): boolean;
  skipped(bytes: Buffer): void;
}

/** CloudWatch Logs truncates longer events. */
const lineBytesMax = 256 * 1024;
const newline = 10;

/**
 * Splits a process's output into lines. Inside a line, \r is a line break, as AWS's runtimes send it. The
 * marker, a separate line that begins with \0, may follow an unfinished line.
 */
export function createOutputReader(marker: string, listener: OutputListener): (chunk: Buffer) => void {
  const mark = Buffer.from(`\0${marker}\n`);
  let rest: Buffer = Buffer.alloc(0);

  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let at = rest.indexOf(mark); at >= 0; at = rest.indexOf(mark)) {
      const end = take(rest.subarray(0, at));
      if (end < at) emit(rest.subarray(end, at));
      rest = rest.subarray(at + mark.length);
      listener.marker();
    }
    rest = rest.subarray(take(rest));
    // The chunk may end within a marker: keep that much.
    if (rest.length > lineBytesMax + mark.length) {
      emit(rest.subarray(0, lineBytesMax));
      rest = rest.subarray(lineBytesMax);
    }
  };

  /** Passes on the complete lines; returns where the rest begins. */
  function take(bytes: Buffer): number {
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      if (listener.full()) return skip(bytes, start);
      emit(bytes.subarray(start, end));
      start = end + 1;
    }
    return listener.full() ? skip(bytes, start) : start;
  }

  function skip(bytes: Buffer, start: number): number {
    const end = Math.max(start, bytes.length - mark.length + 1);
    if (end > start) listener.skipped(bytes.subarray(start, end));
    return end;
  }

  function emit(bytes: Buffer): void {
    for (let start = 0; start < bytes.length || start === 0; start += lineBytesMax) {
      const text = bytes.subarray(start, start + lineBytesMax).toString("utf8");
      listener.line(text.replace(/\r$/, "").replaceAll("\r", "\n"));
    }
  }
}
