import type { EarlierTasks } from "@long-running-api/conductor/http-poll";
import { judgeCondition } from "@long-running-api/conductor/http-poll/verdict";
import type { Evaluation, SyntaxProblem } from "@long-running-api/conductor/sandbox";
import type { ProbeContext } from "../engine/probe-context.ts";

/** A condition's result for one response. */
export interface ConditionResult {
  /** done: polling ends; again: it continues; fail: the task fails; problem: it cannot be evaluated. */
  kind: "done" | "again" | "fail" | "problem";
  /** The value as JavaScript prints it, or the problem. */
  text: string;
}

const evaluateMsMax = 2_000;

/** One sandbox per run. */
async function sandbox({ atEnd }: ProbeContext) {
  const { createSandbox, sandboxSettings } = await import("@long-running-api/conductor/sandbox");
  const opened = createSandbox({ ...sandboxSettings, evaluateMsMax });
  atEnd(() => opened.close());
  return opened;
}

/** A condition's syntax error; undefined if it is valid JavaScript. */
export async function syntaxProblem(
  context: ProbeContext,
  condition: string,
): Promise<SyntaxProblem | undefined> {
  return (await (await context.ask(sandbox)).checkSyntax(condition)) ?? undefined;
}

/** Evaluates a condition on a response, as HTTP_POLL does. */
export async function evaluate(
  context: ProbeContext,
  condition: string,
  { input, response, earlier }: { input: unknown; response: unknown; earlier?: EarlierTasks },
): Promise<ConditionResult> {
  const evaluation: Evaluation = await (await context.ask(sandbox)).evaluate(condition, {
    ...earlier,
    input,
    output: { response },
  });
  const verdict = judgeCondition(condition, evaluation);
  return verdict.kind === "problem"
    ? { kind: "problem", text: verdict.problem }
    : { kind: verdict.kind, text: verdict.value };
}
