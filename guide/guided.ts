import { Problem, problemLines } from "@long-running-api/foundation/problem";
import { wasInterrupted } from "@long-running-api/kit/interrupt";
import type { Output } from "@long-running-api/kit/output";
import { askKey, confirm } from "@long-running-api/kit/prompt";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import { fillLines } from "@long-running-api/kit/terminal-text";
import { checks } from "../checks/all.ts";
import { runOf } from "../checks/engine/run.ts";
import type { Work } from "../steps/step.ts";
import { printPending, printVerdicts } from "./check-step.ts";
import { conclude } from "./conclude.ts";
import { sayTitle } from "./introduce.ts";
import { outline } from "./outline.ts";
import { sayParagraph } from "./paragraph.ts";
import { forgetProgress, noProgress, type Progress, readProgress, writeProgress } from "./progress.ts";
import { type Results, type Stage, stagesOf } from "./stages.ts";

/** `leave` quits after the part is done. */
type Move = "next" | "back" | "quit" | "leave";

/** Guides a learner: explains, asks for a prediction, runs the part, and gives the answer. Returns the exit code. */
export async function guide(work: Work, workSeconds: number): Promise<number> {
  const { output, target, names } = work;
  const key = `${target.name === "local" ? "" : `-${target.name}`}${names.learner ? `-${names.learner}` : ""}`;
  const stages = stagesOf(work, workSeconds);
  const before = await resume(work, stages, readProgress(key));
  const results: Results = {
    heldSynchronously: before?.heldSeconds,
    ran: false,
    verdicts: new Map(),
    pending: [],
  };
  const score = { guessed: before?.guessed ?? 0, right: before?.right ?? 0 };
  let at = before ? stages.findIndex(({ id }) => id === before.at) : 0;
  for (let stage = stages[at]; stage; stage = stages[at]) {
    remember(key, stage, results, score);
    const move = await visit(stage, { key, work, at, stages, results, score });
    if (move === "quit") return stopped(stage, output);
    at = Math.max(0, at + (move === "back" ? -1 : 1));
    const next = stages[at];
    if (move !== "leave" || !next) continue;
    remember(key, next, results, score);
    return stopped(next, output);
  }
  output.say();
  output.say(output.colors.dim("  … waiting for the last checks: they take as long as the function works"));
  const late = await printPending(results.pending, output);
  const seen = [...results.verdicts.values()].flat();
  const { held, heldSynchronously = workSeconds } = results;
  forgetProgress(key);
  return conclude(work, {
    verdicts: [...seen, ...late],
    exitCode: 0,
    ran: results.ran,
    held,
    heldSynchronously,
    guesses: score,
  });
}

function remember(
  key: string,
  { id }: Stage,
  { heldSynchronously: heldSeconds }: Results,
  score: { guessed: number; right: number },
): void {
  writeProgress(key, { at: id, ...score, ...(heldSeconds === undefined ? {} : { heldSeconds }) });
}

/** Where to continue: at the recorded part, unless what an earlier part created is gone. */
async function resume(
  { output, target, names }: Work,
  stages: readonly Stage[],
  record: Progress | undefined,
): Promise<Progress | undefined> {
  const at = stages.findIndex(({ id }) => id === record?.at);
  const stage = stages[at];
  if (!record || !stage || at === 0) return undefined;
  const made = stages.slice(0, at).flatMap(({ isThere }) => isThere ?? []);
  const report = await runOf(checks, { target, names, steps: made, passive: true });
  const wrong = report.checks.find(({ status }) => status !== "pass")?.step;
  const from = wrong ?? stage.id;
  output.say(`  You stopped before part ${nameOf(stages, stage.id)}.`);
  if (wrong !== undefined)
    output.say(
      `  What ${wrong} created has been changed or deleted, so part ${nameOf(stages, from)} comes first.`,
    );
  if (
    await confirm(output, `Continue with part ${nameOf(stages, from).replace(/,.*/, "")}?`, { initial: true })
  )
    return { ...record, at: from };
  return { ...noProgress, at: stages[0]?.id ?? "" };
}

function nameOf(stages: readonly Stage[], id: string): string {
  const index = stages.findIndex((stage) => stage.id === id);
  return `${index + 1}/${stages.length}, ${stages[index]?.title ?? ""}`;
}

interface Visit {
  /** Of the record. */
  key: string;
  work: Work;
  at: number;
  stages: readonly Stage[];
  results: Results;
  score: { guessed: number; right: number };
}

