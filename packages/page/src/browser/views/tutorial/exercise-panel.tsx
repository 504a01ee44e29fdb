import type { ExercisesDocument } from "../../../documents.ts";
import { typed } from "../../command.ts";
import { CommandLine } from "../../parts/copy.tsx";
import { State } from "../../parts/state.tsx";
import { words } from "../../words.ts";
import { markOf } from "./step-list.tsx";

const text = words.tutorial;

/** One exercise: the chosen one, else the next one that is not solved. */
export function ExercisePanel({
  exercises: { exercises, next },
  chosen,
}: {
  exercises: ExercisesDocument;
  chosen: string | undefined;
}) {
  const exercise =
    exercises.find(({ id }) => id === chosen) ?? exercises.find(({ id }) => id === next) ?? exercises[0];
  if (!exercise) return null;
  const { id, title, task, file, state } = exercise;
  const command = id === next ? "npx tsx exercises" : `npx tsx exercises check ${id}`;
  return (
    <section class="panel" aria-label={text.exercise(title)}>
      <header>
        <h2>{text.exercise(title)}</h2>
        <State state={markOf(exercise, next)}>{text.exerciseStates[state]}</State>
      </header>
      <div class="pad gap">
        <p>{task}</p>
        <CommandLine command={typed(command)} />
        <p class="cap">
          {file === undefined ? (
            text.noFile
          ) : (
            <>
              {text.yourFile} <span class="mono">{file}</span>
            </>
          )}
        </p>
      </div>
    </section>
  );
}
