import http from "node:http";
import https from "node:https";
import type { HostPolicy } from "./hosts.ts";
import { TunnelAgent } from "./tunnel.ts";
import type { RequestTarget } from "./uri.ts";

/** Kept connections per origin, and how long: less than the 5 s after which Node's servers close theirs. */
const idleSocketsMax = 32;
const idleMsMax = 4_000;

/** Policies with separate connections; a process has one or two. */
const policiesMax = 16;

interface Agents {
  readonly "http:": http.Agent;
  readonly "https:": https.Agent;
}

const known = new Map<string, Agents>();

/**
 * Whose connections a request may use. What was resolved and judged under one policy is not for another; and a request
 * that must not be sent twice uses a new connection: on a kept one that is just being closed, we could not
 * tell whether it arrived.
 */
export function agentFor(
  method: string,
  target: RequestTarget,
  { allowHosts, lookup, proxies }: HostPolicy,
): http.Agent | false {
  const proxy = proxies?.for(target);
  const secureProxy = proxy?.protocol === "https:" && target.protocol === "http:";
  if (lookup || !repeatable(method) || secureProxy) return freshAgent(target, proxy);
  const key = JSON.stringify([allowHosts ?? null, proxy?.href]);
  if (!known.has(key) && known.size >= policiesMax) known.clear();
  const agents = known.get(key) ?? makeAgents(proxy);
  known.set(key, agents);
  return agents[target.protocol];
}

/** For a request on a new connection. */
export function freshAgent(target: RequestTarget, proxy: URL | undefined): http.Agent | false {
  return proxy && target.protocol === "https:" ? new TunnelAgent(proxy, {}) : false;
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2, only the safe methods. */
function repeatable(method: string): boolean {
  return ["GET", "HEAD", "OPTIONS", "TRACE"].includes(method);
}

/** Callers limit the number of connections: waiting here would count as a connect timeout. */
function makeAgents(proxy: URL | undefined): Agents {
  const options = { keepAlive: true, maxFreeSockets: idleSocketsMax, timeout: idleMsMax };
  return {
    "http:": new http.Agent(options),
    "https:": proxy ? new TunnelAgent(proxy, options) : new https.Agent(options),
  };
}