/** One part: its text, a question, the run, the answer. */
async function visit(stage: Stage, { key: record, work, at, stages, results, score }: Visit): Promise<Move> {
  const { output } = work;
  sayTitle(`${at + 1}/${stages.length}  ${stage.title}`, output);
  for (const paragraph of await stage.paragraphs()) sayParagraph(paragraph, output, output.colors.dim);
  sayQuestion(stage, output);
  for (;;) {
    const { choices } = stage.lesson.prediction;
    const numbers = choices.map((_, index) => String(index + 1));
    const key = await menu(output, [...numbers, "enter", "w", "s", ...(at > 0 ? ["b"] : []), "q"], {
      "1": `1–${choices.length} predict`,
      enter: "Enter run it",
      s: stage.id === "problem" || stage.id === "05-run" ? "s skip it" : "s run it without details",
    });
    if (key === "w") sayParagraph(stage.lesson.why, output);
    else if (key === "b") return "back";
    else if (key === undefined || key === "q") return "quit";
    else if (key === "s") {
      if (await attempt(work, () => stage.skip().then(() => true))) return "next";
    } else {
      const guess = numbers.indexOf(key);
      if (guess >= 0) output.say(`  Your prediction: ${choices[guess]}`);
      const reached = await attempt(work, () => stage.run(results));
      sayAnswer(stage, guess, score, output);
      const next = stages[at + 1];
      if (reached && next) remember(record, next, results, score);
      const move = await afterwards(stage, { work, at, reached, results });
      if (move !== "again") return move;
    }
  }
}

function sayQuestion({ lesson: { prediction } }: Stage, output: Output): void {
  output.say();
  sayParagraph(output.colors.bold(prediction.question), output);
  for (const [index, choice] of prediction.choices.entries())
    output.say(`    ${output.colors.cyan(String(index + 1))}  ${choice}`);
}

function sayAnswer({ lesson: { prediction } }: Stage, guess: number, score: Visit["score"], output: Output) {
  const { right, choices, because } = prediction;
  const { green, yellow } = output.colors;
  output.say();
  const answer = `${choices[right] ?? ""}. ${because}`;
  if (guess < 0) return sayParagraph(`${yellow("Answer:")} ${answer}`, output);
  score.guessed += 1;
  if (guess === right) score.right += 1;
  sayParagraph(`${guess === right ? green("✔ Right:") : yellow("Not quite:")} ${answer}`, output);
}

/** After a part: look at what it created, or move on. */
async function afterwards(
  stage: Stage,
  { work, at, reached, results }: Pick<Visit, "work" | "at" | "results"> & { reached: boolean },
): Promise<Move | "again"> {
  const { output } = work;
  for (;;) {
    const verdicts = results.verdicts.get(stage.id) ?? [];
    const keys = [
      "enter",
      ...(stage.made ? ["v"] : []),
      ...(verdicts.length > 0 ? ["c"] : []),
      "w",
      "r",
      ...(at > 0 ? ["b"] : []),
      "q",
    ];
    const key = await menu(output, keys, {
      enter: reached ? "Enter next" : "Enter next anyway",
      r: reached ? "r run again" : "r try again",
    });
    if (key === "w") sayParagraph(stage.lesson.why, output);
    if (key === "c") printVerdicts(verdicts, output);
    if (key === "v") await attempt(work, () => view(stage, work));
    if (key === "r") {
      reached = await attempt(work, () => stage.run(results));
    }
    if (key === "enter") return "next";
    if (key === "b") return "back";
    if (key === "q" || key === undefined) return reached ? "leave" : "quit";
  }
}

async function view({ made }: Stage, { output, target }: Work): Promise<boolean> {
  const { shown, command } = (await made?.()) ?? { shown: {}, command: "" };
  for (const line of outline(shown)) output.say(`  ${line}`, { whole: true });
  output.say();
  const how = target.name === "local" ? " (npx tsx local env prints how to point a shell at this cloud)" : "";
  output.say(`  To see it with another tool${how}:`);
  output.say(`  ${output.colors.cyan(command)}`, { whole: true });
  return true;
}

const labels: Readonly<Record<string, string>> = {
  v: "v view what it created",
  c: "c checks",
  w: "w why",
  b: "b back",
  q: "q quit",
};

/** Lists the keys and waits for one. */
async function menu(
  output: Output,
  keys: readonly string[],
  own: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const shown = keys.flatMap((key) => own[key] ?? labels[key] ?? []);
  output.say();
  const columns = (output.stream.columns || 80) - 3;
  for (const line of fillLines(shown, columns)) output.say(output.colors.dim(`  ${line}`));
  return await askKey(keys);
}

/** Prints a problem instead of throwing it; the learner decides what to do about it. */
async function attempt({ target, output }: Work, act: () => Promise<boolean>): Promise<boolean> {
  try {
    return await act();
  } catch (error) {
    if (wasInterrupted()) return await new Promise<never>(() => {}); // the cleanups have deleted resources that the part needs
    const problem = error instanceof Problem ? error : explainFailure(error, target);
    if (!problem) throw error;
    const [first = "", ...rest] = problemLines(problem);
    output.say(output.colors.red(`  ✖ ${first}`));
    for (const line of rest) output.say(`  ${line}`);
    return false;
  }
}

function stopped({ id }: Stage, output: Output): number {
  output.say(`  Stopped before ${id}. npm start continues from here.`);
  if (id !== "problem") output.say(`  To run only this step: npx tsx steps/${id}`);
  return 0;
}
