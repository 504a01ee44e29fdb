import { waitUntil } from "@long-running-api/foundation/wait";
import { dataFolder as privateFolder } from "@long-running-api/kit/local-cloud/data";
import { type ChosenNames, type Names, readNames } from "@long-running-api/kit/names";
import { callbackStepId, type StepId, stepIds } from "@long-running-api/kit/step-ids";
import { embeddedTarget } from "@long-running-api/kit/targets/embedded";
import type { Target } from "@long-running-api/kit/targets/target";
import { openCloud } from "@long-running-api/local-cloud";
import { everyCheck } from "../../checks/all.ts";
import { textReporter } from "../../checks/cli/reporters/text.ts";
import type { CheckId } from "../../checks/engine/check.ts";
import type { Report } from "../../checks/engine/report.ts";
import { runOf } from "../../checks/engine/run.ts";
import { run } from "../../instructor/faults/change/run.ts";
import { changeRequest, redefine } from "../../instructor/faults/change/workflow.ts";
import { everyStep } from "../../steps/index.ts";
import type { StepOptions, Work } from "../../steps/step.ts";
import { isPlain, type Observation, type Observations, plainCopy } from "./observations/observation.ts";
import { spoken } from "./spoken.ts";

/** The report and its observations. */
export interface Checked {
  report: Report;
  /** Each check's observation, or why its probe failed, in the order of the checks. */
  observations: Observations;
  /** The output for `--solution`. */
  text: string;
}

/** A cloud of its own in this process, with the steps and the checks. */
export interface Practice {
  target: Target;
  names: Names;
  /** Applies steps; all without names. */
  apply(ids?: readonly StepId[], options?: StepOptions): Promise<void>;
  undo(id: StepId): Promise<void>;
  /** The environment of a step. */
  work(options?: StepOptions): Work;
  check(ids?: readonly StepId[], chosen?: ChosenNames): Promise<Checked>;
  /** Makes the present state the one that `reset` returns to. */
  saveBaseline(): Promise<void>;
  /** Returns to it; functions that are as they were keep their processes. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface PracticeOptions {
  learner?: string;
  /** How long the function works, beside its own two seconds. */
  processingSeconds?: number;
  runtime?: "node" | "python";
  /** The key that Conductor requires: none by default. */
  conductorKey?: Target["conductorKey"];
}

/** Opens an empty one. */
export async function openPractice({
  learner,
  processingSeconds = 0,
  runtime = "node",
  conductorKey,
}: PracticeOptions = {}): Promise<Practice> {
  const cloud = await openCloud({ pythonFolder: privateFolder(), conductorKey });
  const target = {
    ...embeddedTarget({ ...cloud, conductorKey }),
    waiting: { minDelay: 0.05, maxDelay: 0.2 },
  };
  const names = readNames({ options: { learner }, env: {} });
  const stepOf = (id: StepId) => everyStep.filter((step) => step.id === id);
  const work = (options: StepOptions = {}): Work => ({
    target,
    names,
    output: spoken([]),
    options: { "processing-seconds": String(processingSeconds), runtime, ...options },
  });
  return {
    target,
    names,
    work,
    async apply(ids = stepIds, options = {}) {
      for (const step of ids.flatMap(stepOf)) await step.apply(work(options));
    },
    async undo(id) {
      for (const step of stepOf(id)) await step.undo(work());
    },
    check: (ids = stepIds, chosen = {}) => checkAll({ target, names: named(names, chosen), ids }),
    saveBaseline: cloud.saveBaseline,
    async reset() {
      await quiet();
      await cloud.reset({ keepWarm: true });
    },
    async close() {
      await quiet();
      await cloud.close();
    },
  };

  /** A function that is still at work would find no table. */
  async function quiet(): Promise<void> {
    await waitUntil(async () => cloud.idleMs() > 0 || undefined, { secondsMax: 5, everyMs: 20 });
  }
}

/** One with all steps done. */
export async function openSolved(options: PracticeOptions = {}): Promise<Practice> {
  const practice = await openPractice(options);
  await practice.apply(["01-table", "02-lambda", "03-api", "04-workflow"]);
  await pollFrequently(practice);
  await run({ requestId: "12345" })(practice);
  return practice;
}

/** One with the second method done: the function completes its task. */
export async function openCalledBack(options: PracticeOptions = {}): Promise<Practice> {
  const practice = await openPractice(options);
  await practice.apply(["01-table", "02-lambda", "03-api", callbackStepId]);
  return practice;
}

/** Tests cannot wait five seconds between polls, but a busy machine may need more than three to respond. */
export async function pollFrequently(practice: Practice): Promise<void> {
  await redefine((definition) =>
    changeRequest("poll", () => ({ pollingInterval: "1", readTimeOut: patienceMs }))(
      changeRequest("start", () => ({ readTimeOut: patienceMs }))(definition),
    ),
  )(practice);
}

const patienceMs = 20_000;

function named(names: Names, chosen: ChosenNames): Names {
  return { ...names, ...chosen, chosen: { ...names.chosen, ...chosen } };
}

async function checkAll({
  target,
  names,
  ids,
}: {
  target: Target;
  names: Names;
  ids: readonly StepId[];
}): Promise<Checked> {
  const lines: string[] = [];
  const seen = new Map<CheckId, unknown>();
  const reporter = textReporter(spoken(lines), { hint: true, solution: true, groupSkips: true });
  const report = await runOf(everyCheck, {
    target,
    names,
    steps: ids,
    onVerdict: reporter.onVerdict,
    onObservation(id, what) {
      if (!isPlain(what)) throw new Error(`What ${id} observes is not plain data.`);
      seen.set(id, plainCopy(what));
    },
  });
  reporter.onEnd(report);
  return { report, observations: observationsOf(report, seen), text: `${lines.join("\n")}\n` };
}

/** A check that is unknown though nothing was seen is one whose probe failed. */
function observationsOf({ checks }: Report, seen: ReadonlyMap<CheckId, unknown>): Observations {
  return new Map(
    checks.flatMap(({ id, status, observed, hint }): [CheckId, Observation][] => {
      if (seen.has(id)) return [[id, { seen: seen.get(id) }]];
      return status === "unknown" ? [[id, { failure: { observed: observed ?? "", hint: hint ?? "" } }]] : [];
    }),
  );
}
