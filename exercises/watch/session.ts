import { existsSync } from "node:fs";
import { shownPath } from "../../steps/designs/index.ts";
import { exercises } from "../all.ts";
import { designsFor } from "../designs.ts";
import { fileOf, solutionOf } from "../files.ts";
import { type Folder, layOut, pathOf, resetFile, textIn, writeKeepsake } from "../folder.ts";
import { otherHint } from "../hint.ts";
import type { Exercise } from "../model.ts";
import type { Progress } from "../progress.ts";
import { type Attempt, attempt, judge, type Outcome, type Place, workOn } from "../system.ts";
import { openInEditor } from "./editor.ts";
import { listLines } from "./list-screen.ts";
import { type Display, exerciseLines } from "./screen.ts";
import { fresh } from "./state.ts";

export type SessionEvent =
  | { kind: "key"; key: string }
  | { kind: "saved"; name: string }
  | { kind: "resized" }
  | { kind: "looked" }
  | { kind: "progress"; attempt: number; text: string }
  | { kind: "tried"; attempt: number; outcome: Outcome; commands: readonly string[] }
  | { kind: "crashed"; attempt: number; error: unknown };

export interface SessionOptions {
  /** The cloud's address: a new one if the previous cloud was stopped. */
  place(): Promise<Place>;
  folder: Folder;
  progress: Progress;
  push(event: SessionEvent): void;
  display(): Display;
}

type End = "quit" | "finished" | "interrupted" | undefined;

/** How often the cloud is read while the exercise waits for a command. */
const lookMs = 1_000;

/** How many looks in a row must miss the learner's file before it counts as gone. */
const looksGoneMin = 2;

