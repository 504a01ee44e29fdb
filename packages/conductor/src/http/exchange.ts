import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { agentFor, freshAgent } from "./agents.ts";
import { type HttpAnswer, headerOf, readAnswer } from "./answer.ts";
import { HttpFailure, ioFailure, type Passing } from "./failure.ts";
import { checkHost, guardedLookup } from "./hosts.ts";
import { proxyAuthorization } from "./proxies.ts";
import { isRepeatable, pauseMs } from "./retry.ts";
import { type ExchangeLimits, startDeadline, startTimeouts } from "./timeouts.ts";
import { toProxy } from "./tunnel.ts";
import { type Fail, originOf, type RequestTarget, resolveLocation } from "./uri.ts";

/** A request, ready to send. */
export interface HttpExchange {
  method: string;
  target: RequestTarget;
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer | undefined;
  /** Sent in chunks, as Spring sends JSON, whose length it does not know in advance. */
  streamed: boolean;
}

const redirects = new Set([301, 302, 303, 307, 308]);

/** Sends a request and follows redirects as Apache's client does for Conductor's HTTP task. Throws an HttpFailure. */
export async function exchange(request: HttpExchange, limits: ExchangeLimits): Promise<HttpAnswer> {
  const deadline = startDeadline(limits.totalMsMax);
  try {
    return await follow(request, limits, deadline.signal);
  } finally {
    deadline.stop();
  }
}

async function follow(
  request: HttpExchange,
  limits: ExchangeLimits,
  deadline: AbortSignal,
): Promise<HttpAnswer> {
  const first = request.target;
  const fail: Fail = (detail) => ioFailure(request.method, first.href, detail);
  const seen = new Set<string>();
  for (let followed = 0, current = request; ; followed += 1) {
    checkHost(current.target, limits);
    const answer = await sendUntilTaken(current, limits, deadline, fail);
    const location = redirects.has(answer.status) ? headerOf(answer, "location") : undefined;
    if (location === undefined) return answer;
    const target = resolveLocation(location || ".", current.target, fail);
    const otherOrigin = originOf(target) !== originOf(current.target);
    if (otherOrigin && (!limits.otherOrigins || carriesCredentials(current)))
      return { ...answer, notFollowed: originOf(target) };
    if (followed >= limits.redirectsMax) throw fail(`Maximum redirects (${limits.redirectsMax}) exceeded`);
    if (seen.has(target.href)) throw fail(`Circular redirect to '${target.href.replace(/\?.*$/, "")}'`);
    seen.add(target.href);
    current = redirected(current, target, answer.status);
  }
}

/** After a 301, 302 or 303, a POST becomes a bare GET without the task's headers. */
function redirected(request: HttpExchange, target: RequestTarget, status: number): HttpExchange {
  const safe = request.method === "GET" || request.method === "HEAD";
  const becomesGet = status === 303 ? !safe : status < 307 && request.method === "POST";
  return becomesGet
    ? { method: "GET", target, headers: [], body: undefined, streamed: false }
    : { ...request, target };
}

function carriesCredentials({ headers }: HttpExchange): boolean {
  return headers.some(([name]) => /^(authorization|cookie)$/i.test(name));
}

/** Retries a busy server once when Conductor's HTTP task would. */
async function sendUntilTaken(
  request: HttpExchange,
  limits: ExchangeLimits,
  deadline: AbortSignal,
  fail: Fail,
): Promise<HttpAnswer> {
  const answer = await sendOne(request, limits, deadline, fail);
  const ms = limits.asksAgain ? pauseMs(answer) : undefined;
  if (ms === undefined) return answer;
  await sleep(ms, undefined, { signal: deadline }).catch(() => undefined);
  return await sendOne(request, limits, deadline, fail);
}

/** How a request is sent: on which connection, and whether it is a retry. */
interface Way {
  agent: http.Agent | false;
  again?: boolean;
}

async function sendOne(
  request: HttpExchange,
  limits: ExchangeLimits,
  deadline: AbortSignal,
  fail: Fail,
  { agent, again = false }: Way = { agent: agentFor(request.method, request.target, limits) },
): Promise<HttpAnswer> {
  const timeouts = startTimeouts(limits, deadline);
  const { target } = request;
  const proxy = limits.proxies?.for(target);
  let outgoing: http.ClientRequest | undefined;
  let socket: Socket | undefined;
  let answered = false;
  try {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      outgoing = begin(request, limits, { method: request.method, agent, signal: timeouts.signal });
      outgoing.once("socket", (given) => {
        socket = given;
        // A server that sends its headers piece by piece has not timed out.
        if (!limits.readIsTotal) socket.on("data", timeouts.progress);
        if (outgoing?.reusedSocket) timeouts.connected();
        else socket.once(target.protocol === "https:" ? "secureConnect" : "connect", timeouts.connected);
      });
      outgoing.once("response", (incoming) => {
        answered = true;
        resolve(incoming);
      });
      outgoing.once("error", reject);
      outgoing.end(request.body);
    });
    return await readAnswer(request.method, response, limits, timeouts, fail);
  } catch (error) {
    outgoing?.destroy();
    const broken = !again && !answered && isBroken(error) && timeouts.expired() === undefined;
    // The server closed a kept-alive connection just as it was reused. Such requests may be resent: see agentFor.
    const repeats = outgoing?.reusedSocket || (limits.asksAgain && isRepeatable(request.method));
    if (broken && repeats)
      return await sendOne(request, limits, deadline, fail, {
        agent: freshAgent(target, proxy),
        again: true,
      });
    if (error instanceof HttpFailure) throw error;
    const through = proxy ? `the proxy ${proxy.origin}` : originOf(target);
    const failure = fail(timeouts.expired() ?? detailOf(error, target, through));
    const passing = timeouts.expired() === undefined ? passingOf(error) : {};
    throw passing ? failure.asPassing(passing) : failure;
  } finally {
    socket?.off("data", timeouts.progress);
    timeouts.stop();
  }
}

