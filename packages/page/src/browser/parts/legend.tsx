import type { Signal } from "@preact/signals";
import type { Clock } from "../../run/clock.ts";
import { roundSeconds } from "../format.ts";
import { words } from "../words.ts";

/** What the strokes mean, and what was collapsed. */
export function Legend({ clock, cutting }: { clock: Clock; cutting: Signal<boolean> }) {
  const { strokes } = words.run;
  const switchable = clock.cuts.length > 0 || clock.uncut === "off";
  return (
    <div class="under-clock">
      <ul class="legend">
        <li>
          <svg aria-hidden="true">
            <rect class="work" x="0" y="3" width="34" height="8" rx="1.5" />
          </svg>
          {strokes.work}
        </li>
        <li>
          <svg aria-hidden="true">
            <rect class="held" x="1" y="2" width="32" height="10" rx="1.5" />
          </svg>
          {strokes.held}
        </li>
        <li>
          <svg aria-hidden="true">
            <line class="row" x1="2" x2="32" y1="7" y2="7" />
          </svg>
          {strokes.row}
        </li>
      </ul>
      <p class="cap">
        {switchable ? (
          <label class="check-line">
            <input
              type="checkbox"
              checked={cutting.value}
              onChange={(event) => {
                cutting.value = event.currentTarget.checked;
              }}
            />
            {words.run.collapse}
          </label>
        ) : null}{" "}
        {sentenceOf(clock)} <a href="#cost">{words.run.howCost}</a>
      </p>
    </div>
  );
}

function sentenceOf({ cuts, uncut }: Clock): string {
  const gone = cuts.reduce((sum, { from, to }) => sum + to - from, 0);
  if (cuts.length > 0) return words.run.collapsed(cuts.length, roundSeconds(Math.round(gone / 1_000)));
  return uncut === "little" ? words.run.littleQuiet : uncut === undefined ? words.run.nothingQuiet : "";
}
