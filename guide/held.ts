import type { Target } from "@long-running-api/kit/targets/target";

const answerSecondsMax = 5;

/** A call of an API in the embedded cloud's journal. */
interface Call {
  number: number;
  kind: string;
  apiId?: string;
  method?: string;
  path?: string;
  ms?: number;
}

/** The calls that the embedded cloud has answered since an entry of its journal; nothing on another cloud. */
export async function callsSince({ real, aws }: Target, number: number): Promise<Call[] | undefined> {
  if (real || aws.endpoint === undefined) return undefined;
  const response = await fetch(`${aws.endpoint}/_local/journal?since=${number}`, {
    signal: AbortSignal.timeout(answerSecondsMax * 1000),
  });
  const text = await response.text();
  return response.ok && text.startsWith("{") ? (JSON.parse(text) as { entries?: Call[] }).entries : undefined;
}

/** The number of the journal's last entry. */
export async function journalEnd(target: Target): Promise<number> {
  return (await callsSince(target, 0))?.at(-1)?.number ?? 0;
}

/** How long callers held a connection to the API in one run: its POST, and the polls for its requestId. */
export async function heldInRun(
  target: Target,
  since: number,
  requestId: string,
): Promise<{ seconds: number; calls: number } | undefined> {
  const calls = (await callsSince(target, since))?.filter(({ kind }) => kind === "execute");
  const post = calls?.find(({ method }) => method === "POST");
  if (!calls || !post) return undefined;
  const polls = calls.filter(({ method, path }) => method === "GET" && path === `/${requestId}`);
  const ms = [post, ...polls].reduce((sum, call) => sum + (call.ms ?? 0), 0);
  return { seconds: ms / 1000, calls: polls.length + 1 };
}
