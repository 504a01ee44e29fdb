import type { Method } from "@aws-sdk/client-api-gateway";
import {
  type MappingOptions,
  mapRequest,
  mapResponse,
  type RequestOutcome,
  type ResponseOutcome,
  SliceOver,
  validateRequest,
} from "@long-running-api/api-gateway";
import type { MappingThreads } from "./mapping-threads.ts";

/** Applies API Gateway's rules so that no template, pattern or model blocks other callers. */
export interface Mapper {
  request(...args: Parameters<typeof mapRequest>): RequestOutcome | Promise<RequestOutcome>;
  response(...args: Parameters<typeof mapResponse>): ResponseOutcome | Promise<ResponseOutcome>;
  validate(
    ...args: Parameters<typeof validateRequest>
  ): ReturnType<typeof validateRequest> | Promise<ReturnType<typeof validateRequest>>;
}

/** The longest that one mapping may block other callers. */
const sliceMillis = 20;
/** Native code processes a text of this size in about a millisecond. */
const textCharsMax = 256 * 1024;
/** How long a method that exceeded its slice goes straight to a thread. */
const heavyMillis = 60_000;

/** Maps on the main thread within a slice of time, otherwise in a thread. `now` returns milliseconds. */
export function createMapper(threads: MappingThreads, now: () => number = () => performance.now()): Mapper {
  const heavyUntil = new WeakMap<Method, number>();
  const inSlice: MappingOptions = { slice: { now, millisMax: sliceMillis, textCharsMax } };

  function here<T>(
    method: Method,
    apply: (options: MappingOptions) => T,
    there: () => Promise<T>,
  ): T | Promise<T> {
    const until = heavyUntil.get(method);
    if (until !== undefined && until > now()) return there();
    try {
      return apply(inSlice);
    } catch (error) {
      if (!(error instanceof SliceOver)) throw error;
      heavyUntil.set(method, now() + heavyMillis);
      return there();
    }
  }

  return {
    request: (method, call) =>
      here(
        method,
        (options) => mapRequest(method, call, options),
        () => threads.ask("mapRequest", [method, call]),
      ),
    response: (method, call, answer, carried) =>
      here(
        method,
        (options) => mapResponse(method, call, answer, carried, options),
        () => threads.ask("mapResponse", [method, call, answer, carried]),
      ),
    validate: (rules, call) =>
      here(
        rules.method,
        (options) => validateRequest(rules, call, options),
        () => threads.ask("validateRequest", [rules, call]),
      ),
  };
}
