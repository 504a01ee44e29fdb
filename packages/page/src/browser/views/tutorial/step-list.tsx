import type { ExerciseSeen, ExercisesDocument, StepSeen } from "../../../documents.ts";
import { StateMark, type StateName } from "../../parts/state.tsx";
import { linkTo } from "../../router.ts";
import { words } from "../../words.ts";
import { passedOf, statesOf } from "./summary.ts";

const text = words.tutorial;

/** The steps and the exercises, each with its state. */
export function StepList({
  steps,
  shown,
  exercises,
  chosen,
}: {
  steps: readonly StepSeen[];
  shown: StepSeen;
  exercises: ExercisesDocument | undefined;
  /** The exercise of the address. */
  chosen: string | undefined;
}) {
  const states = statesOf(steps);
  return (
    <nav class="panel list" aria-label={text.steps}>
      <div class="grp">{text.steps}</div>
      {steps.map((step, index) => (
        <a
          key={step.id}
          href={linkTo("tutorial", [step.id])}
          aria-current={step.id === shown.id ? "step" : undefined}
        >
          <span>
            <StateMark state={states[index] ?? "skip"} /> {text.stepName(index + 1, step.title)}
          </span>
          <span class="cap num">{text.passedOf(passedOf(step), step.checks.length)}</span>
        </a>
      ))}
      {exercises && <Exercises exercises={exercises} step={shown.id} chosen={chosen} />}
    </nav>
  );
}

function Exercises({
  exercises: { exercises, next },
  step,
  chosen,
}: {
  exercises: ExercisesDocument;
  step: string;
  chosen: string | undefined;
}) {
  const solved = exercises.filter(({ state }) => state === "solved").length;
  const share = Math.round((100 * solved) / Math.max(1, exercises.length));
  return (
    <>
      <div class="grp">{text.exercises(solved, exercises.length)}</div>
      <div class="pad slim">
        <svg class="bar" role="img" aria-label={text.percent(share)}>
          <rect class="bg" width="100%" height="6" rx="3" />
          {share > 0 && <rect class="fg" width={`${share}%`} height="6" rx="3" />}
        </svg>
      </div>
      {exercises.map((exercise) => (
        <a
          key={exercise.id}
          href={linkTo("tutorial", [step], { exercise: exercise.id })}
          aria-current={exercise.id === chosen ? "true" : undefined}
        >
          <span>
            <StateMark state={markOf(exercise, next)} /> {exercise.title}
            <span class="vh">, {text.exerciseStates[exercise.state]}</span>
          </span>
        </a>
      ))}
    </>
  );
}

/** The mark of an exercise. */
export function markOf({ id, state }: ExerciseSeen, next: string | undefined): StateName {
  if (state === "solved") return "pass";
  if (state === "changed") return "unknown";
  return state === "unsolved" || id === next ? "run-on" : "skip";
}
