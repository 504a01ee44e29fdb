import { useSignal } from "@preact/signals";
import { anonymized } from "../../anonymous.ts";
import type { ClassDocument, LearnerSeen } from "../../documents.ts";
import { useData } from "../data.ts";
import { useSeconds } from "../parts/clock.ts";
import { NotReady } from "../parts/not-ready.tsx";
import { words } from "../words.ts";
import { figuresOf, leadOf } from "./class/figures.ts";
import { Roster } from "./class/roster.tsx";
import { Tiles } from "./class/tiles.tsx";

const text = words.class;
/** A class of more than this is drawn smaller, so that a projector shows all of it. */
const manyMin = 12;

/** The class view: where each learner is, who needs help, and whether they share one problem. */
export function view() {
  const loaded = useData<ClassDocument>("class", {}, "class").value;
  const hidden = useSignal(false);
  const now = useSeconds().value;
  if (loaded.state !== "ready") return <NotReady title={words.titles.class} loaded={loaded} />;
  const value = hidden.value ? withoutNames(loaded.value) : loaded.value;
  const nameOf = ({ name }: LearnerSeen) => (value.anonymous ? text.learner(Number(name)) : name);
  const figures = figuresOf(value, now);
  return (
    <>
      <div class="head">
        <div>
          <h1>{words.titles.class}</h1>
          <p class="lead">
            {value.learners.length < value.found
              ? text.lead.reading(value.learners.length, value.found)
              : leadOf(figures, now, nameOf)}
          </p>
        </div>
        <div class="acts">
          {!loaded.value.anonymous && (
            <fieldset class="seg" aria-label={text.namesGroup}>
              <button type="button" aria-pressed={!hidden.value} onClick={() => (hidden.value = false)}>
                {text.names}
              </button>
              <button type="button" aria-pressed={hidden.value} onClick={() => (hidden.value = true)}>
                {text.anonymous}
              </button>
            </fieldset>
          )}
          {document.fullscreenEnabled && (
            <button type="button" onClick={() => void toggleFullScreen()}>
              {text.fullScreen}
            </button>
          )}
        </div>
      </div>
      {value.learners.length > 0 && (
        <>
          <Tiles figures={figures} steps={value.steps.length} many={value.learners.length > manyMin} />
          <Roster value={value} nameOf={nameOf} now={now} many={value.learners.length > manyMin} />
        </>
      )}
    </>
  );
}

/** Numbers instead of names; each learner keeps theirs. */
function withoutNames(value: ClassDocument): ClassDocument {
  if (value.anonymous) return value;
  const names = value.learners.map(({ name }) => name).sort();
  const learners = anonymized(value.learners, (name) => String(names.indexOf(name) + 1));
  return { ...value, anonymous: true, learners };
}

async function toggleFullScreen(): Promise<void> {
  // A browser may refuse; the page is the same without it.
  if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
  else await document.documentElement.requestFullscreen().catch(() => {});
}
