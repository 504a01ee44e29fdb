import { type Signal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { clockAhead } from "../client.ts";

const second = signal(Date.now());
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The server's time in ms, once a second, while something on the page shows it. */
export function useSeconds(): Signal<number> {
  useEffect(() => {
    users += 1;
    second.value = Date.now() + (clockAhead.value ?? 0);
    timer ??= setInterval(() => {
      second.value = Date.now() + (clockAhead.value ?? 0);
    }, 1_000);
    return () => {
      users -= 1;
      if (users > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return second;
}
