import { type HostPlaces, hostOfRequest } from "@long-running-api/conductor/host-places";
import type { NotSent } from "@long-running-api/conductor/http-poll";
import type { HttpOutcome, HttpRequestSpec } from "@long-running-api/conductor/http-request";
import type { Circuits } from "./circuit.ts";
import type { Credentials } from "./credentials.ts";

export interface SendPollTools {
  send(request: HttpRequestSpec): Promise<HttpOutcome>;
  places: HostPlaces;
  circuits: Circuits;
  credentials: Credentials;
  /** While it is draining, the worker begins no request. */
  isDraining(): boolean;
  /** How long a request may wait for a place; after that the task goes back to the server. */
  waitMsMax: number;
}

/** Statuses with which a host, or what is before it, says that it does not respond at all. */
const hostIsDown = [429, 502, 503, 504];

/** Sends the request of a poll when its host has a place for it, with the credential that it names. */
export async function sendPoll(
  request: HttpRequestSpec,
  { send, places, circuits, credentials, isDraining, waitMsMax }: SendPollTools,
): Promise<HttpOutcome | NotSent> {
  const host = hostOfRequest(request);
  if (isDraining()) return { notSent: "the worker is stopping" };
  const place = await places.take(host, waitMsMax);
  if (!place) return { notSent: `too many requests to ${host} are in progress` };
  try {
    if (isDraining()) return { notSent: "the worker is stopping" };
    const closedSeconds = circuits.closedFor(host);
    if (closedSeconds !== undefined) return leftAlone(host, closedSeconds, circuits.reasonOf(host));
    const withCredential = await credentials.addTo(request);
    if ("problem" in withCredential) return { ok: false, reason: withCredential.problem };
    const outcome = await send(withCredential.request);
    const passing = outcome.ok ? undefined : outcome.passing;
    if (passing && (passing.status === undefined || hostIsDown.includes(passing.status)))
      circuits.failed(host, outcome.ok ? "" : outcome.reason);
    else circuits.succeeded(host);
    return outcome;
  } finally {
    place.leave();
  }
}

function leftAlone(host: string, seconds: number, last: string): HttpOutcome {
  const rest = Math.ceil(seconds);
  const reason = `No request was sent: ${host} does not respond, and is called again in ${rest} s. The last failure: ${last}`;
  return { ok: false, reason, response: reason, passing: { retryAfter: String(rest) } };
}
