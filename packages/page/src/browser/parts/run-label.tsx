import { figuresOf } from "../../run/figures.ts";
import type { RunRecord } from "../../run/record.ts";
import { dollars, roundSeconds, seconds } from "../format.ts";
import { words } from "../words.ts";
import type { RunRowProps } from "./run-row-props.ts";
import { State } from "./state.tsx";

/** What a run is, and how it ended. */
export function RunLabel({ run, now, onRemove }: RunRowProps) {
  const kind = words.run.kinds[run.kind];
  return (
    <div class="rl">
      <h2>{kind}</h2>
      <RunState run={run} />
      <p>
        {aboutOf(run, now)}
        {onRemove && (
          <button type="button" class="quiet drop" aria-label={words.run.remove(kind)} onClick={onRemove}>
            ×
          </button>
        )}
      </p>
    </div>
  );
}

function RunState({ run: { status, end } }: { run: RunRecord }) {
  if (end === undefined) return <State state="run-on">{status}</State>;
  return (
    <State state={status === "COMPLETED" ? "pass" : "fail"}>{words.run.statusAt(status, seconds(end))}</State>
  );
}

function aboutOf({ kind, pollSeconds = 0, strategy = "", waits, end }: RunRecord, now: number): string {
  const wait = waits.at(-1);
  if (end === undefined && wait && wait.end === undefined && wait.seconds !== undefined) {
    const left = wait.start + wait.seconds * 1_000 - now;
    if (left > 0) return words.run.nextPoll(seconds(left));
  }
  return words.run.about[kind](roundSeconds(pollSeconds), strategy);
}

/** The three figures of a run. */
export function RunFigures({ run, now, live, guess }: RunRowProps) {
  const { heldMs, requests, costPerMillion } = figuresOf(run, now);
  const [heldLabel, requestsLabel, costLabel] = words.run.figures;
  const lost = run.requests.some(({ gaveUp }) => gaveUp !== undefined);
  const partial = live ? <span class="figsub">{words.run.soFar}</span> : null;
  return (
    <div class="fign">
      <div>
        <span class="figlab">{heldLabel}</span>
        <span class="fig hot">
          {(heldMs / 1_000).toFixed(1)} <small>s</small>
        </span>
        {partial}
        {guess !== undefined && <span class="figsub">{words.run.guess(guess)}</span>}
      </div>
      <div>
        <span class="figlab">{requestsLabel}</span>
        <span class="fig">{requests}</span>
        {partial}
      </div>
      <div>
        <span class="figlab">{costLabel}</span>
        {costPerMillion === undefined || live ? (
          <span class="figsub">{live ? words.run.soFar : words.run.noCost}</span>
        ) : (
          <span class="fig">{dollars(costPerMillion)}</span>
        )}
        {lost && <span class="figsub">{words.run.lost}</span>}
      </div>
    </div>
  );
}
