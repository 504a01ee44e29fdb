import type { RunKind, RunRecord, RunRequest } from "./record.ts";

const order: readonly RunKind[] = ["sync", "poll", "backoff", "callback"];

/** The runs to draw: the chosen ones, else the latest of each kind; in the order of the kinds. */
export function chooseRuns(all: ReadonlyMap<string, RunRecord>, asked: readonly string[]): RunRecord[] {
  const chosen = asked.flatMap((id) => all.get(id) ?? []);
  const runs = chosen.length > 0 ? chosen : latestOfEach([...all.values()]);
  return runs.toSorted(
    (one, other) => order.indexOf(one.kind) - order.indexOf(other.kind) || one.startedAt - other.startedAt,
  );
}

function latestOfEach(runs: readonly RunRecord[]): RunRecord[] {
  const latest = new Map<RunKind, RunRecord>();
  for (const run of runs) {
    const known = latest.get(run.kind);
    if (!known || run.startedAt > known.startedAt) latest.set(run.kind, run);
  }
  return [...latest.values()];
}

/** Where a key leads from a request: within its run, or to the nearest one of the next run; undefined for other keys. */
export function nextRequest(runs: readonly RunRecord[], id: string, key: string): RunRequest | undefined {
  const row = runs.findIndex(({ requests }) => requests.some((each) => each.id === id));
  const requests = runs[row]?.requests ?? [];
  const at = requests.findIndex((each) => each.id === id);
  const here = requests[at];
  if (!here) return undefined;
  switch (key) {
    case "ArrowRight":
      return requests[at + 1];
    case "ArrowLeft":
      return requests[at - 1];
    case "Home":
      return requests[0];
    case "End":
      return requests.at(-1);
    case "ArrowDown":
      return nearest(runs[row + 1], here.start);
    case "ArrowUp":
      return nearest(runs[row - 1], here.start);
    default:
      return undefined;
  }
}

function nearest(run: RunRecord | undefined, time: number): RunRequest | undefined {
  return run?.requests.toSorted((one, other) => Math.abs(one.start - time) - Math.abs(other.start - time))[0];
}
