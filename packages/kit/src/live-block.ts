/** Lines at the end of a terminal that are redrawn in place; permanent lines are printed above them. */
export interface LiveBlock {
  /** Prints a line for good. */
  print(line: string): void;
  /** Replaces the live lines. Without a terminal it does nothing. */
  update(lines: readonly string[]): void;
  /** Removes the live lines. */
  clear(): void;
}

export interface LiveBlockStream {
  write(text: string): unknown;
  columns?: number | undefined;
}

/** A live block on a stream; only a terminal gets cursor codes. */
export function createLiveBlock(stream: LiveBlockStream, terminal: boolean): LiveBlock {
  let shown = 0;
  const clear = () => {
    if (shown > 0) stream.write(`\u001b[${shown}A\u001b[0J`);
    shown = 0;
  };
  let last: readonly string[] = [];
  const draw = () => {
    for (const line of last) stream.write(`${cut(line, stream.columns ?? 80)}\n`);
    shown = last.length;
  };
  return {
    print(line) {
      clear();
      stream.write(`${line}\n`);
      if (terminal) draw();
    },
    update(lines) {
      if (!terminal) return;
      clear();
      last = lines;
      draw();
    },
    clear() {
      clear();
      last = [];
    },
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour code begins with the escape character
const colorCodeOrCharacter = /\u001b\[[0-9;]*m|[\s\S]/gu;

/** A line that wraps would make the cursor count wrong. Colour codes take no room. */
function cut(line: string, columns: number): string {
  let room = columns - 1;
  let text = "";
  for (const [part] of line.matchAll(colorCodeOrCharacter)) {
    if (part.startsWith("\u001b")) text += part;
    else if (room > 0) {
      text += part;
      room -= 1;
    }
  }
  return text;
}
