import { useMemo } from "preact/hooks";
import type { Clock } from "../../run/clock.ts";
import { ticksOf } from "../../run/clock.ts";
import { closedAt } from "../../run/figures.ts";
import type { RunRecord, RunRequest } from "../../run/record.ts";
import { lanesOf } from "../../run/strokes.ts";
import { duration, seconds } from "../format.ts";
import { words } from "../words.ts";
import { LaneShapes, p } from "./lane.tsx";
import { RunFigures, RunLabel } from "./run-label.tsx";
import type { RunRowProps } from "./run-row-props.ts";
import { Tooltip } from "./tooltip.tsx";

/** A run: its label, its lanes, its figures. */
export function RunRow(props: RunRowProps) {
  const { run, clock, now, live } = props;
  // A run that has ended does not change with the time.
  const lanes = useMemo(() => lanesOf(run, now), [run, live ? now : undefined]);
  const shown = { clock };
  const rowLabel = run.kind === "callback" ? words.run.onlyARow : undefined;
  return (
    <article class="runrow" data-run={run.kind}>
      <RunLabel {...props} />
      <ul class="names">
        <li>{words.run.lanes.conductor}</li>
        <li>{words.run.lanes.connection}</li>
        <li>{words.run.lanes.gateway}</li>
        <li class="dbl">{words.run.lanes.lambda}</li>
        <li class="dbl">{words.run.lanes.table}</li>
      </ul>
      <div class="lanes">
        <Grid clock={clock} />
        <svg class="lane" aria-hidden="true">
          <LaneShapes shapes={lanes.conductor} {...shown} rowLabel={rowLabel} />
        </svg>
        <svg class="lane" aria-hidden="true">
          <LaneShapes shapes={lanes.connection} {...shown} />
        </svg>
        <svg class="lane" aria-hidden="true">
          <LaneShapes shapes={lanes.gateway} {...shown} />
        </svg>
        <svg class="lane dbl" aria-hidden="true">
          {!run.complete && <NotRecorded />}
          <LaneShapes shapes={lanes.work} {...shown} band="workAbove" />
          <LaneShapes shapes={lanes.status} {...shown} band="workBelow" />
        </svg>
        <svg class="lane dbl" aria-hidden="true">
          {!run.complete && <NotRecorded />}
          <LaneShapes shapes={lanes.writes} {...shown} band="workAbove" />
          <LaneShapes shapes={lanes.reads} {...shown} band="workBelow" />
        </svg>
        {/* biome-ignore lint/a11y/useSemanticElements: a picture has no fieldset */}
        <svg class="over" role="group" aria-label={words.run.requestsOf(words.run.kinds[run.kind])}>
          <Marks {...props} />
          {lanes.callback !== undefined && (
            <svg x={p(clock.position(lanes.callback))} overflow="visible" aria-hidden="true">
              <path class="callback" d="M0 54V15M-3.5 19.5 0 14.5 3.5 19.5" />
            </svg>
          )}
          {live && (
            <line class="nowline" x1={p(clock.position(now))} x2={p(clock.position(now))} y1="-4" y2="102%" />
          )}
        </svg>
      </div>
      <RunFigures {...props} />
    </article>
  );
}

/** An empty lane would read as "did nothing". */
function NotRecorded() {
  return (
    <text class="lab" x="8" y="50%" dy="0.35em">
      {words.run.notRecorded}
    </text>
  );
}

/** Lines at the ticks, and the bands of what is cut. */
function Grid({ clock }: { clock: Clock }) {
  return (
    <svg class="under" aria-hidden="true">
      {ticksOf(clock).map((tick) => {
        const x = p(clock.position(tick));
        return <line key={tick} class="grid" x1={x} x2={x} y1="0" y2="100%" />;
      })}
      {clock.cuts.map(({ from, at, width }) => (
        <g key={from}>
          <rect class="foldband" x={p(at)} width={p(width)} y="-10" height="140%" />
          <line class="foldedge" x1={p(at)} x2={p(at)} y1="-10" y2="130%" />
          <line class="foldedge" x1={p(at + width)} x2={p(at + width)} y1="-10" y2="130%" />
        </g>
      ))}
    </svg>
  );
}

/** The requests as links over the lanes: one tab stop, then the arrow keys. */
function Marks({ run, clock, now, selected, pointed, linkOf, onPoint, onSelect }: RunRowProps) {
  const { requests } = run;
  const stop =
    requests.find(({ id }) => id === pointed) ?? requests.find(({ id }) => id === selected) ?? requests[0];
  const tip = requests.find(({ id }) => id === pointed);
  return (
    <>
      <g>
        {requests.map((request, index) => {
          const x = clock.position(request.start);
          const after = requests[index + 1];
          // Two that stand close together share the room: the earlier one's column reaches to the left.
          const crowded = after !== undefined && clock.position(after.start) - x < 1;
          const before = requests[index - 1];
          const crowdedBefore = before !== undefined && x - clock.position(before.start) < 1;
          const [left, width] = crowded ? [-20, 18] : crowdedBefore ? [-2, 24] : [-12, 24];
          return (
            <a
              key={request.id}
              class="mark"
              href={linkOf(request)}
              aria-label={nameOf(request, run, now)}
              aria-current={request.id === selected ? "true" : undefined}
              tabIndex={request.id === stop?.id ? 0 : -1}
              data-request={request.id}
              onClick={(event) => {
                event.preventDefault();
                onSelect(request.id);
              }}
              onFocus={() => onPoint(request.id)}
              onBlur={() => onPoint(undefined)}
              onMouseEnter={() => onPoint(request.id)}
              onMouseLeave={() => onPoint(undefined)}
            >
              <svg x={p(x)} overflow="visible" aria-hidden="true">
                <rect class="hit" x={left} width={width} y="-3" height="100%" rx="3" />
              </svg>
            </a>
          );
        })}
      </g>
      {tip && <Tooltip x={clock.position(tip.start)} lines={tooltipLines(tip, run, now)} />}
    </>
  );
}

/** e.g. "Poll 3, GET /12345: 200, at 10.4 s, held 9 ms". */
export function nameOf(request: RunRequest, run: RunRecord, now: number): string {
  const { method, path, start } = request;
  const held = duration(closedAt(request, run, now) - start);
  return words.run.mark(titleOf(request), `${method} ${path}`, statusOf(request), seconds(start), held);
}

/** What a request is in its run, e.g. "Poll 3". */
export function titleOf({ purpose, poll = 0 }: RunRequest): string {
  if (purpose === "poll") return words.run.poll(poll);
  return purpose === "invoke" ? words.run.invoke : words.run.callback;
}

function statusOf({ status, gaveUp }: RunRequest): string {
  return gaveUp !== undefined
    ? words.run.readTimedOut
    : status === undefined
      ? words.run.stillOpen
      : String(status);
}

function tooltipLines(request: RunRequest, run: RunRecord, now: number): string[] {
  const { method, path, start } = request;
  const held = duration(closedAt(request, run, now) - start);
  return [
    `${titleOf(request)}: ${method} ${path}`,
    `${statusOf(request)}, ${words.run.atHeld(seconds(start, 2), held)}`,
  ];
}
