/** Keys as they are typed, one by one. */
export interface Keys {
  /** The next key within a time; undefined if none was typed. */
  next(msMax: number): Promise<string | undefined>;
  close(): void;
}

/** Reads single keys from a terminal. */
export function readKeys(stdin: NodeJS.ReadStream): Keys {
  const typed: string[] = [];
  let wake = () => {};
  const onData = (data: Buffer | string) => {
    typed.push(...String(data));
    wake();
  };
  stdin.setRawMode(true);
  stdin.on("data", onData);
  stdin.resume();
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
    close() {
      stdin.off("data", onData);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
