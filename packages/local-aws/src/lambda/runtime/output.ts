/** What a function printed, cut into log events. */
export interface OutputListener {
  line(text: string): void;
  /** Everything that an invocation printed has been seen. */
  marker(): void;
  /** Whether no more lines are wanted; then `skipped` gets what is printed, uncut, and little time is spent on it. */
  full(): boolean;
  skipped(bytes: Buffer): void;
}

/** CloudWatch Logs cuts longer events. */
const lineBytesMax = 256 * 1024;
const newline = 10;

/**
 * Cuts a process's output into lines. Inside a line \r stands for a line break, as AWS's runtimes send it. The
 * marker, a line of its own that begins with \0, may follow a line that was not ended.
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
    // Half a marker may stand at the end of what is here: keep that much.
    if (rest.length > lineBytesMax + mark.length) {
      emit(rest.subarray(0, lineBytesMax));
      rest = rest.subarray(lineBytesMax);
    }
  };

  /** Takes the complete lines in there; answers where the rest begins. */
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