/** Begins a request to its target, or to the proxy on the way. */
function begin(
  request: HttpExchange,
  limits: ExchangeLimits,
  options: https.RequestOptions,
): http.ClientRequest {
  const { target } = request;
  const proxy = limits.proxies?.for(target);
  const headers = wireHeaders(request);
  if (proxy && target.protocol === "http:") {
    const path = `http://${target.authority}${target.path}`;
    const withProxy = [...headers, ...Object.entries(proxyAuthorization(proxy)).flat()];
    return toProxy(proxy, { ...options, path, headers: withProxy });
  }
  return (target.protocol === "https:" ? https : http).request({
    ...options,
    host: target.hostname,
    port: target.port,
    path: target.path,
    headers,
    ...(proxy ? {} : { lookup: guardedLookup(target, limits) }),
  });
}

function isBroken(error: unknown): boolean {
  return ["ECONNRESET", "EPIPE"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** Errors that another attempt may not hit. */
function passingOf(error: unknown): Passing | undefined {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (passing.has(code) || (code.startsWith("HPE_") && code !== "HPE_HEADER_OVERFLOW")) return {};
  // A restarted container has no name for a moment, and a certificate that has expired is renewed.
  const ofSetup = ["ENOTFOUND", "EPROXY"].includes(code) || ofCertificates.test(code);
  return ofSetup ? { onceAnswered: true } : undefined;
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and TLS alerts. */
const ofCertificates = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT|ERR_SSL_|EPROTO)/;

const passing = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "ENETRESET",
  "EAI_AGAIN",
  // This machine has no port, file or memory to spare: not the API's fault.
  "EPROXYBUSY",
  "EADDRNOTAVAIL",
  "EMFILE",
  "ENFILE",
  "ENOBUFS",
]);

/** Names and values in turn, in the order in which Apache's client sends them; ours are added where none is given. */
function wireHeaders({ method, headers, body, target, streamed }: HttpExchange): string[] {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const missing = (name: string, value: string): [string, string][] =>
    given.has(name.toLowerCase()) ? [] : [[name, value]];
  return [
    ...headers,
    ...missing("Accept-Encoding", "gzip, x-gzip, deflate"),
    ...missing("Host", target.authority),
    ...(streamed ? [["Transfer-Encoding", "chunked"]] : lengthHeader(method, body)),
    ...missing("Connection", "keep-alive"),
    ...missing("User-Agent", "long-running-api-companion"),
  ].flat();
}

function lengthHeader(method: string, body: Buffer | undefined): [string, string][] {
  if (body === undefined && !["POST", "PUT", "PATCH", "DELETE"].includes(method)) return [];
  return [["Content-Length", String(body?.length ?? 0)]];
}

/** A failure below HTTP, with Java's message. */
function detailOf(error: unknown, target: RequestTarget, through: string): string {
  const { code = "", message = String(error) } = error as NodeJS.ErrnoException;
  const connect = `Connect to ${through} failed`;
  const words: Record<string, string> = {
    ECONNREFUSED: `${connect}: Connection refused`,
    ETIMEDOUT: `${connect}: Connect timed out`,
    EHOSTUNREACH: `${connect}: No route to host`,
    ENETUNREACH: `${connect}: Network is unreachable`,
    ENOTFOUND: `${target.hostname}: Name or service not known`,
    EAI_AGAIN: `${target.hostname}: Temporary failure in name resolution`,
    EPROTO: "Unsupported or unrecognized SSL message",
    ERR_SSL_WRONG_VERSION_NUMBER: "Unsupported or unrecognized SSL message",
    ERR_SSL_PACKET_LENGTH_TOO_LONG: "Unsupported or unrecognized SSL message",
    HPE_HEADER_OVERFLOW: `the headers of the answer are larger than ${http.maxHeaderSize} bytes`,
  };
  const known = words[code];
  if (known !== undefined) return known;
  const noAnswer = `${target.hostname}:${target.port} failed to respond`;
  if (code === "ECONNRESET") return message === "socket hang up" ? noAnswer : "Connection reset";
  return code.startsWith("HPE_") ? noAnswer : message;
}
