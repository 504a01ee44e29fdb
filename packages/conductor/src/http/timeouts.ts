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

/** A span of the process's active time. Plain data: one is opened for every request, so it costs no closures. */
interface Span {
  readonly timing: Timing;
  /** Called once when the span has passed, unless it was stopped or begun again. */
  readonly over: () => void;
  /** When it has passed, in active milliseconds; Infinity while it does not run. */
  endMs: number;
  /** When the timer comes; before the end if the span was begun again since. */
  timerMs: number;
  cancelTimer: () => void;
}

const openSpan = (over: () => void, timing: Timing): Span => ({
  timing,
  over,
  endMs: Infinity,
  timerMs: Infinity,
  cancelTimer: nothing,
});

const nothing = (): void => {};

/** Begins a span, or begins it again: each chunk of a response does, so a timer that comes before the end is kept. */
function begin(span: Span, ms: number): void {
  span.endMs = span.timing.activeMs() + ms;
  if (span.timerMs <= span.endMs) return;
  span.cancelTimer();
  setTimer(span, ms);
}

function stop(span: Span): void {
  span.cancelTimer();
  span.endMs = Infinity;
  span.timerMs = Infinity;
}

function setTimer(span: Span, ms: number): void {
  span.timerMs = span.endMs;
  span.cancelTimer = span.timing.after(ms, () => check(span));
}

/**
 * Measures honestly: time in which this process stood still does not count, and before the span is over, what already
 * waits at the sockets is read, which may stop it.
 */
function check(span: Span): void {
  const { endMs, timing } = span;
  span.timerMs = Infinity;
  const restMs = endMs - timing.activeMs();
  if (restMs >= 1) setTimer(span, restMs);
  else
    timing.afterReading(() => {
      if (span.endMs === endMs) span.over();
    });
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
  const span = openSpan(() => controller.abort(), timing);
  begin(span, ms);
  return {
    signal: controller.signal,
    stop() {
      stop(span);
      release();
    },
  };
}

type Expiry = "Connect timed out" | "Read timed out";

/** Starts with the time to connect; `deadline` is that of the request with all its redirects. */
export function startTimeouts(
  { connectMs, readMs, readIsTotal }: Pick<ExchangeLimits, "connectMs" | "readMs" | "readIsTotal">,
  deadline: AbortSignal,
  timing: Timing = systemTiming,
): Timeouts {
  const controller = new AbortController();
  let next: Expiry = "Connect timed out";
  let expired: Expiry | undefined;
  const span = openSpan(() => {
    expired ??= next;
    controller.abort();
  }, timing);
  const timeouts: Timeouts & { passDeadline(): void } = {
    signal: controller.signal,
    connected() {
      next = "Read timed out";
      if (readMs > 0) begin(span, readMs);
      else stop(span);
    },
    progress() {
      if (!readIsTotal) timeouts.connected();
    },
    expired: () => expired,
    stop() {
      stop(span);
      deadline.removeEventListener("abort", timeouts.passDeadline);
    },
    passDeadline() {
      expired ??= "Read timed out";
      controller.abort();
    },
  };
  if (deadline.aborted) timeouts.passDeadline();
  else deadline.addEventListener("abort", timeouts.passDeadline);
  if (connectMs > 0) begin(span, connectMs);
  return timeouts;
}
