import type { Finding } from "../finding.ts";

const title = "HTTP_POLL";
const askMsMax = 5_000;
/** A worker that runs asks many times a second; one that asked longer ago than this is gone. */
const freshMs = 60_000;

/**
 * Whether somebody serves HTTP_POLL on a Conductor OSS server, which does not do it itself: without a worker such a
 * task waits for ever, without an error. Nothing to say about a server that cannot be asked.
 */
export async function httpPoll(serverUrl: string | undefined, nowMs: number): Promise<Finding | undefined> {
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
    last === 0 ? "nobody has ever asked for one" : `last asked for at ${new Date(last).toISOString()}`;
  return {
    title,
    status: "lacking",
    seen: `Nobody serves HTTP_POLL tasks on this server (${since}): they would wait for ever.`,
    toDo: [`CONDUCTOR_SERVER_URL=${serverUrl} npx tsx worker --target oss`],
  };
}

async function lastPolls(
  serverUrl = "",
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
