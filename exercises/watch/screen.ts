import { problemLines } from "@long-running-api/foundation/problem";
import type { Colors } from "@long-running-api/kit/output";
import { fillLines, wrapLines } from "@long-running-api/kit/terminal-text";
import { diffLines } from "../../checks/cli/diff.ts";
import type { Reported } from "../../checks/engine/report.ts";
import { exercises } from "../all.ts";
import type { Exercise } from "../model.ts";
import type { Outcome } from "../system.ts";

/** What is shown while an exercise is worked on. */
export interface ExerciseScreen {
  exercise: Exercise;
  solvedCount: number;
  total: number;
  /** The learner's file, for people; nothing for an exercise that waits for a command. */
  file: string | undefined;
  commands: readonly string[];
  /** What is being done; nothing while waiting for the learner. */
  busy: string | undefined;
  outcome: Outcome | undefined;
  /** What the check that failed says to look for, if the exercise's own hints are about another mistake. */
  otherHint?: string | undefined;
  /** How many hints are shown. */
  hints: number;
  /** The learner's file beside the solution, once it is to be seen. */
  diff: { found: string; right: string } | undefined;
  notice: string;
}

export interface Display {
  columns: number;
  colors: Colors;
}

/** The exercise, what is wrong with the file as last saved (or why it works), hints, and the keys. */
export function exerciseLines(screen: ExerciseScreen, display: Display): string[] {
  const { colors } = display;
  const { exercise, outcome, busy, hints, notice } = screen;
  const solved = outcome?.kind === "solved" && busy === undefined;
  return [
    progressLine(screen.solvedCount, screen.total, display),
    "",
    ...wrap(colors.bold(`${exercise.id}  ${exercise.title}`), display),
    ...wrap(exercise.task, display),
    "",
    ...wrap(
      screen.file === undefined ? "Run one of these:" : `Your file: ${colors.cyan(screen.file)}`,
      display,
    ),
    ...screen.commands.flatMap((command) => ["", ...unbroken(`  ${command}`, colors)]),
    "",
    ...(busy === undefined
      ? outcomeLines(outcome, exercise, display, screen.otherHint)
      : [colors.dim(`… ${busy}`)]),
    ...(solved
      ? []
      : exercise.hints.slice(0, hints).flatMap((hint, index) => hintLines(hint, index, display))),
    ...(screen.diff ? ["", ...differenceLines(screen.diff, display)] : []),
    ...(notice === "" ? [] : ["", ...wrap(colors.yellow(notice), display)]),
    "",
    ...keyLines(screen, solved, display),
  ];
}

const barColumns = 24;

/** E.g. "█████░░░░░░░ 7/16". */
export function progressLine(solved: number, total: number, { colors, columns }: Display): string {
  const width = Math.min(barColumns, Math.max(4, columns - 24));
  const full = Math.round((solved / total) * width);
  return `${colors.green("█".repeat(full))}${colors.dim("░".repeat(width - full))} ${solved}/${total} exercises`;
}

/** The outcome of a try, for people. */
export function outcomeLines(
  outcome: Outcome | undefined,
  exercise: Exercise,
  display: Display,
  otherHint?: string,
): string[] {
  const { colors } = display;
  if (outcome === undefined) return [];
  if (outcome.kind === "broken")
    return problemLines(outcome.problem).flatMap((line, index) =>
      index === 0 ? wrap(colors.red(`✖ ${line}`), display) : wrapUnderLabel(line, display),
    );
  if (outcome.kind === "wrong")
    return [
      ...wrongLines(outcome.verdict, display, otherHint),
      ...earlierLines(outcome.verdict, exercise, display),
    ];
  const shown = outcome.verdicts.find(({ id }) => id === (exercise.shows ?? exercise.fails.check));
  return [
    ...wrap(colors.green(`✔ Solved. ${shown?.claim ?? ""}`), display),
    ...(shown?.observed ? labelled("now", shown.observed, display) : []),
    "",
    ...wrap(exercise.why, display),
  ];
}

function wrongLines(
  { claim, status, expected, observed, leadsTo, hint }: Reported,
  display: Display,
  otherHint: string | undefined,
): string[] {
  const { colors } = display;
  if (status === "unknown")
    return [
      ...wrap(colors.yellow(`? Cannot be judged yet: ${claim}`), display),
      ...labelled("seen", observed ?? "", display),
      ...(hint ? labelled("to do", hint, display) : []),
    ];
  return [
    ...wrap(colors.red(`✖ Not true yet: ${claim}`), display),
    ...labelled("expected", expected ?? "", display),
    ...labelled("observed", observed ?? "", display),
    ...(otherHint === undefined
      ? labelled("leads to", leadsTo ?? "", display)
      : labelled("hint", otherHint, display)),
  ];
}

/** Names the earlier exercise, if what is wrong belongs to it. */
function earlierLines({ id }: Reported, exercise: Exercise, display: Display): string[] {
  const owner = exercises.find(({ judgedBy }) => judgedBy.includes(id));
  if (!owner || owner === exercise) return [];
  return wrap(`  ${owner.id} covers this. If you had solved it, your last change broke it again.`, display);
}

/** A line of a problem, wrapped under the column in which its text begins. */
function wrapUnderLabel(line: string, { columns }: Display): string[] {
  const label = /^ {2}.*? {2,}(?=\S)/.exec(line)?.[0] ?? "";
  const room = Math.max(20, columns - label.length);
  return wrapLines([line.slice(label.length)], room).map((part, index) =>
    index === 0 ? label + part : " ".repeat(label.length) + part.trimStart(),
  );
}

const labelColumns = 12;

function labelled(label: string, text: string, display: Display): string[] {
  const room = Math.max(20, display.columns - labelColumns);
  return wrapLines(text.split("\n"), room).map((part, index) =>
    index === 0 ? `  ${label.padEnd(labelColumns - 2)}${part}` : " ".repeat(labelColumns) + part.trimStart(),
  );
}

function hintLines(hint: string, index: number, display: Display): string[] {
  const [first = "", ...rest] = labelled(`hint ${index + 1}`, hint, display);
  return ["", first, ...rest];
}

function differenceLines({ found, right }: { found: string; right: string }, { colors }: Display): string[] {
  return found === right
    ? ["Your file is identical to the solution."]
    : diffLines({ field: "- yours   + the solution", found, right }, colors);
}

/** A command is copied as a whole, so it is not wrapped here; a terminal breaks it without adding anything. */
function unbroken(command: string, colors: Colors): string[] {
  return [colors.cyan(command)];
}

function wrap(line: string, { columns }: Display): string[] {
  return wrapLines(line.split("\n"), columns).map((part, index) => (index === 0 ? part : part.trimStart()));
}

/** The keys, as many on a line as fit. */
function keyLines({ exercise, hints, file }: ExerciseScreen, solved: boolean, display: Display): string[] {
  const keys = [
    solved ? "n next" : "",
    !solved && hints < exercise.hints.length ? `h hint ${hints + 1} of ${exercise.hints.length}` : "",
    file === undefined ? "" : "o open the file",
    file === undefined ? "" : "d solution",
    "r run again",
    "x reset",
    "l list",
    solved ? "" : "n skip for now",
    "q quit",
  ];
  const known = keys.filter((each) => each !== "");
  return fillLines(known, display.columns).map(display.colors.dim);
}
