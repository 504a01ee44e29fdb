import { readFile } from "node:fs/promises";
import { rootCertificates } from "node:tls";
import { type ConductorApi, conductorApi, invalidKey, unreachable } from "@long-running-api/conductor/api";
import { type Proxies, readProxies } from "@long-running-api/conductor/http/proxies";
import { apiUrl, type RestAnswer, type RestRequest, restConnection } from "@long-running-api/conductor/rest";
import { withoutBrackets } from "@long-running-api/foundation/host";
import { Problem } from "@long-running-api/foundation/problem";
import { createFileReader } from "./changing-file.ts";
import type { Settings } from "./settings.ts";

/** What a connection to the Conductor server needs. */
export type ServerSettings = Pick<
  Settings,
  | "auth-key"
  | "auth-secret"
  | "basic-auth"
  | "token-file"
  | "headers"
  | "ca-file"
  | "client-cert-file"
  | "client-key-file"
> & { readonly "server-url": string };

const requestMsMax = 30_000;

/**
 * Connects to a server with the worker's own authentication, certificates and proxy. Proxies are those of HTTP_PROXY,
 * HTTPS_PROXY and NO_PROXY. Nothing is sent before the first request.
 */
export async function connectServer(
  settings: ServerSettings,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ConductorApi> {
  const serverUrl = settings["server-url"];
  const fetchServer = await openFetch(settings, environment);
  const own = ownHeaders(settings);
  const token = tokenOf(settings, send);

  async function send(
    request: RestRequest,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RestAnswer> {
    try {
      const response = await fetchServer(request.url, {
        method: request.method,
        headers: { ...(await own()), ...headers, ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal: AbortSignal.timeout(requestMsMax),
      });
      const contentType = response.headers.get("content-type") ?? "";
      return { status: response.status, contentType, text: await response.text() };
    } catch (error) {
      throw unreachable(serverUrl, error);
    }
  }

  return conductorApi(
    restConnection(serverUrl, async (request) => {
      const answer = await send(request, await token.headers());
      if (answer.status !== 401 || !token.renew()) return answer;
      return send(request, await token.headers());
    }),
  );
}

/** The headers of every request. A file is read again when it changes. */
function ownHeaders(settings: ServerSettings): () => Promise<Record<string, string>> {
  const read = createFileReader();
  const { "basic-auth": basic, "token-file": tokenFile } = settings;
  const headers: Record<string, string> = {};
  for (const line of settings.headers) {
    const [, name = "", value = ""] = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):\s*(.*)$/.exec(line) ?? [];
    if (name === "")
      throw new Problem("A header for the server must be NAME: VALUE.", { "looked at": "headers" });
    headers[name] = value;
  }
  if (basic !== undefined)
    headers["Authorization"] = `Basic ${Buffer.from(basic, "utf8").toString("base64")}`;
  return async () =>
    tokenFile === undefined
      ? headers
      : { ...headers, Authorization: `Bearer ${await tokenIn(tokenFile, read)}` };
}

async function tokenIn(file: string, read: (name: string) => Promise<string>): Promise<string> {
  try {
    return (await read(file)).trim();
  } catch (error) {
    throw new Error(
      `the token-file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

interface Token {
  headers(): Promise<Record<string, string>>;
  /** Forgets a token that the server does not accept any more; false if there is none to renew. */
  renew(): boolean;
}

/** The token for a key, as Orkes' API has it; Conductor OSS has no such path, and goes without one. */
function tokenOf(settings: ServerSettings, send: (request: RestRequest) => Promise<RestAnswer>): Token {
  const { "auth-key": keyId, "auth-secret": keySecret } = settings;
  let token: Promise<string | undefined> | undefined;

  async function fetchToken(): Promise<string | undefined> {
    const answer = await send({
      method: "POST",
      url: `${apiUrl(settings["server-url"])}/token`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ keyId, keySecret }),
    });
    if (answer.status === 404) return undefined;
    if (answer.status >= 300) throw invalidKey(answer.status, answer.contentType);
    return String((JSON.parse(answer.text) as { token?: unknown }).token);
  }

  return {
    async headers() {
      if (keyId === undefined || keySecret === undefined) return {};
      token ??= fetchToken();
      token.catch(() => {
        token = undefined; // the next request asks again
      });
      const known = await token;
      return known === undefined ? {} : { "X-Authorization": known };
    },
    renew() {
      const had = token !== undefined;
      token = undefined;
      return had;
    },
  };
}

/** What is used of a response. */
interface Fetched {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

interface FetchOptions {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

type FetchServer = (url: string, options: FetchOptions) => Promise<Fetched>;

/** Node's fetch, or undici's where a proxy or certificates are set: Node's takes neither. */
async function openFetch(
  settings: ServerSettings,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<FetchServer> {
  const { "ca-file": caFile, "client-cert-file": certFile, "client-key-file": keyFile } = settings;
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new Problem("A client certificate needs its private key.", {
      expected: "client-cert-file and client-key-file",
    });
  const { protocol, hostname, port } = new URL(settings["server-url"]);
  const target = {
    protocol,
    hostname: withoutBrackets(hostname),
    port: Number(port || (protocol === "https:" ? 443 : 80)),
  };
  const proxy = proxiesOf(environment)?.for(target);
  if (proxy === undefined && caFile === undefined && certFile === undefined) return fetch;
  const tls = {
    ca: caFile === undefined ? undefined : [...rootCertificates, await readPem(caFile)],
    ...(certFile === undefined || keyFile === undefined
      ? {}
      : { cert: await readPem(certFile), key: await readPem(keyFile) }),
  };
  return (await import("./fetch-through.ts")).fetchThrough(proxy, tls);
}

/** The proxies of an environment; a wrong one is a Problem. */
export function proxiesOf(environment: Readonly<Record<string, string | undefined>>): Proxies | undefined {
  try {
    return readProxies(environment);
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error), {
      "looked at": "HTTP_PROXY, HTTPS_PROXY",
    });
  }
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new Problem("A certificate or key cannot be read.", {
      "looked at": file,
      seen: error instanceof Error ? error.message : String(error),
    });
  }
}
