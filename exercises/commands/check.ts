import { problemLines } from "@long-running-api/foundation/problem";
import type { Output } from "@long-running-api/kit/output";
import { shownPath } from "../../steps/designs/index.ts";
import { exercises } from "../all.ts";
import { designsFor } from "../designs.ts";
import { type Folder, layOut, pathOf, textIn, writeKeepsake } from "../folder.ts";
import { otherHint } from "../hint.ts";
import type { Exercise } from "../model.ts";
import { type Progress, readProgress } from "../progress.ts";
import { attempt, judge, type Outcome, type Place, workOn } from "../system.ts";
import { outcomeLines } from "../watch/screen.ts";

export interface CheckRun {
  folder: Folder;
  chosen: readonly Exercise[];
  output: Output;
  place(): Promise<Place>;
}

/** Tries exercises once each, as a save would. */
export async function checkCommand({ folder, chosen, output, place }: CheckRun): Promise<number> {
  const progress = await readProgress(place, folder);
  const next = progress.nextFrom(undefined);
  const tried = chosen.length > 0 ? chosen : next ? [next] : [];
  const documents: object[] = [];
  let solved = true;
  if (chosen.length === 0 && next && progress.solvedCount() > 0)
    output.say(`${progress.solvedCount()} of ${exercises.length} exercises are solved. The next one:`);
  for (const exercise of tried) {
    layOut(folder, exercise);
    const outcome = await tryOnce(await place(), { exercise, folder, progress });
    progress.note(exercise, outcome);
    solved &&= outcome.kind === "solved";
    printOutcome(exercise, outcome, { folder, output });
    documents.push(documentOf(exercise, outcome));
  }
  if (tried.length === 0) output.say("All exercises are solved.");
  output.document({ version: 1, folder: folder.path, exercises: documents });
  return solved ? 0 : 1;
}

/** An exercise that waits for a command is begun by the first try, and judged by the following ones. */
async function tryOnce(
  place: Place,
  { exercise, folder, progress }: { exercise: Exercise; folder: Folder; progress: Progress },
): Promise<Outcome> {
  const tried = {
    exercise,
    language: folder.language,
    designs: designsFor(exercise, folder, progress.isSolved),
    onlyOwnStep: false,
    leaveAsIs: progress.isSolved(exercise),
  };
  const { command } = exercise;
  if (!command || tried.leaveAsIs) return await attempt(place, tried);
  const work = await workOn(place, tried);
  if (await command.isBegun(work)) {
    const outcome = await judge(place, tried);
    if (outcome.kind === "solved") writeKeepsake(folder, exercise, await command.remember(work));
    return outcome;
  }
  return await attempt(place, tried);
}

function printOutcome(
  exercise: Exercise,
  outcome: Outcome,
  { folder, output }: { folder: Folder; output: Output },
): void {
  const file = pathOf(folder, exercise);
  const columns = output.terminal ? output.stream.columns || 80 : 100;
  output.say(output.colors.bold(`${exercise.id}  ${exercise.title}`));
  if (file !== undefined && !exercise.command) output.say(`  Your file: ${shownPath(file)}`);
  const learner = { language: folder.language, text: textIn(folder, exercise) ?? "" };
  const other = outcome.kind === "wrong" ? otherHint(outcome.verdict, exercise, learner) : undefined;
  for (const line of outcomeLines(outcome, exercise, { colors: output.colors, columns }, other))
    output.say(`  ${line}`);
}

function documentOf({ id }: Exercise, outcome: Outcome): object {
  if (outcome.kind === "solved") return { id, status: "solved", verdict: null };
  if (outcome.kind === "wrong") return { id, status: "wrong", verdict: outcome.verdict };
  return { id, status: "broken", verdict: null, problem: problemLines(outcome.problem) };
}
