import { type Clock, ticksOf } from "../../run/clock.ts";
import type { RunRecord } from "../../run/record.ts";
import { nextRequest } from "../../run/select.ts";
import { roundSeconds } from "../format.ts";
import { words } from "../words.ts";
import { p } from "./lane.tsx";
import { RunRow } from "./run-row.tsx";
import type { RunRowProps } from "./run-row-props.ts";

/** Runs under each other on one clock. */
export interface RunPictureProps
  extends Pick<RunRowProps, "clock" | "selected" | "pointed" | "onPoint" | "onSelect"> {
  readonly runs: readonly RunRecord[];
  readonly nowOf: (run: RunRecord) => number;
  readonly isLive: (run: RunRecord) => boolean;
  readonly guessOf: (run: RunRecord) => string | undefined;
  readonly linkOf: (id: string) => string;
  readonly onRemove: ((id: string) => void) | undefined;
}

/** The picture: the axis, then a row for each run. */
export function RunPicture(props: RunPictureProps) {
  const { runs, clock, nowOf, isLive, guessOf, linkOf, onRemove, onSelect } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    const focused = (event.target as Element | null)?.closest?.("[data-request]");
    const id = focused?.getAttribute("data-request");
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return onSelect("");
    const next = nextRequest(runs, id, event.key);
    if (!next) return;
    event.preventDefault();
    const mark = document.querySelector<SVGElement>(`[data-request="${CSS.escape(next.id)}"]`);
    mark?.focus();
  };
  return (
    <section class="panel clock" aria-label={words.run.picture(runs.length)} onKeyDown={onKeyDown}>
      <Axis clock={clock} />
      {runs.map((run) => (
        <RunRow
          key={run.id}
          run={run}
          clock={clock}
          now={nowOf(run)}
          live={isLive(run)}
          selected={props.selected}
          pointed={props.pointed}
          guess={guessOf(run)}
          linkOf={({ id }) => linkOf(id)}
          onPoint={props.onPoint}
          onSelect={onSelect}
          onRemove={onRemove && (() => onRemove(run.id))}
        />
      ))}
    </section>
  );
}

/** With more, a narrow screen shows every second one. */
const manyTicksMin = 5;

function Axis({ clock }: { clock: Clock }) {
  const ticks = ticksOf(clock);
  return (
    <div class="runrow axis">
      <div class="rl cap">{words.run.oneClock}</div>
      <div />
      <svg role="img" aria-label={words.run.axis} class={clock.cuts.length > 0 ? "cuts" : undefined}>
        {ticks.map((tick, index) => {
          const minor = (clock.cuts.length > 0 || ticks.length > manyTicksMin) && index % 2 === 1;
          return (
            <text
              key={tick}
              class={minor ? "tick minor" : "tick"}
              x={p(clock.position(tick))}
              y={clock.cuts.length > 0 ? 32 : 14}
              text-anchor={index === 0 ? "start" : "middle"}
            >
              {roundSeconds(Math.round(tick / 1_000))}
            </text>
          );
        })}
        {clock.cuts.map(({ from, to, at, width }) => (
          <text key={from} class="tick fold" x={p(at + width / 2)} y="14" text-anchor="middle">
            {words.run.cut(roundSeconds(Math.round((to - from) / 1_000)))}
          </text>
        ))}
      </svg>
      <div class="fign cap">
        {words.run.figures.map((figure) => (
          <span key={figure}>{figure}</span>
        ))}
      </div>
    </div>
  );
}
