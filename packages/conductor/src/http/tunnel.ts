import http from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import { withoutBrackets } from "@long-running-api/foundation/host";
import { proxyAuthorization } from "./proxies.ts";

type Made = (error: Error | null, stream: Duplex) => void;

/** The time limit for connecting through the proxy. A request's own limit is shorter; this one closes what it leaves behind. */
const connectMsMax = 60_000;

/** Connections to HTTPS servers through a proxy, which sees the server's name and nothing else. */
export class TunnelAgent extends https.Agent {
  readonly #proxy: URL;

  constructor(proxy: URL, options: https.AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(options: https.RequestOptions, made?: Made): undefined {
    const done = made ?? (() => {});
    const failed = (error: Error) => (done as (error: Error) => void)(error);
    const { host = "", port = 443 } = options;
    const authority = `${String(host).includes(":") ? `[${host}]` : host}:${port}`;
    const asked = toProxy(this.#proxy, {
      method: "CONNECT",
      path: authority,
      headers: { Host: authority, ...proxyAuthorization(this.#proxy) },
      agent: false,
    });
    asked.setTimeout(connectMsMax, () => asked.destroy(codedError("ETIMEDOUT", "the proxy does not answer")));
    asked.once("error", failed);
    asked.once("response", (response) => failed(refusal(response)));
    asked.once("connect", (response, socket) => {
      if (response.statusCode === 200) return done(null, tls.connect({ ...(options as object), socket }));
      socket.destroy();
      return failed(refusal(response));
    });
    asked.end();
    return undefined;
  }
}

/** A request to a proxy itself. */
export function toProxy(proxy: URL, options: https.RequestOptions): http.ClientRequest {
  const { protocol, hostname, port } = proxy;
  const host = withoutBrackets(hostname);
  const secure = protocol === "https:";
  return (secure ? https : http).request({ ...options, host, port: port || (secure ? 443 : 80) });
}

/** `EPROXYBUSY`: another attempt may get through. */
function refusal({ statusCode = 0, statusMessage = "" }: http.IncomingMessage): Error {
  const code = statusCode >= 500 || statusCode === 429 ? "EPROXYBUSY" : "EPROXY";
  return codedError(code, `the proxy answered ${statusCode} ${statusMessage}`.trim());
}

function codedError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
