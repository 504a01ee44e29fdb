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

export interface Paper {
  columns: number;
  colors: Colors;
}

/** The exercise, what is wrong with the file as last saved (or why it works), hints, and the keys. */
export function exerciseLines(screen: ExerciseScreen, paper: Paper): string[] {
  const { colors } = paper;
  const { exercise, outcome, busy, hints, notice } = screen;
  const solved = outcome?.kind === "solved" && busy === undefined;
  return [
    progressLine(screen.solvedCount, screen.total, paper),
    "",
    ...wrap(colors.bold(`${exercise.id}  ${exercise.title}`), paper),
    ...wrap(exercise.task, paper),
    "",
    ...wrap(
      screen.file === undefined ? "Run one of these:" : `Your file: ${colors.cyan(screen.file)}`,
      paper,
    ),
    ...screen.commands.flatMap((command) => ["", ...unbroken(`  ${command}`, colors)]),
    "",
    ...(busy === undefined
      ? outcomeLines(outcome, exercise, paper, screen.otherHint)
      : [colors.dim(`… ${busy}`)]),
    ...(solved ? [] : exercise.hints.slice(0, hints).flatMap((hint, index) => hintLines(hint, index, paper))),
    ...(screen.diff ? ["", ...differenceLines(screen.diff, paper)] : []),
    ...(notice === "" ? [] : ["", ...wrap(colors.yellow(notice), paper)]),
    "",
    ...keyLines(screen, solved, paper),
  ];
}

const barColumns = 24;

/** E.g. "█████░░░░░░░ 7/16". */
export function progressLine(solved: number, total: number, { colors, columns }: Paper): string {
  const width = Math.min(barColumns, Math.max(4, columns - 24));
  const full = Math.round((solved / total) * width);
  return `${colors.green("█".repeat(full))}${colors.dim("░".repeat(width - full))} ${solved}/${total} exercises`;
}

/** The outcome of a try, for people. */
export function outcomeLines(
  outcome: Outcome | undefined,
  exercise: Exercise,
  paper: Paper,
  otherHint?: string,
): string[] {
  const { colors } = paper;
  if (outcome === undefined) return [];
  if (outcome.kind === "broken")
    return problemLines(outcome.problem).flatMap((line, index) =>
      index === 0 ? wrap(colors.red(`✖ ${line}`), paper) : underItsColumn(line, paper),
    );
  if (outcome.kind === "wrong")
    return [
      ...wrongLines(outcome.verdict, paper, otherHint),
      ...earlierLines(outcome.verdict, exercise, paper),
    ];
  const shown = outcome.verdicts.find(({ id }) => id === (exercise.shows ?? exercise.fails.check));
  return [
    ...wrap(colors.green(`✔ Solved. ${shown?.claim ?? ""}`), paper),
    ...(shown?.observed ? labelled("now", shown.observed, paper) : []),
    "",
    ...wrap(exercise.why, paper),
  ];
}

function wrongLines(
  { claim, status, expected, observed, leadsTo, hint }: Reported,
  paper: Paper,
  otherHint: string | undefined,
): string[] {
  const { colors } = paper;
  if (status === "unknown")
    return [
      ...wrap(colors.yellow(`? Cannot be judged yet: ${claim}`), paper),
      ...labelled("seen", observed ?? "", paper),
      ...(hint ? labelled("to do", hint, paper) : []),
    ];
  return [
    ...wrap(colors.red(`✖ Not true yet: ${claim}`), paper),
    ...labelled("expected", expected ?? "", paper),
    ...labelled("observed", observed ?? "", paper),
    ...(otherHint === undefined
      ? labelled("leads to", leadsTo ?? "", paper)
      : labelled("hint", otherHint, paper)),
  ];
}

/** Names the earlier exercise, if what is wrong belongs to it. */
function earlierLines({ id }: Reported, exercise: Exercise, paper: Paper): string[] {
  const owner = exercises.find(({ judgedBy }) => judgedBy.includes(id));
  if (!owner || owner === exercise) return [];
  return wrap(`  ${owner.id} covers this. If you had solved it, your last change broke it again.`, paper);
}

/** A line of a problem, wrapped under the column in which its text begins. */
function underItsColumn(line: string, { columns }: Paper): string[] {
  const label = /^ {2}.*? {2,}(?=\S)/.exec(line)?.[0] ?? "";
  const room = Math.max(20, columns - label.length);
  return wrapLines([line.slice(label.length)], room).map((part, index) =>
    index === 0 ? label + part : " ".repeat(label.length) + part.trimStart(),
  );
}

const labelColumns = 12;

function labelled(label: string, text: string, paper: Paper): string[] {
  const room = Math.max(20, paper.columns - labelColumns);
  return wrapLines(text.split("\n"), room).map((part, index) =>
    index === 0 ? `  ${label.padEnd(labelColumns - 2)}${part}` : " ".repeat(labelColumns) + part.trimStart(),
  );
}

function hintLines(hint: string, index: number, paper: Paper): string[] {
  const [first = "", ...rest] = labelled(`hint ${index + 1}`, hint, paper);
  return ["", first, ...rest];
}

function differenceLines({ found, right }: { found: string; right: string }, { colors }: Paper): string[] {
  return found === right
    ? ["Your file is identical to the solution."]
    : diffLines({ field: "- yours   + the solution", found, right }, colors);
}

/** A command is copied as a whole, so it is not wrapped here; a terminal breaks it without adding anything. */
function unbroken(command: string, colors: Colors): string[] {
  return [colors.cyan(command)];
}

function wrap(line: string, { columns }: Paper): string[] {
  return wrapLines(line.split("\n"), columns).map((part, index) => (index === 0 ? part : part.trimStart()));
}

/** The keys, as many on a line as fit. */
function keyLines({ exercise, hints, file }: ExerciseScreen, solved: boolean, paper: Paper): string[] {
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
  return fillLines(known, paper.columns).map(paper.colors.dim);
}
