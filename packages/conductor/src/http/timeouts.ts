import type { HostPolicy } from "./hosts.ts";

/** Bounds of one request with all its redirects. */
export interface ExchangeLimits extends HostPolicy {
  /** Until a connection stands, name resolution and TLS included. 0: only `totalMsMax` counts. */
  connectMs: number;
  /** Between two pieces of the answer; with `readIsTotal`, until all of it is there. 0: only `totalMsMax` counts. */
  readMs: number;
  readIsTotal: boolean;
  totalMsMax: number;
  /** After decompression. */
  bodyBytesMax: number;
  redirectsMax: number;
  /** Whether a request is made once more where Apache's client does so (`retry.ts`). */
  asksAgain: boolean;
  /** Whether a redirect to another scheme, host or port is followed. */
  otherOrigins: boolean;
}

/** The timeouts that run while a request is on its way. */
export interface Timeouts {
  signal: AbortSignal;
  connected(): void;
  /** Something arrived. */
  progress(): void;
  /** What ran out, in the server's words. */
  expired(): string | undefined;
  stop(): void;
}

/** Starts with the time to connect; `deadline` is that of the request with all its redirects. */
export function startTimeouts(limits: ExchangeLimits, deadline: AbortSignal): Timeouts {
  const controller = new AbortController();
  let why: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const expire = (words: string) => () => {
    why ??= words;
    controller.abort();
  };
  const restart = (ms: number, words: string) => {
    clearTimeout(timer);
    if (ms > 0) timer = setTimeout(expire(words), ms);
  };
  const late = expire("Read timed out");
  if (deadline.aborted) late();
  else deadline.addEventListener("abort", late);
  restart(limits.connectMs, "Connect timed out");
  return {
    signal: controller.signal,
    connected: () => restart(limits.readMs, "Read timed out"),
    progress: () => {
      if (!limits.readIsTotal) restart(limits.readMs, "Read timed out");
    },
    expired: () => why,
    stop: () => {
      clearTimeout(timer);
      deadline.removeEventListener("abort", late);
    },
  };
}
