import type { Names } from "@long-running-api/kit/names";
import type { StepId } from "@long-running-api/kit/step-ids";
import type { Target } from "@long-running-api/kit/targets/target";
import type { Check, CheckId, Verdict } from "./check.ts";
import { explainProbeFailure } from "./explain-probe-failure.ts";
import { openProbeContext, type ProbeContext, type Progress } from "./probe-context.ts";
import { type Report, type Reported, report, reported } from "./report.ts";

export interface CheckRun {
  target: Target;
  names: Names;
  /** For a class: ignores resources that may belong to anyone. */
  ownOnly?: boolean;
  steps: readonly StepId[];
  /** Chooses single checks, whatever their steps are. */
  only?: readonly CheckId[];
  /** Leaves out the checks that make the probe request. */
  passive?: boolean;
  /** Called with each verdict, in the order of the checks, once it and those before it are known. */
  onVerdict?(verdict: Reported): void;
  /** Called about once a second during a wait. */
  onProgress?(progress: Progress): void;
  /** Called with what each probe returned: plain data, which the judge gets next. */
  onObservation?(id: CheckId, seen: unknown): void;
  signal?: AbortSignal;
}

/**
 * Runs the checks of the chosen steps to the end. Checks that these depend on run too, without being reported: a
 * verdict names its cause, even if that is in an earlier step.
 */
export async function runOf(checks: readonly Check[], run: CheckRun): Promise<Report> {
  const { verdicts, ended } = begin(checks, run);
  try {
    return report(run.target, await inSequence(verdicts, run));
  } finally {
    await ended;
  }
}

/** Like `runOf`, but does not wait for checks that take as long as the function works: they are in `pending`. */
export async function startOf(
  checks: readonly Check[],
  run: CheckRun,
): Promise<{ report: Report; pending: Promise<Reported[]> }> {
  const { verdicts } = begin(checks, run);
  const pending = Promise.all(verdicts.filter(({ check }) => check.long).map(({ verdict }) => verdict));
  pending.catch(() => {}); // it is thrown when it is awaited
  const soon = await inSequence(
    verdicts.filter(({ check }) => !check.long),
    run,
  );
  return { report: report(run.target, soon), pending };
}

interface Judging {
  check: Check;
  verdict: Promise<Reported>;
}

/** Starts every chosen check; `ended` resolves once all have finished and connections are closed. */
function begin(checks: readonly Check[], run: CheckRun): { verdicts: Judging[]; ended: Promise<void> } {
  const context = openProbeContext(run);
  const known = new Map<CheckId, Promise<Reported>>();
  const judged = (id: CheckId): Promise<Reported> => {
    const asked = known.get(id);
    if (asked) return asked;
    const check = checks.find((each) => each.id === id);
    if (!check) throw new Error(`There is no check ${id}.`);
    const earlier = checks.filter(
      ({ step, acts }) => step < check.step && (!acts || (run.steps.includes(step) && !run.passive)),
    );
    const verdict = judge({ check, context, judged, earlier, run });
    verdict.catch(() => {}); // it is thrown when it is awaited
    known.set(id, verdict);
    return verdict;
  };
  const isChosen = ({ id, step }: Check) => run.only?.includes(id) ?? run.steps.includes(step);
  const chosen = checks.filter((check) => isChosen(check) && !(run.passive && check.acts));
  const verdicts = chosen.map((check) => ({ check, verdict: judged(check.id) }));
  const ended = Promise.allSettled(verdicts.map(({ verdict }) => verdict)).then(() => context.end());
  return { verdicts, ended };
}

async function inSequence(verdicts: readonly Judging[], { onVerdict }: CheckRun): Promise<Reported[]> {
  const all: Reported[] = [];
  for (const { verdict } of verdicts) {
    const each = await verdict;
    onVerdict?.(each);
    all.push(each);
  }
  return all;
}

interface Question {
  check: Check;
  context: ProbeContext;
  judged(id: CheckId): Promise<Reported>;
  /** The checks of earlier steps that this run may use. */
  earlier: readonly Check[];
  run: CheckRun;
}

async function judge({ check, context, judged, earlier, run }: Question): Promise<Reported> {
  const because = await cause(check, judged);
  const start = performance.now();
  const verdict: Verdict = because
    ? { status: "skip", because }
    : await decide(check, context, run.onObservation);
  const ms = performance.now() - start;
  const origin = check.follows && verdict.status === "fail" ? await firstCause(earlier, judged) : undefined;
  return reported(check, origin === undefined ? verdict : { status: "skip", because: origin }, ms);
}

async function firstCause(
  checks: readonly Check[],
  judged: Question["judged"],
): Promise<CheckId | undefined> {
  for (const { id } of checks) if (isCause(await judged(id))) return id;
  return undefined;
}

/** Whether other verdicts may follow from it. */
function isCause({ status, stops }: Reported): boolean {
  return status === "fail" || stops === true;
}

async function decide(
  check: Check,
  context: ProbeContext,
  onObservation: CheckRun["onObservation"],
): Promise<Verdict> {
  let seen: unknown;
  try {
    seen = await context.ask(check.probe);
  } catch (error) {
    const verdict = explainProbeFailure(error, context.target);
    if (!verdict) throw error;
    return verdict;
  }
  onObservation?.(check.id, seen);
  return check.judge(seen);
}

/** The first check that this one follows from: the cause itself, never another one that was skipped. */
async function cause(
  { needs, unlessFailed }: Check,
  judged: (id: CheckId) => Promise<Reported>,
): Promise<CheckId | undefined> {
  for (const id of needs) {
    const { status, because } = await judged(id);
    if (status === "fail" || status === "unknown") return id;
    if (status === "skip") return because ?? id;
  }
  for (const id of unlessFailed) {
    const verdict = await judged(id);
    const { status, because } = verdict;
    if (isCause(verdict)) return id;
    if (status === "skip" && because !== null && isCause(await judged(because))) return because;
  }
  return undefined;
}
