import { shortened } from "@long-running-api/foundation/text";
import { stringifyJson } from "../json.ts";

/** A failure that may be transient: another poll may not meet it. */
export interface Passing {
  /** The response's Retry-After header, as sent. */
  readonly retryAfter?: string | undefined;
  /** The response's status; undefined where there was none. */
  readonly status?: number | undefined;
  /** Only where the same poll was answered before: a name or certificate that never worked is a mistake. */
  readonly onceAnswered?: true;
}

/** A request that could not be sent or answered. `words` is what Conductor shows as the task's response. */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly words: string;
  /** Undefined for a failure that another attempt would meet again. */
  passing: Passing | undefined;

  constructor(words: string) {
    super(words);
    this.words = words;
  }

  asPassing(passing: Passing = {}): this {
    this.passing = passing;
    return this;
  }
}

/** Spring's error for a request that it cannot build, as `java.lang.IllegalArgumentException: …`. */
export function illegalArgument(message: string): HttpFailure {
  return new HttpFailure(`java.lang.IllegalArgumentException: ${message}`);
}

/** Conductor's HTTP task wraps Spring's exceptions in a plain one before it reports them. */
export function clientFailure(message: string): HttpFailure {
  return new HttpFailure(`java.lang.Exception: ${message}`);
}

/** No response: a refused connection, a timeout, a broken connection. The query may hold secrets: it is not shown. */
export function ioFailure(method: string, uri: string, detail: string): HttpFailure {
  return clientFailure(`I/O error on ${method} request for "${withoutQuery(uri)}": ${detail}`);
}

/** The URL for failures and logs: no query, no fragment, no user and password. */
export function withoutQuery(uri: string): string {
  return uri.replace(/[?#].*$/s, "").replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, "$1***@");
}

/** An unexpected value, shortened for a message. */
export function shown(value: unknown): string {
  return shortened(stringifyJson(value), 60);
}
