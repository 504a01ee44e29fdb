import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { RunRecord } from "../../run/record.ts";
import { seconds } from "../format.ts";
import { words } from "../words.ts";
import { titleOf } from "./run-row.tsx";

const everyMs = 1_000;

/** Announces changes of state to a screen reader, at most one per second: "Poll 4: PROCESSING", "Poll COMPLETED at 30.5 s". */
export function Announcements({ runs }: { runs: readonly RunRecord[] }) {
  const said = useSignal("");
  const before = useRef<string | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = latestState(runs);
  useEffect(() => {
    const first = before.current === undefined;
    before.current = latest;
    if (first || latest === "") return; // what the page opened with is not a change
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      said.value = latest;
    }, everyMs);
    return () => clearTimeout(timer.current);
  }, [latest]);
  return (
    <p class="vh" aria-live="polite">
      {said.value}
    </p>
  );
}

function latestState(runs: readonly RunRecord[]): string {
  const run = runs.toSorted((one, other) => other.startedAt - one.startedAt)[0];
  if (!run) return "";
  if (run.end !== undefined)
    return words.run.announce.ended(words.run.kinds[run.kind], run.status, seconds(run.end));
  const request = run.requests.findLast(({ state }) => state !== undefined);
  return request?.state === undefined ? "" : words.run.announce.state(titleOf(request), request.state);
}
