import { createLiveBlock } from "@long-running-api/kit/live-block";
import { callbackNames, type Names } from "@long-running-api/kit/names";
import type { Output } from "@long-running-api/kit/output";
import { askKey, choose } from "@long-running-api/kit/prompt";
import { callbackStepId } from "@long-running-api/kit/step-ids";
import { fillLines } from "@long-running-api/kit/terminal-text";
import { everyCheck } from "../checks/all.ts";
import { verdictLines } from "../checks/cli/reporters/text.ts";
import type { Reported } from "../checks/engine/report.ts";
import { runOf } from "../checks/engine/run.ts";
import { observeCallback, observeLatestCallback } from "./callback-symptom.ts";
import { type Case, cases, faultNamed, storyOf } from "./cases.ts";
import { causesFor } from "./choose.ts";
import { type Environment, processingSeconds, workSeconds } from "./environment.ts";
import { firstHint } from "./hints.ts";
import { type PracticeRecord, readRecord, withSolved, writeRecord } from "./record.ts";
import { observe, observeLatest, type Symptom, symptomKinds } from "./symptom.ts";

/** A case, and the seed that orders its causes. */
export interface Chosen {
  case: Case;
  seed: string;
}

export interface PracticeOptions {
  environment: Environment;
  /** Whose record it is. */
  key: string;
  output: Output;
  /** Whether the command line asks for certain cases: then one that was left open is not continued. */
  chosen: boolean;
  next(record: PracticeRecord): Chosen;
}

/** How long a run that does not end is watched: three polls. */
const watchedSeconds = 12;

/** One case after another, until the learner quits. Returns 0 if the last one was solved. */
export async function practise(options: PracticeOptions): Promise<number> {
  const { environment, key, output, next } = options;
  for (;;) {
    const record = readRecord(key);
    const left = options.chosen ? undefined : await leftOpen(record, environment);
    const chosen = left ?? next(record);
    const fault = faultNamed(chosen.case.fault);
    if (left) output.say("  You left this case open last time.");
    else {
      await live(output, "building the system, then breaking it", async () => {
        await environment.prepare(chosen.case.step);
        await environment.break(fault);
      });
      writeRecord(key, { ...record, open: { fault: fault.id, seed: chosen.seed } });
    }
    const ended = await oneCase(chosen, options);
    if (!ended.solved) {
      output.say("  The case stays open: npx tsx practice continues with it.");
      return 1;
    }
    const solved = { helped: ended.helped, nowMs: Date.now() };
    writeRecord(key, withSolved(readRecord(key), fault.id, solved));
    await live(output, "repairing the system", () => environment.repair(fault));
    if ((await menu(output, { enter: "Enter another case", q: "q quit" })) !== "enter") return 0;
  }
}

/** The open case, if its fault is still in the environment. */
async function leftOpen({ open }: PracticeRecord, environment: Environment): Promise<Chosen | undefined> {
  const found = cases.find(({ fault }) => fault === open?.fault);
  if (!open || !found) return undefined;
  const there = await environment.fault();
  return there?.id === found.fault ? { case: found, seed: open.seed } : undefined;
}

async function oneCase(
  { case: own, seed }: Chosen,
  { environment, output }: PracticeOptions,
): Promise<{ solved: boolean; helped: boolean }> {
  const { say, colors } = output;
  let symptom = await show(own, environment, output);
  const verdict = await causeOf(own, environment);
  const hints = [firstHint(symptom), `Look at: ${verdict.lookAt ?? verdict.id}`, verdict.hint ?? ""];
  let shown = 0;
  let wrong = 0;
  for (;;) {
    const key = await menu(output, {
      a: "a name the cause",
      m: own.recorded ? "m I ran it correctly" : "m I fixed it",
      ...(shown < hints.length ? { h: `h hint ${shown + 1} of ${hints.length}` } : {}),
      r: own.recorded ? "r show the latest run" : "r run again",
      q: "q quit for now",
    });
    const helped = wrong > 0 || shown > 1;
    if (key === "q" || key === undefined) return { solved: false, helped };
    if (key === "h") {
      say(`  ${colors.yellow(`hint ${shown + 1}`)}  ${hints[shown] ?? ""}`);
      shown += 1;
    }
    if (key === "r") symptom = await show(own, environment, output);
    if (key === "m") {
      if (await isFixed(own, environment, output)) {
        say(colors.green("  ✔ Fixed: every check passes."));
        explain(own, verdict, output);
        return { solved: true, helped };
      }
      say(colors.red("  ✖ Not fixed yet: some checks do not pass."));
    }
    if (key === "a") {
      const causes = causesFor(own, cases, seed);
      const index = await choose(output, "What is the cause?", causes.map(storyOf));
      if (index === undefined) continue;
      if (causes[index] === own) {
        say(colors.green("  ✔ That is the cause."));
        explain(own, verdict, output);
        return { solved: true, helped };
      }
      wrong += 1;
      say(colors.red("  ✖ That is not it. What evidence would you see if it were?"));
    }
  }
}

