import { figuresOf } from "../../run/figures.ts";
import { hasEnded, type RunRecord } from "../../run/record.ts";
import { seconds } from "../format.ts";
import { words } from "../words.ts";

const { lead } = words.run;

/** The finding in one sentence, with its figures. */
export function RunLead({ runs, nowOf }: { runs: readonly RunRecord[]; nowOf: (run: RunRecord) => number }) {
  const live = runs.find((run) => !hasEnded(run));
  if (live) return <p class="lead">{lead.running(words.run.kinds[live.kind], live.requests.length)}</p>;
  const held = (run: RunRecord) => <b>{seconds(figuresOf(run, nowOf(run)).heldMs)}</b>;
  const sync = runs.find(({ kind }) => kind === "sync");
  const other = runs.find(({ kind }) => kind !== "sync");
  const work = workMs(runs);
  const opening = work === undefined ? "" : lead.work(`${Math.round(work / 1_000)} s`);
  if (sync && other && other.kind !== "sync")
    return (
      <p class="lead">
        {opening}
        {lead.sync}
        {held(sync)}
        {sync.status === "COMPLETED" ? lead.keeps : lead.loses}; {lead.others[other.kind]}
        {held(other)}
        {lead.inAll}.
      </p>
    );
  const run = other ?? sync;
  if (!run) return null;
  const { end = 0 } = run;
  return (
    <p class="lead">
      {opening}
      {lead.alone[run.kind]}
      {lead.holds}
      {held(run)}
      {run.kind === "sync" ? (run.status === "COMPLETED" ? lead.keeps : lead.loses) : lead.of(seconds(end))}.
    </p>
  );
}

/** How long the function works, in ms: the longest invocation that does the work. */
export function workMs(runs: readonly RunRecord[]): number | undefined {
  const lengths = runs.flatMap(({ invocations }) =>
    invocations.flatMap(({ purpose, start, end }) =>
      purpose === "work" && end !== undefined ? [end - start] : [],
    ),
  );
  return lengths.length > 0 ? Math.max(...lengths) : undefined;
}
