import { useSignal } from "@preact/signals";
import type { ExercisesDocument, StepSeen, TutorialDocument } from "../../documents.ts";
import { act } from "../client.ts";
import { useData } from "../data.ts";
import { useSeconds } from "../parts/clock.ts";
import { NotReady } from "../parts/not-ready.tsx";
import type { Place } from "../router.ts";
import { words } from "../words.ts";
import { Announcer } from "./tutorial/announcer.tsx";
import { CheckList } from "./tutorial/check-list.tsx";
import { ExercisePanel } from "./tutorial/exercise-panel.tsx";
import { StepList } from "./tutorial/step-list.tsx";
import { StepPanel } from "./tutorial/step-panel.tsx";
import { leadOf, stepShown } from "./tutorial/summary.ts";

const text = words.tutorial;
const shownForMs = 60_000;

/** The steps, the checks of one of them, and the exercises. */
export function view({ place }: { place: Place }) {
  const tutorial = useData<TutorialDocument>("tutorial", {}, "checks");
  const exercises = useData<ExercisesDocument>("exercises", {}, "exercises");
  const loaded = tutorial.value;
  if (loaded.state !== "ready") return <NotReady title={words.titles.tutorial} loaded={loaded} />;
  const { steps } = loaded.value;
  const step = stepShown(steps, place.words[0]);
  if (!step) return <p class="dim">{words.missing}</p>;
  const number = steps.indexOf(step) + 1;
  const exercise = place.query.get("exercise") ?? undefined;
  const seen = exercises.value.state === "ready" ? exercises.value.value : undefined;
  return (
    <>
      <Announcer steps={steps} />
      <div class="head">
        <div>
          <h1>{text.title(number, step.title)}</h1>
          <p class="lead">{leadOf(step)}</p>
        </div>
        <Actions step={step} number={number} />
      </div>
      <div class="cols rail3">
        <StepList steps={steps} shown={step} exercises={seen} chosen={exercise} />
        <CheckList step={step} number={number} shown={place.query.get("check") ?? undefined} />
        <div class="gap side">
          <StepPanel step={step} />
          {seen && <ExercisePanel exercises={seen} chosen={exercise} />}
        </div>
      </div>
    </>
  );
}

/** The button that runs all checks of the step, and when one changed by itself. */
function Actions({ step, number }: { step: StepSeen; number: number }) {
  const busy = useSignal(false);
  const problem = useSignal("");
  const now = useSeconds();
  const changedAt = Math.max(0, ...step.checks.map((each) => each.changedAt ?? 0));
  const ago = now.value - changedAt;
  const check = async () => {
    busy.value = true;
    problem.value = "";
    try {
      await act("check", { step: step.id });
    } catch (error) {
      problem.value = error instanceof Error && error.message !== "" ? error.message : text.checkFailed;
    } finally {
      busy.value = false;
    }
  };
  return (
    <div class="acts">
      <button type="button" class="primary" aria-disabled={busy.value} onClick={() => !busy.value && check()}>
        {busy.value ? text.checking : text.check(number)}
      </button>
      {problem.value !== "" && <span class="st fail">{problem.value}</span>}
      {changedAt > 0 && ago < shownForMs && (
        <span class="cap num">{text.changedAgo(Math.max(0, Math.round(ago / 1_000)))}</span>
      )}
    </div>
  );
}
