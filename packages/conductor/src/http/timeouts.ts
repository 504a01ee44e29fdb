import type { HostPolicy } from "./hosts.ts";

/** Bounds of one request with all its redirects. */
export interface ExchangeLimits extends HostPolicy {
  /** Until a connection is established, including name resolution and TLS. 0: only `totalMsMax` applies. */
  connectMs: number;
  /** Between two chunks of the response; with `readIsTotal`, for the whole response. 0: only `totalMsMax` applies. */
  readMs: number;
  readIsTotal: boolean;
  totalMsMax: number;
  /** After decompression. */
  bodyBytesMax: number;
  redirectsMax: number;
  /** Whether a request is retried when Apache's client would (`retry.ts`). */
  asksAgain: boolean;
  /** Whether a redirect to another scheme, host or port is followed. */
  otherOrigins: boolean;
}

/** The running timeouts of a request. */
export interface Timeouts {
  signal: AbortSignal;
  connected(): void;
  /** Data has arrived. */
  progress(): void;
  /** The timeout that expired, in the server's words. */
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
