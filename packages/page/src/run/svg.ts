import { escapeXml } from "@long-running-api/foundation/escape-xml";
import { dollars, seconds } from "../browser/format.ts";
import { words } from "../browser/words.ts";
import { type Clock, clockOf, ticksOf } from "./clock.ts";
import { figuresOf } from "./figures.ts";
import type { RunRecord } from "./record.ts";
import { lanesOf, type Shape } from "./strokes.ts";

const width = 960;
const left = 132;
const right = 760;
const rowHeight = 144;
const top = 44;
const footHeight = 40;

/** Colors of the picture in light and dark; the same values as the page's tokens. */
const style = `<style>.bg{fill:#fff}.w{fill:#2457c5}.h{fill:url(#k);stroke:#ad4c00}.hs{fill:#fbeee2;stroke:#ad4c00;stroke-width:1.5}.kb{fill:#fbeee2}.kl{stroke:#ad4c00;stroke-width:2}.r{stroke:#5d6671;stroke-width:2;stroke-linecap:round;stroke-dasharray:.1 6;fill:none}.g{stroke:#dde1e6}.cut{fill:#e9edf1}.cb{fill:none;stroke:#5d6671;stroke-width:1.5}.x{stroke:#b8232c;stroke-width:2.5;stroke-linecap:round;fill:none}.ok{fill:#fff;stroke:#12703f;stroke-width:2.2}.okc{stroke:#12703f;stroke-width:1.7;fill:none}text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}.t{fill:#48515c}.t2{fill:#5d6671}.b{fill:#14181d;font-size:14px;font-weight:600}.bad{fill:#b8232c;font-weight:600}.good{fill:#12703f;font-weight:600}.m{fill:#5d6671;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:11.5px}.f{fill:#ad4c00;font-size:24px;font-weight:600}.n{fill:#14181d;font-size:24px;font-weight:600}
@media (prefers-color-scheme:dark){.bg{fill:#15191e}.w{fill:#82aaff}.h{stroke:#f2a35e}.hs{fill:#2e2013;stroke:#f2a35e}.kb{fill:#2e2013}.kl{stroke:#f2a35e}.r{stroke:#97a1ac}.g{stroke:#2a3138}.cut{fill:#242a31}.cb{stroke:#97a1ac}.x{stroke:#ff8f87}.ok{fill:#15191e;stroke:#62c78d}.okc{stroke:#62c78d}.t{fill:#b3bbc4}.t2,.m{fill:#97a1ac}.b,.n{fill:#e9ecef}.bad{fill:#ff8f87}.good{fill:#62c78d}.f{fill:#f2a35e}}</style>`;

/** Runs on one clock as a picture of its own, for a document; follows the reader's color scheme. */
export function runSvg(runs: readonly RunRecord[], now = Date.now()): string {
  const clock = clockOf(runs, { cutting: true });
  const height = top + runs.length * rowHeight + footHeight;
  const nowOf = ({ startedAt }: RunRecord) => now - startedAt;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d"><title id="t">${escapeXml(words.run.picture(runs.length))}</title><desc id="d">${escapeXml(describe(runs, nowOf))}</desc>`,
    style,
    `<defs><pattern id="k" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="kb" width="6" height="6"/><path class="kl" d="M0 0V6"/></pattern></defs>`,
    `<rect class="bg" width="${width}" height="${height}" rx="8"/>`,
    ...axis(clock, runs.length),
    ...runs.flatMap((run, index) => row(run, nowOf(run), clock, top + index * rowHeight)),
    ...legend(height - footHeight + 16),
    "</svg>\n",
  ].join("\n");
}

function describe(runs: readonly RunRecord[], nowOf: (run: RunRecord) => number): string {
  return runs
    .map((run) => {
      const { heldMs, requests } = figuresOf(run, nowOf(run));
      const status = run.end === undefined ? run.status : words.run.statusAt(run.status, seconds(run.end));
      const [held, count] = words.run.figures;
      return `${words.run.kinds[run.kind]}: ${status}, ${held} ${seconds(heldMs)}, ${count} ${requests}.`;
    })
    .join(" ");
}

function axis(clock: Clock, count: number): string[] {
  const ticks = ticksOf(clock).map((tick, index) => {
    const x = place(clock, tick);
    const bands = Array.from({ length: count }, (_, at) => {
      const y = top + at * rowHeight + 22;
      return `M${x} ${y}V${y + 106}`;
    });
    return `<path class="g" d="${bands.join("")}"/>\n${text("t2", x, 36, `${Math.round(tick / 1_000)} s`, index === 0 ? "start" : "middle")}`;
  });
  const cuts = clock.cuts.map(({ from, to, at, width: share }) => {
    const [x, wide] = [left + (at / 100) * (right - left), (share / 100) * (right - left)];
    const label = text(
      "t2",
      x + wide / 2,
      20,
      words.run.cut(`${Math.round((to - from) / 1_000)} s`),
      "middle",
    );
    return `<rect class="cut" x="${round(x)}" y="${top}" width="${round(wide)}" height="${count * rowHeight - 16}"/>\n${label}`;
  });
  return [
    ...cuts,
    ...ticks,
    text("t2", width - 8, 36, `${words.run.figures[0]} · ${words.run.figures[1]}`, "end"),
  ];
}

