import type { Readable } from "node:stream";

/** A terminal that keys are typed into. */
type KeyStream = Readable & { setRawMode(raw: boolean): unknown };

const named: Readonly<Record<string, string>> = {
  "\u001b[A": "up",
  "\u001b[B": "down",
  "\u001bOA": "up",
  "\u001bOB": "down",
  "\u001b": "escape",
  "\r": "enter",
  "\n": "enter",
  "\u0004": "closed", // Ctrl-D ends the input
};

const ctrlC = "\u0003";
const ctrlZ = "\u001a";

/** A key that sends several characters (an arrow, F5, Alt with a letter), or any single character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys that are not letters begin with the escape character
const oneKey = /\u001b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[^\u001b[O])?|[\s\S]/gu;
/** The start of such a key, whose rest comes with the next read: a slow connection splits them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const unfinished = /\u001b(?:\[[0-?]*[ -/]*|O)$/;

/** So many keys in one read, and so many different ones, were pasted. */
const pastedKeysMin = 8;
const pastedKindsMin = 4;

interface Keyboard {
  /** The one that was added last gets the keys. */
  readers: ((key: string) => void)[];
  close(): void;
}

const keyboards = new WeakMap<KeyStream, Keyboard>();

/**
 * Calls `onKey` for each key that is typed: arrows, Enter and Escape by name, and `closed` for Ctrl-D or a terminal that
 * is gone, and `continued` after Ctrl-Z and fg. Other keys of several characters, and pasted text, are ignored. A later
 * reader gets the keys until it stops. Returns a function that stops this.
 */
export function readKeys(stdin: KeyStream, onKey: (key: string) => void): () => void {
  const keyboard = keyboards.get(stdin) ?? open(stdin);
  const reader = (key: string) => onKey(key);
  keyboard.readers.push(reader);
  if (stdin.readableEnded || stdin.destroyed) queueMicrotask(() => reader("closed"));
  return () => {
    const index = keyboard.readers.indexOf(reader);
    if (index < 0) return;
    keyboard.readers.splice(index, 1);
    if (keyboard.readers.length === 0) keyboard.close();
  };
}

/**
 * Ignores what is typed between questions: it is neither shown, which would garble lines that are redrawn, nor taken for
 * the answer to the next question. Ctrl-C still interrupts. Returns a function that stops this.
 */
export function ignoreKeys(stdin: KeyStream): () => void {
  return readKeys(stdin, (key) => {
    if (key === ctrlC) pressCtrlC();
  });
}

/** Does what Ctrl-C does outside raw mode, in which the terminal does not send the signal. */
export function pressCtrlC(): void {
  if (process.listenerCount("SIGINT") > 0) process.emit("SIGINT");
  else process.kill(process.pid, "SIGINT");
}

function open(stdin: KeyStream): Keyboard {
  const readers: Keyboard["readers"] = [];
  const report = (key: string) => readers.at(-1)?.(key);
  let begun = "";
  const onData = (data: Buffer | string) => {
    const text = begun + String(data);
    begun = unfinished.exec(text)?.[0] ?? "";
    for (const key of typedKeys(text.slice(0, text.length - begun.length))) {
      if (key === ctrlZ) suspend();
      else report(key);
    }
  };
  const onEnd = () => report("closed");
  /** The shell has used the terminal since. */
  const onContinue = () => {
    if (stdin.isPaused()) return; // an editor has it
    stdin.setRawMode(false);
    stdin.setRawMode(true);
    report("continued");
  };
  stdin.setRawMode(true);
  stdin.on("data", onData);
  stdin.on("end", onEnd);
  stdin.on("error", onEnd);
  process.on("SIGCONT", onContinue);
  stdin.resume();
  const keyboard: Keyboard = {
    readers,
    close() {
      keyboards.delete(stdin);
      stdin.off("data", onData);
      stdin.off("end", onEnd);
      stdin.off("error", onEnd);
      process.off("SIGCONT", onContinue);
      try {
        stdin.setRawMode(false);
      } catch {
        // The terminal was closed.
      }
      stdin.pause();
    },
  };
  keyboards.set(stdin, keyboard);
  return keyboard;

  function suspend(): void {
    if (process.platform === "win32") return;
    stdin.setRawMode(false);
    process.kill(0, "SIGTSTP"); // also npm and tsx, which started us and which the shell waits for
  }
}

function typedKeys(text: string): string[] {
  const keys = text.match(oneKey) ?? [];
  if (keys.length >= pastedKeysMin && new Set(keys).size >= pastedKindsMin)
    return keys.filter((key) => key === ctrlC);
  return keys.map((key) => named[key] ?? key).filter((key) => !key.startsWith("\u001b"));
}