/** Runs the workflow, or looks up the run that was made, and shows what happened and how to look further. */
async function show(own: Case, environment: Environment, output: Output): Promise<Symptom> {
  const { target, names } = environment;
  const { say, colors } = output;
  const block = createLiveBlock(output);
  const symptom = await symptomOf(own, environment, (text) =>
    block.update([colors.dim(`  … ${text}`)]),
  ).finally(() => block.clear());
  say();
  say(colors.bold(`Level ${own.level}: ${symptomKinds[symptom.kind]}`));
  if (own.recorded) say(`  Someone ran ${namesOf(own, names).workflow}. Conductor recorded this:`);
  for (const line of symptom.lines) say(`  ${line}`);
  say();
  say("  Find out why. In another terminal, use:");
  if (symptom.requestId !== "")
    say(`  ${colors.cyan(`npx tsx local logs --request ${symptom.requestId}`)}`, { whole: true });
  if (symptom.workflowId !== undefined)
    say(`  ${colors.cyan(`curl ${target.conductorUrl}/workflow/${symptom.workflowId}`)}`, { whole: true });
  say(`  ${colors.cyan(`npx tsx local env`)}, for the AWS CLI and other tools`);
  if (own.recorded) say(`  Everything is right now. To run it again: ${colors.cyan(runCommand(own, names))}`);
  const { table, role } = names;
  const { function: functionName, workflow, api } = namesOf(own, names);
  say(
    `  The work takes ${workSeconds} s. The parts: table ${table}, function ${functionName}, role ${role}, workflow ${workflow}, API ${api}.`,
  );
  return symptom;
}

function symptomOf(
  own: Case,
  environment: Environment,
  onProgress: (text: string) => void,
): Promise<Symptom> {
  const { target, names } = environment;
  const place = { target, names };
  const options = { secondsMax: watchedSeconds, workSeconds, onProgress };
  if (own.step === callbackStepId)
    return own.recorded ? observeLatestCallback(place) : observeCallback(place, options);
  return own.recorded ? observeLatest(place, workSeconds) : observe(place, options);
}

function namesOf({ step }: Case, names: Names): Names {
  return step === callbackStepId ? callbackNames(names) : names;
}

function runCommand({ step }: Case, { learner }: Names): string {
  const words = step === callbackStepId ? ` --processing-seconds ${processingSeconds}` : "";
  return `npx tsx steps/${step} --learner ${learner}${words}`;
}

/** What the check of the cause says. It is not shown before the case is solved. */
async function causeOf({ cause }: Case, { target, names }: Environment): Promise<Reported> {
  const report = await runOf(everyCheck, { target, names, steps: [], only: [cause] });
  const [verdict] = report.checks;
  if (!verdict) throw new Error(`The check ${cause} says nothing.`);
  return verdict;
}

/** Whether every check passes, those of the case's own step included. Of a callback they judge the latest run: a new one. */
async function isFixed(own: Case, environment: Environment, output: Output): Promise<boolean> {
  const { target, names } = environment;
  const built = ["01-table", "02-lambda", "03-api", "04-workflow"] as const;
  const steps = own.step === "05-run" || own.step === callbackStepId ? [...built, own.step] : built;
  return await live(output, "running all checks", async () => {
    if (own.step === callbackStepId && !own.recorded) await symptomOf(own, environment, () => {});
    const report = await runOf(everyCheck, { target, names, steps });
    return report.checks.every(({ status }) => status === "pass");
  });
}

function explain(own: Case, verdict: Reported, output: Output): void {
  output.say();
  output.say(`  ${output.colors.bold(storyOf(own))} This check shows it:`);
  for (const line of verdictLines(verdict, output.colors, { hint: true, solution: false })) output.say(line);
  output.say(`  To learn more: ${output.colors.cyan(`npx tsx checks --explain ${own.cause}`)}`);
}

async function live<T>(output: Output, what: string, act: () => Promise<T>): Promise<T> {
  const block = createLiveBlock(output);
  block.update([output.colors.dim(`  … ${what}`)]);
  try {
    return await act();
  } finally {
    block.clear();
  }
}

async function menu(output: Output, keys: Readonly<Record<string, string>>): Promise<string | undefined> {
  output.say();
  for (const line of fillLines(Object.values(keys), (output.stream.columns || 80) - 3))
    output.say(output.colors.dim(`  ${line}`));
  return await askKey(Object.keys(keys));
}
