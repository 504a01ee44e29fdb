import { type OptionSpecs, readCommandLine } from "@long-running-api/kit/cli";
import { handleSignals } from "@long-running-api/kit/interrupt";
import { main } from "@long-running-api/kit/main";
import type { Names } from "@long-running-api/kit/names";
import { createOutput, type Output } from "@long-running-api/kit/output";
import type { StepId, TutorialStepId } from "@long-running-api/kit/step-ids";
import { openTarget } from "@long-running-api/kit/targets";
import { namesFrom, type TargetOptions, targetOptions } from "@long-running-api/kit/targets/options";
import { sameWords } from "@long-running-api/kit/targets/same-words";
import type { Target } from "@long-running-api/kit/targets/target";
import { confirmWrites } from "./confirm.ts";
import { type Designs, openDesigns, referenceDesigns } from "./designs/index.ts";

/** Options of single steps, in addition to the common ones; a step ignores the other steps' options. */
export interface StepOptions {
  runtime?: string;
  "processing-seconds"?: string;
  "permissions-boundary"?: string;
  "as-printed"?: boolean;
  "request-id"?: string;
  sync?: boolean;
  loop?: boolean;
}

/** What a step works with. */
export interface Work {
  target: Target;
  names: Names;
  options: StepOptions;
  output: Output;
  /** The files that describe what to create; by default the reference's. */
  designs?: Designs;
}

/** The files that a step reads. */
export function designsOf({ designs }: Pick<Work, "designs">): Designs {
  return designs ?? referenceDesigns;
}

/** Does something while no other command changes the same target. */
export async function inTurn<T>({ target }: Pick<Work, "target">, action: () => Promise<T>): Promise<T> {
  const release = await target.takeTurn?.();
  try {
    return await action();
  } finally {
    release?.();
  }
}

/** What a step has done, one sentence each, and facts for `--json`. */
export interface Done {
  messages: string[];
  facts?: Record<string, unknown>;
  /** 2 when the step ended without reaching its end (a run that is left running). */
  exitCode?: 0 | 2;
}

/** One numbered part of the tutorial. `apply` is safe to repeat; `undo` deletes only what has our tags. */
export interface Step {
  id: StepId;
  title: string;
  /** The title of a run that demonstrates something else than the step, which its check does not judge. */
  demonstration?(options: StepOptions): string | undefined;
  options?: OptionSpecs;
  /** The writes to announce before a real account is touched. */
  plan(names: Names, options: StepOptions): string[];
  apply(work: Work): Promise<Done>;
  undo(work: Work): Promise<Done>;
}

/** A step of the tutorial itself. */
export type TutorialStep = Step & { id: TutorialStepId };

/** Makes the file of a step a command: `npx tsx steps/01-table [--undo] [options]`. */
export async function stepCommand(meta: ImportMeta, step: Step): Promise<void> {
  await main(meta, (argv) => runSteps([step], argv, `npx tsx steps/${step.id}`));
}

const undoOption: OptionSpecs = { undo: { type: "boolean", help: "undo the step" } };

const fromOption: OptionSpecs = {
  from: {
    type: "string",
    value: "DIR",
    help: "use your own files from this folder (table.json, *.vtl, …)",
  },
};

/** Runs steps in order, or undoes them in reverse, and prints after each what it did and what comes next. */
export async function runSteps(
  steps: readonly Step[],
  argv: readonly string[],
  usage: string,
  {
    canUndo = true,
    more = {},
  }: { canUndo?: boolean /** Options that the caller has read. */; more?: OptionSpecs } = {},
): Promise<number> {
  const own: OptionSpecs = { ...(canUndo ? undoOption : {}), ...fromOption, ...more, ...optionsOf(steps) };
  const spec = {
    usage,
    about: steps.map(({ id, title }) => `${id}  ${title}`).join("\n"),
    options: { ...own, ...targetOptions },
  };
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  handleSignals();
  const options: TargetOptions & StepOptions & { undo?: boolean; from?: string } = line.options;
  const designs = await openDesigns(options.from);
  const output = createOutput(options);
  const names = namesFrom(options);
  const undo = options.undo === true;
  const order = undo ? [...steps].reverse() : steps;
  const target = await openTarget(options);
  try {
    await confirmWrites({
      target,
      output,
      yes: options.yes === true,
      lines: announcement(order, names, options, undo),
    });
    return await runInOrder(order, { target, names, options, output, designs }, undo);
  } catch (error) {
    const { explainFailure } = await import("@long-running-api/kit/targets/explain");
    throw explainFailure(error, target) ?? error;
  } finally {
    await target.close();
  }
}

async function runInOrder(steps: readonly Step[], work: Work, undo: boolean): Promise<number> {
  const documents: object[] = [];
  let exitCode = 0;
  for (const step of steps) {
    const demonstration = undo ? undefined : step.demonstration?.(work.options);
    const title = demonstration ?? (undo ? `Undo: ${step.title}` : step.title);
    work.output.say(work.output.colors.bold(`${step.id}  ${title}`));
    const done = undo ? await step.undo(work) : await step.apply(work);
    const next = undo || demonstration !== undefined ? undefined : nextCommand(step.id, work);
    printDone(work.output, done, next);
    documents.push({
      step: step.id,
      target: work.target.name,
      undone: undo,
      nowTrue: done.messages,
      next,
      ...done.facts,
    });
    exitCode = done.exitCode ?? 0;
    if (exitCode !== 0) break;
  }
  work.output.document(documents.length === 1 ? documents[0] : documents);
  return exitCode;
}

function printDone({ say, colors }: Output, { messages, exitCode }: Done, next: string | undefined): void {
  for (const sentence of messages) say(`  ${exitCode ? colors.yellow("!") : colors.green("✔")} ${sentence}`);
  if (next) say(`  next: ${colors.cyan(next)}`);
}

/** The exact command that proves the step, with the same target and names. */
function nextCommand(id: StepId, { target, names }: Work): string {
  return `npx tsx checks/${id}${sameWords({ target, names })}`;
}

function announcement(steps: readonly Step[], names: Names, options: StepOptions, undo: boolean): string[] {
  return steps.flatMap((step) => step.plan(names, options).map((write) => (undo ? `undo: ${write}` : write)));
}

function optionsOf(steps: readonly Step[]): OptionSpecs {
  return Object.assign({}, ...steps.map(({ options }) => options ?? {}));
}
