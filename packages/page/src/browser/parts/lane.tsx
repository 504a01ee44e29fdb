import type { Clock } from "../../run/clock.ts";
import type { Shape } from "../../run/strokes.ts";
import { roundSeconds, seconds } from "../format.ts";
import { words } from "../words.ts";

/** Narrower than this, in per cent of the width, a stroke is drawn with its smallest width. */
const shortMax = 0.5;
/** A label on a dotted stroke needs this much room, and on a narrow screen more. */
const labelMin = 5;
const wideLabelMin = 14;
const rowInset = 0.5;
/** Two values in one lane need this much of a narrow screen. */
const twoStatesMin = 88;

/** The position of a shape in its lane, from top to bottom, in percent. */
interface Band {
  readonly work: readonly [number, number];
  readonly shortWork: readonly [number, number];
}

const bands = {
  single: { work: [28, 44], shortWork: [28, 72] },
  workAbove: { work: [8, 38], shortWork: [6, 52] },
  workBelow: { work: [60, 32], shortWork: [60, 92] },
} as const satisfies Record<string, Band>;

/** How shapes are drawn in a lane: a lane of its own, or the upper or lower half of a double one. */
export type BandName = keyof typeof bands;

/** The shapes of one lane; positions are in per cent, so that one drawing fits every width. */
export function LaneShapes({
  shapes,
  clock,
  band = "single",
  rowLabel,
}: {
  shapes: readonly Shape[];
  clock: Clock;
  band?: BandName;
  rowLabel?: string | undefined;
}) {
  return (
    <>
      {shapes.map((shape, index) => (
        <ShapeMark
          key={`${shape.shape}-${index}`}
          {...{ shape, clock, rowLabel }}
          crowded={isCrowded(shape, shapes, clock)}
          band={bands[band]}
        />
      ))}
    </>
  );
}

/** Whether the value written later needs the room on a narrow screen: the mark stays, its word goes. */
function isCrowded(shape: Shape, shapes: readonly Shape[], clock: Clock): boolean {
  if (shape.shape !== "state" || shape.side !== "after") return false;
  const next = shapes.find((other) => other.shape === "state" && other.at > shape.at);
  if (next?.shape !== "state") return false;
  return clock.position(next.at) - clock.position(shape.at) < twoStatesMin;
}

function ShapeMark({
  shape,
  clock,
  band,
  rowLabel,
  crowded,
}: {
  crowded: boolean;
  shape: Shape;
  clock: Clock;
  band: Band;
  rowLabel: string | undefined;
}) {
  const at = (time: number) => clock.position(time);
  switch (shape.shape) {
    case "work": {
      const [x, end] = [at(shape.from), at(shape.to)];
      if (end - x < shortMax)
        return <Upright class="lwork" x={x} from={band.shortWork[0]} to={band.shortWork[1]} width={3} />;
      const [y, height] = band.work;
      return <rect class="work" x={p(x)} width={p(end - x)} y={p(y)} height={p(height)} rx="1.5" />;
    }
    case "held": {
      const [x, end] = [at(shape.from), at(shape.to)];
      if (end - x >= shortMax)
        return <rect class="held" x={p(x)} width={p(end - x)} y="22%" height="56%" rx="1.5" />;
      return (
        <>
          <Upright class="lheld" x={x} from={22} to={78} width={5} />
          <Upright class="lhollow" x={x} from={30} to={70} width={2} />
        </>
      );
    }
    case "row":
      return <RowStroke from={at(shape.from)} to={at(shape.to)} label={rowLabel ?? labelOf(shape)} />;
    case "state":
      return (
        <text
          class={crowded ? "lab rowstate wide" : "lab rowstate"}
          x={p(at(shape.at))}
          dx={shape.side === "after" ? 8 : -8}
          y="29%"
          dy="0.35em"
          text-anchor={shape.side === "after" ? "start" : "end"}
        >
          {shape.text}
        </text>
      );
    case "gaveUp":
      return (
        <>
          <Cross x={at(shape.at)} />
          <text class="lab bad" x={p(at(shape.at))} dx="12" y="50%" dy="0.35em">
            <tspan>{words.run.gaveUp(seconds(shape.at))}</tspan>
            {shape.reason !== "" && <tspan class="reason">{words.run.because(shape.reason)}</tspan>}
            <tspan class="rest" dx="6">
              {words.run.worksOn}
            </tspan>
          </text>
        </>
      );
    case "failed":
      return <Cross x={at(shape.at)} />;
    case "done":
      return (
        <svg x={p(at(shape.at))} y="50%" overflow="visible" aria-hidden="true">
          <circle class="omark" r="5.5" />
          <path d="M-2.6 .2 -.6 2.2 2.8 -1.8" fill="none" class="lpass" stroke-width="1.6" />
        </svg>
      );
  }
}

function labelOf({ seconds: interval }: Extract<Shape, { shape: "row" }>): string | undefined {
  return interval === undefined ? undefined : roundSeconds(interval);
}

function RowStroke({ from, to, label }: { from: number; to: number; label: string | undefined }) {
  const [x, end] = [from + rowInset, to - rowInset];
  if (end <= x) return null;
  const fits = label !== undefined && end - x > Math.max(labelMin, label.length * 0.9);
  const wide = end - x < wideLabelMin || (label?.length ?? 0) > 8;
  return (
    <>
      <line class="row" x1={p(x)} x2={p(end)} y1="50%" y2="50%" />
      {fits && (
        <text
          class={`lab onrow${wide ? " wide" : ""}`}
          x={p((x + end) / 2)}
          y="50%"
          dy="0.35em"
          text-anchor="middle"
        >
          {label}
        </text>
      )}
    </>
  );
}

function Upright(props: { class: string; x: number; from: number; to: number; width: number }) {
  const { x, from, to, width } = props;
  return <line class={props.class} x1={p(x)} x2={p(x)} y1={p(from)} y2={p(to)} stroke-width={width} />;
}

function Cross({ x }: { x: number }) {
  return (
    <svg x={p(x)} y="50%" overflow="visible" aria-hidden="true">
      <path class="xmark" d="M-5 -5 5 5M5 -5 -5 5" />
    </svg>
  );
}

/** A share of the width as an SVG length. */
export function p(share: number): string {
  return `${Number(share.toFixed(3))}%`;
}
