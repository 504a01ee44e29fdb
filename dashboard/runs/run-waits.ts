import type { RunKind, RunRequest, RunWait } from "@long-running-api/page/run/record";

/** Conductor works when it sends the first request, and whenever an answer has come. */
export function decisionsOf(kind: RunKind, requests: readonly RunRequest[]): number[] {
  const [first] = requests;
  if (!first || kind === "sync") return [];
  const answers = requests.flatMap(({ purpose, end }) =>
    purpose !== "invoke" && end !== undefined ? [end] : [],
  );
  return [first.start, ...answers];
}

/** Between two polls the task is only a record with a due time. */
export function waitsOf(
  kind: RunKind,
  requests: readonly RunRequest[],
  end: number | undefined,
  nextSeconds: number | undefined,
): RunWait[] {
  if (kind === "callback") {
    const sent = requests.find(({ purpose }) => purpose === "invoke")?.end;
    const back = requests.find(({ purpose }) => purpose === "callback")?.start ?? end;
    return sent === undefined ? [] : [{ start: sent, ...(back === undefined ? {} : { end: back }) }];
  }
  const polls = requests.filter(({ purpose }) => purpose === "poll");
  const waits = polls.flatMap((poll, index): RunWait[] => {
    const next = polls[index + 1];
    if (poll.end === undefined) return [];
    if (next) return [{ start: poll.end, end: next.start, seconds: secondsOf(next.start - poll.end) }];
    return end === undefined && nextSeconds ? [{ start: poll.end, seconds: nextSeconds }] : [];
  });
  return waits;
}

function secondsOf(ms: number): number {
  return ms >= 950 ? Math.round(ms / 1_000) : Math.round(ms / 100) / 10;
}
