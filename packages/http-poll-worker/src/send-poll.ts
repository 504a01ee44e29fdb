import { type HostPlaces, hostOfRequest } from "@long-running-api/conductor/host-places";
import type { NotSent } from "@long-running-api/conductor/http-poll";
import type { HttpOutcome, HttpRequestSpec, Passing } from "@long-running-api/conductor/http-request";
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

/** Statuses by which a host, or a proxy in front of it, reports that it is down. */
const hostIsDown = [429, 502, 503, 504];

/**
 * Sends the request of a poll when its host has a place for it, with the credential that it names. A strict task makes
 * one failing request at most, and makes it even where the host is left alone.
 */
export async function sendPoll(
  request: HttpRequestSpec,
  { strict }: { readonly strict: boolean },
  { send, places, circuits, credentials, isDraining, waitMsMax }: SendPollTools,
): Promise<HttpOutcome | NotSent> {
  const host = hostOfRequest(request);
  if (isDraining()) return { notSent: "the worker is stopping" };
  const place = await places.take(host, waitMsMax);
  if (!place) return { notSent: `too many requests to ${host} are in progress` };
  try {
    if (isDraining()) return { notSent: "the worker is stopping" };
    const withCredential = await credentials.addTo(request);
    if ("problem" in withCredential) return { ok: false, reason: withCredential.problem };
    const closedSeconds = strict ? undefined : circuits.closedFor(host);
    if (closedSeconds !== undefined) return notSentOutcome(host, closedSeconds, circuits.reasonOf(host));
    return await sendAndWatch(withCredential.request, host, { send, circuits });
  } finally {
    place.leave();
  }
}

async function sendAndWatch(
  request: HttpRequestSpec,
  host: string,
  { send, circuits }: Pick<SendPollTools, "send" | "circuits">,
): Promise<HttpOutcome> {
  try {
    const outcome = await send(request);
    if (outcome.ok || !reportsHostDown(outcome.passing)) circuits.succeeded(host);
    else circuits.failed(host, outcome.reason);
    return outcome;
  } catch (error) {
    circuits.failed(host, String(error)); // the one call after a pause has an end in any case
    throw error;
  }
}

function reportsHostDown(passing: Passing | undefined): boolean {
  if (passing === undefined || passing.onceAnswered) return false;
  return passing.status === undefined || hostIsDown.includes(passing.status);
}

function notSentOutcome(host: string, seconds: number, last: string): HttpOutcome {
  const rest = Math.ceil(seconds);
  const reason = `No request was sent: ${host} does not respond, and is called again in ${rest} s. The last failure: ${last}`;
  return { ok: false, reason, response: reason, passing: { retryAfter: String(rest) } };
}
