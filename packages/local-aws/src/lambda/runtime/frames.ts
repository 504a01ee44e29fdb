/** One message between the cloud and a function's process: a line of JSON, then `bytes` bytes. */
export interface Frame {
  header: Record<string, unknown>;
  payload: Buffer;
  /** The payload exceeded `payloadBytesMax` and was discarded. */
  tooLarge: boolean;
}

const headerBytesMax = 64_000;
const newline = 10;

/** A frame as bytes. */
export function encodeFrame(header: Record<string, unknown>, payload: Buffer): Buffer {
  const line = JSON.stringify({ ...header, bytes: payload.length });
  return Buffer.concat([Buffer.from(`${line}\n`), payload]);
}

/** Assembles frames from chunks. Returns a function that takes the next chunk and throws for an invalid frame. */
export function createFrameReader(
  payloadBytesMax: number,
  onFrame: (frame: Frame) => void,
): (chunk: Buffer) => void {
  let line: Buffer = Buffer.alloc(0);
  let header: Record<string, unknown> | undefined;
  let parts: Buffer[] = [];
  let missing = 0;
  let tooLarge = false;

  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0 || (header && missing === 0)) rest = header ? takePayload(rest) : takeHeader(rest);
  };

  function takeHeader(chunk: Buffer): Buffer {
    const end = chunk.indexOf(newline);
    const part = end < 0 ? chunk : chunk.subarray(0, end);
    line = line.length === 0 && end >= 0 ? part : Buffer.concat([line, part]);
    if (line.length > headerBytesMax) throw new Error("A frame begins with a line that is too long.");
    if (end < 0) return Buffer.alloc(0);
    header = JSON.parse(line.toString()) as Record<string, unknown>;
    line = Buffer.alloc(0);
    const { bytes } = header;
    if (typeof bytes !== "number" || !Number.isSafeInteger(bytes) || bytes < 0)
      throw new Error("A frame has no length.");
    missing = bytes;
    tooLarge = bytes > payloadBytesMax;
    return chunk.subarray(end + 1);
  }

  function takePayload(chunk: Buffer): Buffer {
    const taken = chunk.subarray(0, missing);
    missing -= taken.length;
    if (!tooLarge) parts.push(taken);
    if (missing === 0 && header) {
      const frame = { header, payload: Buffer.concat(parts), tooLarge };
      header = undefined;
      parts = [];
      onFrame(frame);
    }
    return chunk.subarray(taken.length);
  }
}
