import { stringifyJson } from "../json.ts";

/** A request that could not be made or answered. `words` is what Conductor shows as the task's response. */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly words: string;

  constructor(words: string) {
    super(words);
    this.words = words;
  }
}

/** What Spring throws at a request that it cannot even build, as `java.lang.IllegalArgumentException: …`. */
export function illegalArgument(message: string): HttpFailure {
  return new HttpFailure(`java.lang.IllegalArgumentException: ${message}`);
}

/** Conductor's HTTP task wraps Spring's own exceptions into a plain one before it tells them. */
export function clientFailure(message: string): HttpFailure {
  return new HttpFailure(`java.lang.Exception: ${message}`);
}

/** Nothing was answered: a refused connection, a timeout, a broken one. The query may hold secrets: not shown. */
export function ioFailure(method: string, uri: string, detail: string): HttpFailure {
  return clientFailure(`I/O error on ${method} request for "${withoutQuery(uri)}": ${detail}`);
}

/** The address as failures and logs show it: no query, no fragment, no user and password. */
export function withoutQuery(uri: string): string {
  return uri.replace(/[?#].*$/s, "").replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, "$1***@");
}

/** A value that was not expected, short enough for a sentence. */
export function shown(value: unknown): string {
  const text = stringifyJson(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
