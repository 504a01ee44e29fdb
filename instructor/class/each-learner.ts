import { Problem } from "@long-running-api/foundation/problem";
import { counted } from "@long-running-api/foundation/text";
import { createLiveBlock } from "@long-running-api/kit/live-block";
import { type Output, silentOutput } from "@long-running-api/kit/output";
import { mapLimited } from "../reset/map-limited.ts";
import type { Learner } from "./roster.ts";

/** What was done for a learner: nothing if it was there already. */
export interface Outcome {
  readonly learner: string;
  readonly outcome: "done" | "already there" | "failed";
  readonly note: string;
}

export interface EachLearner {
  readonly learners: readonly Learner[];
  readonly output: Output;
  /** How many learners at a time. */
  readonly atOnceMax: number;
  /** Time that one learner takes at least, by AWS's quotas, in seconds. */
  readonly secondsEachMin: number;
  /** Explains an error that is not a Problem yet, such as a refusal by AWS; a bug has no explanation. */
  explain(error: unknown): Problem | undefined;
  /**
   * Looks at what is there, and does what is missing. A killed command therefore continues when it is run again. Its output prints
   * nothing: each learner gets one line.
   */
  act(person: Learner, output: Output): Promise<Omit<Outcome, "learner">>;
  now?(): number;
}

/** Works through a class, one line for each learner with the time left; one failure does not stop the others. */
export async function eachLearner({
  learners,
  output,
  atOnceMax,
  secondsEachMin,
  explain,
  act,
  now = () => performance.now() / 1_000,
}: EachLearner): Promise<Outcome[]> {
  const live = createLiveBlock(output);
  const begun = now();
  const least = Math.ceil(secondsEachMin * learners.length);
  output.say(
    `${counted(learners.length, "learner")}, ${atOnceMax} at a time${least > 0 ? `; AWS's quotas allow no less than ${least} s for all` : ""}`,
  );
  let ended = 0;
  let worked = 0;
  const outcomes = await mapLimited(learners, atOnceMax, async (person): Promise<Outcome> => {
    live.update([`  … ${ended} of ${learners.length}, ${person.learner}`]);
    const outcome = {
      learner: person.learner,
      ...(await act(person, silentOutput()).catch((error: unknown) => asFailed(error, explain))),
    };
    ended += 1;
    if (outcome.outcome !== "already there") worked += 1;
    const left = timeLeft({ seconds: now() - begun, worked, left: learners.length - ended, secondsEachMin });
    live.print(
      `  ${symbol(outcome, output)} ${ended}/${learners.length} ${outcome.learner}: ${outcome.note}${ended < learners.length ? ` (${left} left)` : ""}`,
    );
    return outcome;
  });
  live.clear();
  return outcomes;
}

/** The time that the rest takes, as the others took, and not less than AWS's quotas allow; in words. */
export function timeLeft({
  seconds,
  worked,
  left,
  secondsEachMin,
}: {
  seconds: number;
  worked: number;
  left: number;
  secondsEachMin: number;
}): string {
  const each = Math.max(secondsEachMin, worked === 0 ? 0 : seconds / worked);
  const rest = Math.ceil(each * left);
  return rest < 90 ? `about ${rest} s` : `about ${Math.ceil(rest / 60)} min`;
}

function symbol({ outcome }: Outcome, { colors }: Output): string {
  if (outcome === "failed") return colors.red("✖");
  return outcome === "done" ? colors.green("✔") : colors.dim("–");
}

/** A learner's own problem, such as a resource of another owner; a bug is none. */
function asFailed(error: unknown, explain: EachLearner["explain"]): Omit<Outcome, "learner"> {
  const problem = error instanceof Problem ? error : explain(error);
  if (!problem) throw error;
  const seen = Object.entries(problem.seen).map(([key, value]) => `${key}: ${value}`);
  return { outcome: "failed", note: [problem.message, ...seen].join(" ") };
}

/** 1 if anything failed. */
export function exitCodeOf(outcomes: readonly Outcome[]): 0 | 1 {
  return outcomes.some(({ outcome }) => outcome === "failed") ? 1 : 0;
}