const laneNames = Object.values(words.run.lanes);
/** The middle of each lane below the row's top. */
const laneY = [32, 52, 72, 92, 114];

function row(run: RunRecord, now: number, clock: Clock, y: number): string[] {
  const { heldMs, requests, costPerMillion } = figuresOf(run, now);
  const lanes = lanesOf(run, now);
  const good = run.status === "COMPLETED";
  const kind = words.run.kinds[run.kind];
  const status = run.end === undefined ? run.status : words.run.statusAt(run.status, seconds(run.end));
  const at = (lane: number) => y + (laneY[lane] ?? 0);
  const draw = (shapes: readonly Shape[], middle: number, height: number) =>
    shapes.flatMap((shape) => mark(shape, clock, middle, height));
  return [
    ...(y > top ? [`<path class="g" d="M8 ${y}H${width - 8}"/>`] : []),
    text("b", 8, y + 18, kind),
    text(good ? "good" : "bad", 8 + kind.length * 8 + 14, y + 18, status),
    ...laneNames.map((name, index) => text("t", 120, at(index) + 4, name, "end")),
    ...draw(lanes.conductor, at(0), 9),
    ...draw(lanes.connection, at(1), 11),
    ...draw(lanes.gateway, at(2), 11),
    ...draw(lanes.work, at(3) - 2, 8),
    ...draw(lanes.status, at(3) + 8, 6),
    ...draw(lanes.writes, at(4) - 2, 11),
    ...draw(lanes.reads, at(4) + 9, 5),
    ...(lanes.callback === undefined
      ? []
      : [
          `<path class="cb" d="M${place(clock, lanes.callback)} ${at(3) - 6}V${at(0) + 8}m-3.5 5 3.5 -5 3.5 5"/>`,
        ]),
    text("f", 896, y + 58, seconds(heldMs), "end"),
    text("n", 952, y + 58, String(requests), "end"),
    ...(costPerMillion === undefined
      ? []
      : [text("t2", 952, y + 78, `${dollars(costPerMillion)} ${words.run.figures[2]}`, "end")]),
  ];
}

function mark(shape: Shape, clock: Clock, y: number, height: number): string[] {
  const x = (time: number) => place(clock, time);
  switch (shape.shape) {
    case "work":
    case "held": {
      const [from, to] = [x(shape.from), x(shape.to)];
      if (to - from >= 3.5)
        return [rect(shape.shape === "work" ? "w" : "h", from, y - height / 2, to - from, height, 1.5)];
      return shape.shape === "work"
        ? [rect("w", from - 1.5, y - height / 2, 3, height, 1.5)]
        : [rect("hs", from - 2, y - 5, 4, 10)];
    }
    case "row": {
      const [from, to] = [x(shape.from) + 5, x(shape.to) - 5];
      if (to <= from) return [];
      const label = shape.seconds === undefined ? "" : `${shape.seconds} s`;
      if (label === "" || to - from < 48) return [`<path class="r" d="M${from} ${y}H${to}"/>`];
      const middle = round((from + to) / 2);
      return [
        `<path class="r" d="M${from} ${y}H${middle - 15}M${middle + 15} ${y}H${to}"/>`,
        text("t2", middle, y + 4, label, "middle"),
      ];
    }
    case "state": {
      const after = shape.side === "after";
      return [text("m", x(shape.at) + (after ? 10 : -8), y + 4, shape.text, after ? "start" : "end")];
    }
    case "gaveUp": {
      const at = x(shape.at);
      const said = words.run.gaveUp(seconds(shape.at));
      return [
        cross(at, y),
        text("bad", at + 12, y + 4, said),
        text("t2", at + 22 + said.length * 6.6, y + 4, words.run.worksOn),
      ];
    }
    case "failed":
      return [cross(x(shape.at), y)];
    case "done":
      return [
        `<circle class="ok" cx="${x(shape.at)}" cy="${y}" r="6"/><path class="okc" d="m${round(x(shape.at) - 2.8)} ${y + 0.2} 2 2 3.6-4"/>`,
      ];
  }
}

function legend(y: number): string[] {
  const { work, held, row: waits } = words.run.strokes;
  return [
    rect("w", 132, y, 34, 8, 1.5),
    text("t", 174, y + 9, work),
    rect("h", 240, y - 2, 34, 11, 1.5),
    text("t", 282, y + 9, held),
    `<path class="r" d="M460 ${y + 4}h34"/>`,
    text("t", 504, y + 9, waits),
  ];
}

function place(clock: Clock, time: number): number {
  return round(left + (clock.position(time) / 100) * (right - left));
}

function rect(name: string, x: number, y: number, wide: number, high: number, rx?: number): string {
  return `<rect class="${name}" x="${round(x)}" y="${round(y)}" width="${round(wide)}" height="${high}"${rx === undefined ? "" : ` rx="${rx}"`}/>`;
}

function cross(x: number, y: number): string {
  return `<path class="x" d="m${round(x - 5)} ${y - 5} 10 10m0-10-10 10"/>`;
}

function text(
  name: string,
  x: number,
  y: number,
  value: string,
  anchor: "start" | "middle" | "end" = "start",
): string {
  return `<text class="${name}" x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escapeXml(value)}</text>`;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
