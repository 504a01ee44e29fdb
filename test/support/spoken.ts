import { Writable } from "node:stream";
import { createOutput, type Output } from "@long-running-api/kit/output";

/** An output that keeps its lines; nothing reaches the terminal. */
export function spoken(lines: string[]): Output {
  const stream = Object.assign(new Writable({ write: (_chunk, _encoding, done) => done() }), {
    isTTY: false,
  });
  return {
    ...createOutput({ color: false }),
    stream: stream as unknown as NodeJS.WriteStream,
    say: (line = "") => void lines.push(line),
  };
}
