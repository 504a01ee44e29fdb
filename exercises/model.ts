import type { StepId } from "@long-running-api/kit/step-ids";
import type { CheckId } from "../checks/engine/check.ts";
import type { DesignName } from "../steps/designs/index.ts";
import type { Work } from "../steps/step.ts";

/** Which of the function's two languages a learner writes. */
export type Language = "node" | "python";

/** One small task of a learner: a file of their own with one mistake to find. */
export interface Exercise {
  /** The name of its folder, e.g. "03-blocks". */
  id: string;
  title: string;
  /** What is wanted, in a few sentences. */
  task: string;
  /** It needs this step, and those before it. */
  step: StepId;
  /** What the learner edits; `function` is function.ts or function.py. An exercise without a file waits for a command. */
  file?: Exclude<DesignName, "function.ts" | "function.py"> | "function";
  /** Solved once all of these pass. */
  judgedBy: readonly CheckId[];
  /** The check that its starter fails, and a part of what that check observes. */
  fails: { check: CheckId; observed: string };
  /** The check whose observation is shown once it is solved, where that is another one. */
  shows?: CheckId;
  /** Where to look, what to compare, nearly the answer. */
  hints: readonly [string, string, string];
  /** Why it works, and what it looks like when it goes wrong in production. */
  why: string;
  /** An exercise that is solved by a command, not in a file. */
  command?: CommandExercise;
}

export interface CommandExercise {
  /** Brings the cloud into the state that the exercise begins with, unless it is there already. */
  prepare(work: Work): Promise<void>;
  /** Whether it was prepared in this cloud, also if it was solved since. */
  isBegun(work: Work): Promise<boolean>;
  /** The commands of which one solves it. */
  commands(work: Work, folder: string): Promise<string[]>;
  /** The file that it leaves in the learner's folder once it is solved. */
  keepsake: string;
  /** That file's text. */
  remember(work: Work): Promise<string>;
}
