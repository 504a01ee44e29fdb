import type { Reported } from "../checks/engine/report.ts";
import { steps } from "../steps/index.ts";
import type { TutorialStep, Work } from "../steps/step.ts";
import { checkStep } from "./check-step.ts";
import { explain } from "./explain.ts";
import { heldInRun, journalEnd } from "./held.ts";
import { type Lesson, lessonOf, problemLesson, problemText } from "./lessons.ts";
import { type Made, madeBy } from "./made.ts";
import { printDone } from "./print-done.ts";
import { showProblem } from "./problem.ts";

/** What became known during the guide. */
export interface Results {
  heldSynchronously?: number | undefined;
  /** Whether the workflow was run to its end. */
  ran: boolean;
  held?: { seconds: number; calls: number } | undefined;
  verdicts: Map<string, readonly Reported[]>;
  pending: Promise<Reported[]>[];
}

/** One part of the guide. */
export interface Stage {
  id: string;
  title: string;
  paragraphs(): Promise<string[]>;
  lesson: Lesson;
  /** Runs it and prints what happens; false if it did not succeed. */
  run(results: Results): Promise<boolean>;
  /** Runs it without explanations, because a later part needs it. */
  skip(): Promise<void>;
  /** What it created; absent if it created nothing that lasts. */
  made?(): Promise<Made>;
  /** The step whose checks show whether it still exists from an earlier run. */
  isThere?: TutorialStep["id"];
}

const intervalSeconds = 5;

/** The parts in order: first the problem, then the steps. */
export function stagesOf(work: Work, workSeconds: number): readonly Stage[] {
  const times = { workSeconds, intervalSeconds };
  const parts = steps.map((step) => stageOf(step, work, lessonOf(step.id, times)));
  return [problemStage(work, workSeconds), ...parts];
}

function problemStage(work: Work, workSeconds: number): Stage {
  const { output } = work;
  return {
    id: "problem",
    title: "The problem: a call that waits",
    paragraphs: async () => problemText.map((text) => text.replace("{work}", String(workSeconds))),
    lesson: problemLesson,
    async run(results) {
      const { calledSeconds, heldSeconds } = await showProblem(work);
      results.heldSynchronously = heldSeconds;
      const number = output.colors.bold((heldSeconds ?? calledSeconds).toFixed(1));
      output.say(
        heldSeconds === undefined
          ? `  The caller held a connection for ${number} s. Behind API Gateway, the call is still running.`
          : `  A connection was held for ${number} s. For the last ${(heldSeconds - calledSeconds).toFixed(1)} s, no caller was waiting.`,
      );
      return true;
    },
    async skip() {},
  };
}

function stageOf(step: TutorialStep, work: Work, lesson: Lesson): Stage {
  const { output, target } = work;
  return {
    id: step.id,
    title: step.title,
    paragraphs: () => explain(step.id),
    lesson,
    isThere: step.id,
    async run(results) {
      const since = await journalEnd(target);
      const done = await step.apply(work);
      printDone(done, output);
      if (done.exitCode) return false;
      if (step.id === "05-run") results.ran = true;
      const { requestId } = done.facts ?? {};
      if (typeof requestId === "string") results.held = await heldInRun(target, since, requestId);
      const { verdicts, pending } = await checkStep(step.id, work, { announce: true, short: true });
      results.verdicts.set(step.id, verdicts);
      results.pending.push(pending);
      return verdicts.every(({ status }) => status !== "fail");
    },
    async skip() {
      if (step.id !== "05-run") printDone(await step.apply(work), output);
    },
    made: () => madeBy(step.id, work),
  };
}
