import { withVariable } from "@long-running-api/kit/shell-lines";
import type { Finding } from "../finding.ts";

const title = "HTTP_POLL";
const askMsMax = 5_000;
/** A running worker polls many times per second; one that last polled longer ago than this has stopped. */
const freshMs = 60_000;

/**
 * Whether a worker runs HTTP_POLL tasks on a Conductor OSS server, which does not do it itself: without a worker such
 * a task waits forever, without an error. No finding if the server cannot be reached.
 */
export async function httpPoll(serverUrl: string | undefined, nowMs: number): Promise<Finding | undefined> {
  if (serverUrl === undefined) return undefined;
  const polled = await lastPolls(serverUrl);
  if (!polled) return undefined;
  const last = Math.max(0, ...polled.map(({ lastPollTime = 0 }) => lastPollTime));
  if (nowMs - last <= freshMs) {
    const workers = polled.filter(({ lastPollTime = 0 }) => nowMs - lastPollTime <= freshMs);
    return {
      title,
      status: "ok",
      seen: `served by ${workers.map(({ workerId }) => workerId ?? "a worker").join(", ")}`,
    };
  }
  const since =
    last === 0 ? "no worker has ever polled for one" : `last polled for at ${new Date(last).toISOString()}`;
  return {
    title,
    status: "lacking",
    seen: `No worker runs HTTP_POLL tasks on this server (${since}): they would wait forever.`,
    toDo: [withVariable("CONDUCTOR_SERVER_URL", serverUrl, "npx tsx worker --target oss")],
  };
}

async function lastPolls(
  serverUrl: string,
): Promise<{ workerId?: string; lastPollTime?: number }[] | undefined> {
  try {
    const response = await fetch(`${serverUrl.replace(/\/$/, "")}/tasks/queue/polldata?taskType=HTTP_POLL`, {
      signal: AbortSignal.timeout(askMsMax),
    });
    const found = (await response.json()) as unknown;
    return response.ok && Array.isArray(found) ? found : undefined;
  } catch {
    return undefined;
  }
}
