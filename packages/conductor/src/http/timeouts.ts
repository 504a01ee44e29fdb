import { systemTiming, type Timing } from "./active-clock.ts";
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

/** A span of the process's active time; `over` is called once when it has passed, unless it was stopped. */
interface Span {
  stop(): void;
}

/**
 * Measures a span honestly: time in which this process stood still does not count, and before the span is over, what
 * already waits at the sockets is read, which may stop it.
 */
export function startSpan(ms: number, over: () => void, timing: Timing = systemTiming): Span {
  const startMs = timing.activeMs();
  let stopped = false;
  let cancel = timing.after(ms, check);

  function check(): void {
    const restMs = startMs + ms - timing.activeMs();
    if (restMs >= 1) cancel = timing.after(restMs, check);
    else timing.afterReading(() => void (stopped || over()));
  }
  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}

/** The limit of a request with all its redirects. */
export interface Deadline {
  signal: AbortSignal;
  stop(): void;
}

/** Starts the time of a request with all its redirects. */
export function startDeadline(ms: number, timing: Timing = systemTiming): Deadline {
  const controller = new AbortController();
  const release = timing.hold();
  const span = startSpan(ms, () => controller.abort(), timing);
  return {
    signal: controller.signal,
    stop() {
      span.stop();
      release();
    },
  };
}

/** Starts with the time to connect; `deadline` is that of the request with all its redirects. */
export function startTimeouts(
  limits: Pick<ExchangeLimits, "connectMs" | "readMs" | "readIsTotal">,
  deadline: AbortSignal,
  timing: Timing = systemTiming,
): Timeouts {
  const controller = new AbortController();
  let why: string | undefined;
  let span: Span | undefined;
  const expire = (words: string) => () => {
    why ??= words;
    controller.abort();
  };
  const restart = (ms: number, words: string) => {
    span?.stop();
    span = ms > 0 ? startSpan(ms, expire(words), timing) : undefined;
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
      span?.stop();
      deadline.removeEventListener("abort", late);
    },
  };
}
