const named: Readonly<Record<string, string>> = {
  "\u001b[A": "up",
  "\u001b[B": "down",
  "\u001bOA": "up",
  "\u001bOB": "down",
  "\u001b": "escape",
  "\r": "enter",
  "\n": "enter",
};

/**
 * Calls `onKey` for each key that is typed; arrows, Enter and Escape by name, and `closed` when the terminal is gone.
 * Returns how to stop.
 */
export function readKeys(stdin: NodeJS.ReadStream, onKey: (key: string) => void): () => void {
  const onData = (data: Buffer | string) => {
    const text = String(data);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: keys that are no letters begin with the escape character
    for (const key of text.match(/\u001b(?:[[O][A-D])?|[\s\S]/gu) ?? []) onKey(named[key] ?? key);
  };
  const onEnd = () => onKey("closed");
  stdin.setRawMode(true);
  stdin.on("data", onData);
  stdin.on("end", onEnd);
  stdin.resume();
  return () => {
    stdin.off("data", onData);
    stdin.off("end", onEnd);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
