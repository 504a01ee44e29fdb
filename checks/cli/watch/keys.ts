import { pressCtrlC, readKeys } from "@long-running-api/kit/keys";

/** Keys as they are typed, one by one. */
export interface Keys {
  /** The next key within a time; undefined if none was typed. */
  next(msMax: number): Promise<string | undefined>;
  close(): void;
}

/** Keeps what is typed until it is asked for; Ctrl-C does not wait. */
export function collectKeys(stdin: NodeJS.ReadStream): Keys {
  const typed: string[] = [];
  let wake = () => {};
  const close = readKeys(stdin, (key) => {
    if (key === "\u0003") return pressCtrlC();
    typed.push(key);
    wake();
  });
  return {
    async next(msMax) {
      if (typed.length === 0)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, msMax);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      return typed.shift();
    },
    close,
  };
}
