import { fetchOnceMore } from "@long-running-api/foundation/fetch";
import { type ProbeContext, within } from "../engine/probe-context.ts";

/** What a caller got. Plain data. */
export type HttpSeen =
  | {
      kind: "answer";
      status: number;
      ms: number;
      body: string;
      /** x-amzn-ErrorType: API Gateway's own name for a refusal. */
      errorType: string;
    }
  | { kind: "none"; reason: string; ms: number };

const callSecondsMax = 35; // API Gateway itself gives up after 29 s
const bodyCharactersMax = 64 * 1024;

export interface Call {
  method: "GET" | "POST";
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

/** Calls an endpoint once, as the workflow would. */
export async function call(
  { signal }: Pick<ProbeContext, "signal">,
  { method, url, headers, body }: Call,
): Promise<HttpSeen> {
  const start = performance.now();
  try {
    const response = await fetchOnceMore(url, {
      method,
      headers,
      redirect: "manual",
      signal: within(signal, callSecondsMax),
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return {
      kind: "answer",
      status: response.status,
      ms: Math.round(performance.now() - start),
      body: text.slice(0, bodyCharactersMax),
      errorType: response.headers.get("x-amzn-errortype") ?? "",
    };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: "none", reason: reasonOf(error), ms: Math.round(performance.now() - start) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no response within ${callSecondsMax} s`;
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
