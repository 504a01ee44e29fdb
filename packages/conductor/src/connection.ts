import { fetchOnceMore } from "@long-running-api/foundation/fetch";
import { ConductorUnreachable, invalidKey, unreachable } from "./client-errors.ts";
import { stringifyJson } from "./json.ts";
import { apiUrl, baseUrl, type Connection, describeRequest, messageOf, readAnswer } from "./rest.ts";

export interface ConductorAccess {
  /** With or without /api at the end. */
  readonly serverUrl: string;
  readonly keyId?: string | undefined;
  readonly keySecret?: string | undefined;
}

const requestMsMax = 30_000;
const connectMsMax = 15_000;
/** How the SDK's own calls request its client's token. */
const security = [{ name: "X-Authorization", type: "apiKey" as const }];

/**
 * Connects through the official SDK's client, which holds the key's token and renews it. The SDK's own classes above it
 * would lose an error's status and the digits of integers beyond 2^53.
 */
export async function connect({ serverUrl, keyId, keySecret }: ConductorAccess): Promise<Connection> {
  const { createConductorClient } = await import("@io-orkes/conductor-javascript");
  const base = baseUrl(serverUrl);
  const token = firstToken(serverUrl);
  const client = await withEnvironment(
    // The SDK reads these before its arguments; a blank key counts as none, and keeps it from warning.
    { CONDUCTOR_SERVER_URL: base, CONDUCTOR_AUTH_KEY: keyId ?? " ", CONDUCTOR_AUTH_SECRET: keySecret ?? " " },
    () =>
      Promise.race([
        createConductorClient(
          { serverUrl: base, requestTimeoutMs: requestMsMax },
          explainingFetch(serverUrl, token.refuse),
        ),
        token.refused,
      ]),
  ).finally(token.settled);

  return {
    url: apiUrl(serverUrl),
    async ask({ method, url, path, query, body }) {
      const request = describeRequest({ method, url, ...(path ? { path } : {}) });
      const call = {
        url,
        ...(path ? { path } : {}),
        ...(query ? { query } : {}),
        ...(body === undefined ? {} : { body, bodySerializer: stringifyJson }),
        ...(body === undefined ? {} : { headers: { "Content-Type": "application/json" } }),
        security,
        parseAs: "text" as const,
        throwOnError: false as const,
      };
      const verb = method.toLowerCase() as "get" | "post" | "put" | "delete";
      const { data, error, response } = await client[verb](call);
      const { status, headers: answered } = response;
      const contentType = answered.get("content-type") ?? "";
      const text = status >= 300 ? messageOf(error, status) : typeof data === "string" ? data : "";
      return readAnswer({ status, contentType, text }, request, serverUrl);
    },
  };
}

/** fetch whose failures are the client's own errors. */
function explainingFetch(serverUrl: string, refuseToken: (error: Error) => void): typeof fetch {
  return async (input, init) => {
    const forToken = /\/token$/.test(new URL(input instanceof Request ? input.url : input).pathname);
    try {
      const response = await fetchOnceMore(input, init);
      const { status } = response;
      if (forToken && (status === 401 || status === 403)) refuseToken(invalidKey(status, "application/json"));
      return response;
    } catch (error) {
      const failure = unreachable(serverUrl, error);
      if (forToken) refuseToken(failure);
      throw failure;
    }
  };
}

/** The SDK would keep requesting a token for two minutes, even with an invalid key. */
function firstToken(serverUrl: string) {
  let refuse: (error: Error) => void = () => {};
  const refused = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  refused.catch(() => {}); // most keys are valid, and then nothing waits for this
  const late = `${serverUrl} does not answer: no token for the key within ${connectMsMax / 1000} s`;
  const timer = setTimeout(() => refuse(new ConductorUnreachable(late)), connectMsMax);
  return { refused, refuse: (error: Error) => refuse(error), settled: () => clearTimeout(timer) };
}

/** The SDK reads the environment synchronously: variables set for the call are restored at once. */
function withEnvironment<T>(values: Record<string, string>, call: () => T): T {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, values);
  try {
    return call();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