/** One learner's session: which exercise is open, what was tried, what is shown. */
export function createSession({ place, folder, progress, push, display }: SessionOptions) {
  let exercise: Exercise = exercises[0] as Exercise;
  let state = fresh();
  let list: { selected: number } | undefined;
  let number = 0;
  let target: Place["target"] | undefined;
  let running: { abort: AbortController; done: Promise<void> } | undefined;
  const clock = setInterval(() => push({ kind: "looked" }), lookMs);

  const attemptOf = (onlyOwnStep: boolean, signal: AbortSignal, own: number): Attempt => ({
    exercise,
    language: folder.language,
    designs: designsFor(exercise, folder, progress.isSolved),
    onlyOwnStep,
    leaveAsIs: progress.isSolved(exercise),
    signal,
    onProgress: ({ what, elapsedSeconds }) =>
      push({ kind: "progress", attempt: own, text: `${what}, ${Math.round(elapsedSeconds)} s` }),
  });

  /** Tries the exercise in its current state; a try in progress is canceled first. */
  function begin(how: "all" | "own step" | "look"): void {
    layOut(folder, exercise);
    number += 1;
    const own = number;
    state.tried = textIn(folder, exercise);
    const abort = new AbortController();
    const before = running;
    before?.abort.abort();
    if (how !== "look") state.busy = how === "all" ? "applying your files" : `applying ${fileName()}`;
    const work = async () => {
      await before?.done;
      if (own !== number) return;
      const here = await place();
      if (own !== number) return;
      const other = here.target !== target;
      target = here.target;
      const tried = attemptOf(how === "own step" && !other, abort.signal, own);
      const outcome = how === "look" && !other ? await judge(here, tried) : await attempt(here, tried);
      const { command } = tried.exercise;
      const commands = command ? await command.commands(await workOn(here, tried), folder.shown) : [];
      if (command && outcome.kind === "solved" && !progress.isSolved(tried.exercise))
        writeKeepsake(folder, tried.exercise, await command.remember(await workOn(here, tried)));
      push({ kind: "tried", attempt: own, outcome, commands });
    };
    const done = work().catch((error: unknown) => push({ kind: "crashed", attempt: own, error }));
    running = { abort, done };
  }

  function open(next: Exercise): void {
    exercise = next;
    state = fresh();
    begin("all");
  }

  function fileName(): string {
    return fileOf(exercise, folder.language) ?? "";
  }

  function onKey(key: string): End | Promise<End> {
    if (key === "\u0003") return "interrupted";
    if (key === "q" || key === "closed") return "quit";
    if (list) return onListKey(key, list);
    if (state.asking) return onAnswer(key);
    const asked = state.pressed;
    state.notice = "";
    state.pressed = key;
    if (key === "h") state.hints = Math.min(exercise.hints.length, state.hints + 1);
    if (key === "l") list = { selected: exercises.indexOf(exercise) };
    if (key === "r") begin("all");
    if (key === "x") ask();
    if (key === "d") showSolution(asked === "d");
    if (key === "o") return edit();
    if (key === "n") return nextExercise(asked === "n");
    return undefined;
  }

  function nextExercise(insisted: boolean): End {
    if (state.outcome?.kind !== "solved" && !insisted) {
      state.notice = "This exercise is not solved yet. Press n again to skip it for now.";
      return undefined;
    }
    const next = progress.nextFrom(exercise);
    if (!next) return "finished";
    if (next !== exercise) open(next);
    else state.notice = "All the other exercises are solved: this is the last one.";
    return undefined;
  }

  function showSolution(insisted: boolean): void {
    if (exercise.command) {
      state.notice = "This exercise has no file: run one of the commands above.";
      return;
    }
    if (state.outcome?.kind === "solved" || insisted) state.diff = !state.diff;
    else if (state.diff) state.diff = false;
    else state.notice = "d compares your file with the solution. Press d again to see it.";
  }

  function ask(): void {
    state.asking = true;
    state.notice = exercise.command
      ? "Start this exercise again? y or n"
      : `Restore the starter of ${exercise.id} in ${fileName()}? Your version is kept as a copy. y or n`;
  }

  function onAnswer(key: string): End {
    state.asking = false;
    state.notice = "";
    if (key !== "y" && key !== "Y") return undefined;
    const backup = resetFile(folder, exercise);
    state = { ...fresh(), notice: backup === undefined ? "" : `Your version was saved as ${backup}.` };
    begin("all");
    return undefined;
  }

  function onListKey(key: string, { selected }: { selected: number }): End {
    const move = key === "up" || key === "k" ? -1 : key === "down" || key === "j" ? 1 : 0;
    list = { selected: Math.min(exercises.length - 1, Math.max(0, selected + move)) };
    if (key === "l" || key === "escape") list = undefined;
    if (key === "enter") {
      list = undefined;
      const chosen = exercises[selected];
      if (chosen && chosen !== exercise) open(chosen);
    }
    return undefined;
  }

  async function edit(): Promise<End> {
    const file = pathOf(folder, exercise);
    if (file === undefined || exercise.command) return undefined;
    state.notice = await openInEditor(file, shownPath(file));
    return undefined;
  }

  /** A new starter file also looks like a save: a try that is already in progress is not repeated. */
  function onSaved(name: string): void {
    const own = name === fileName();
    if (own && state.busy !== undefined && textIn(folder, exercise) === state.tried) return;
    begin(own && state.whole ? "own step" : "all");
  }

  /** A file that is gone for a moment is being saved; for longer, it was renamed or deleted, and nothing can be tried. */
  function lookForFile(): void {
    const file = exercise.command ? undefined : pathOf(folder, exercise);
    if (file === undefined || state.busy !== undefined) return;
    const looksGone = existsSync(file) ? 0 : state.looksGone + 1;
    if (looksGone === looksGoneMin)
      state.notice = `${shownPath(file)} is gone. Give it back its name, or press r to get the starter again.`;
    else if (looksGone === 0 && state.looksGone >= looksGoneMin) state.notice = "";
    state.looksGone = looksGone;
  }

  function onTried(outcome: Outcome, commands: readonly string[]): void {
    const solvedNow = outcome.kind === "solved" && state.outcome?.kind !== "solved";
    if (!exercise.command) progress.note(exercise, outcome);
    state = { ...state, busy: undefined, outcome, commands, whole: outcome.kind !== "broken" };
    if (solvedNow) state = { ...state, hints: 0, notice: "", diff: false };
  }

  return {
    open,
    async handle(event: SessionEvent): Promise<End> {
      if (event.kind === "key") return await onKey(event.key);
      if (event.kind === "saved") onSaved(event.name);
      if (event.kind === "looked") lookForFile();
      if (event.kind === "looked" && exercise.command && state.outcome?.kind === "wrong" && !state.busy)
        begin("look");
      if ("attempt" in event && event.attempt !== number) return undefined; // of a try that was given up
      if (event.kind === "progress") state.busy &&= event.text;
      if (event.kind === "tried") onTried(event.outcome, event.commands);
      if (event.kind === "crashed") throw event.error;
      return undefined;
    },
    lines(): string[] {
      const { busy, outcome, hints, notice, commands } = state;
      if (list)
        return listLines(
          {
            rows: exercises.map((each) => ({
              id: each.id,
              title: each.title,
              solved: progress.isSolved(each),
            })),
            selected: list.selected,
            current: exercises.indexOf(exercise),
          },
          display(),
        );
      const file = pathOf(folder, exercise);
      return exerciseLines(
        {
          exercise,
          solvedCount: progress.solvedCount(),
          total: exercises.length,
          file: file === undefined || exercise.command ? undefined : shownPath(file),
          commands,
          busy,
          outcome,
          otherHint:
            outcome?.kind === "wrong"
              ? otherHint(outcome.verdict, exercise, { language: folder.language, text: state.tried ?? "" })
              : undefined,
          hints,
          diff: state.diff
            ? { found: textIn(folder, exercise) ?? "", right: solutionOf(exercise, folder.language) }
            : undefined,
          notice,
        },
        display(),
      );
    },
    async close(): Promise<void> {
      clearInterval(clock);
      number += 1;
      running?.abort.abort();
      await running?.done;
    },
  };
}
