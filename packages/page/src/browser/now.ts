import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { clockAhead } from "./client.ts";

const stillMs = 1_000;
/** Faster changes of "now" cannot be seen, and cost. */
const frameMs = 80;

const time = signal(Date.now());

/** The server's time in ms since 1970; runs while `live`, by frames, or once a second with reduced motion. */
export function useNow(live: boolean): number {
  useEffect(() => {
    time.value = Date.now();
    if (!live) return;
    const every = matchMedia("(prefers-reduced-motion: reduce)").matches ? stillMs : frameMs;
    const timer = setInterval(() => {
      if (!document.hidden) time.value = Date.now();
    }, every);
    return () => clearInterval(timer);
  }, [live]);
  return time.value + clockAhead.value;
}
