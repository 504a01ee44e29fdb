import { words } from "../../words.ts";
import { nameOf } from "../tutorial/summary.ts";
import type { ClassFigures } from "./figures.ts";

const text = words.class;

/** The four figures of the class. */
export function Tiles({ figures, steps }: { figures: ClassFigures; steps: number }) {
  const { done, total, stuck, median, most } = figures;
  return (
    <div class="tiles">
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
            {text.failsFor(most.learners.length, total, text.and(most.minutes.map(String)))}
          </div>
        )}
      </div>
    </div>
  );
}
