import { words } from "../../words.ts";
import { nameOf } from "../tutorial/summary.ts";
import type { ClassFigures } from "./figures.ts";

const text = words.class;

/** The four figures of the class. */
export function Tiles({ figures, steps, many }: { figures: ClassFigures; steps: number; many: boolean }) {
  const { done, total, stuck, median, most } = figures;
  return (
    <div class={many ? "tiles many" : "tiles"}>
      <div class="panel tile">
        <div class="cap">{text.done}</div>
        <div class="big">
          {done}
          <span class="dim of">{text.of(total)}</span>
        </div>
      </div>
      <div class="panel tile">
        <div class="cap">{text.stuck}</div>
        <div class={stuck.length > 0 ? "big fail" : "big"}>{stuck.length}</div>
      </div>
      <div class="panel tile">
        <div class="cap">{text.median}</div>
        <div class="big">
          {median}
          <span class="dim of">{text.of(steps)}</span>
        </div>
      </div>
      <div class="panel tile">
        <div class="cap">{text.failsMost}</div>
        <div class="big most mono">{most ? nameOf(most.check) : text.nothingFails}</div>
        {most && (
          <div class="cap num">
            {text.failsFor(most.learners.length, total, most.minutes[0] ?? 0, most.minutes.at(-1) ?? 0)}
          </div>
        )}
      </div>
    </div>
  );
}
