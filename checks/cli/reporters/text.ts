import { createLiveBlock } from "@long-running-api/kit/live-block";
import type { Colors, Output } from "@long-running-api/kit/output";
import type { StepId } from "@long-running-api/kit/step-ids";
import { type Outcome, stepOf } from "../../engine/check.ts";
import type { Progress } from "../../engine/probe-context.ts";
import type { Report, Reported } from "../../engine/report.ts";
import { diffLines } from "../diff.ts";
import { symbolOf } from "../outcome-symbol.ts";

export interface TextOptions {
  hint: boolean;
  solution: boolean;
  /** Whether consecutive skips with the same cause share one line, written at the next verdict or at the end. */
  groupSkips?: boolean;
  /** Where the cloud's page is: a failed check is shown there with what led to it. */
  page?: string;
  /** The command that comes next, for the end of a report. */
  next?(report: Report): string | undefined;
}

/** Prints verdicts as text, each as soon as it is known. */
export function textReporter(
  output: Output,
  { hint, solution, groupSkips = false, page, next }: TextOptions,
) {
  let step: StepId | undefined;
  let held: Reported[] = [];
  const waiting = createLiveBlock(output);
  const say = (verdict: Reported) => {
    for (const line of verdictLines(verdict, output.colors, { hint, solution })) output.say(line);
  };
  const release = () => {
    const [first] = held;
    if (first && held.length > skipsApart) output.say(skipsLine(held, output.colors));
    else for (const verdict of held) say(verdict);
    held = [];
  };
  return {
    onVerdict(verdict: Reported): void {
      waiting.clear();
      const [first] = held;
      if (first && (first.because !== verdict.because || first.step !== verdict.step)) release();
      if (verdict.step !== step) {
        if (step !== undefined) output.say();
        step = verdict.step;
        output.say(output.colors.bold(verdict.step));
      }
      if (groupSkips && verdict.status === "skip") held.push(verdict);
      else say(verdict);
    },
    /** Redrawn in place, on a terminal only. */
    onProgress({ what, elapsedSeconds, limitSeconds }: Progress): void {
      const time = `${Math.round(elapsedSeconds)} s of at most ${Math.round(limitSeconds)} s`;
      waiting.update([{ text: output.colors.dim(`  … ${what}`), end: output.colors.dim(`: ${time}`) }]);
    },
    onEnd(report: Report): void {
      waiting.clear();
      release();
      output.say();
      output.say(summaryLine(report, output.colors));
      for (const line of nextSteps(report, hint || solution)) output.say(output.colors.dim(line));
      const failed = report.checks.find(({ status }) => status === "fail");
      if (page !== undefined && failed)
        output.say(output.colors.dim(`On the page: ${page}/#/tutorial/${failed.step}?check=${failed.id}`), {
          whole: true,
        });
      const command = next?.(report);
      if (command !== undefined) output.say(`next: ${output.colors.cyan(command)}`, { whole: true });
    },
  };
}

const skipsApart = 2;

/** Several skips with the same cause, on one line. */
function skipsLine(skips: readonly Reported[], colors: Colors): string {
  const symbol = paint(colors, "skip")(symbolOf("skip", process));
  return `  ${symbol} ${`${skips.length} more`.padEnd(nameWidth)} ${colors.dim(`follow from ${skips[0]?.because ?? ""}`)}`;
}

/** What to do next: the check of an earlier step that shows the cause, and the options that show more. */
function nextSteps({ checks }: Report, explained: boolean): string[] {
  const ids = checks.map(({ id }) => id);
  const elsewhere = new Set(
    checks.flatMap(({ because }) => (because && !ids.includes(because) ? [stepOf(because)] : [])),
  );
  const failed = checks.some(({ status }) => status === "fail");
  return [
    ...[...elsewhere].map((cause) => `npx tsx checks/${cause} shows the cause.`),
    ...(failed && !explained ? ["Add --hint to see where to look, --solution to see the fix."] : []),
  ];
}

/** A verdict as lines: its symbol, name and observation; for a fail also its consequence and where to look. */
export function verdictLines(verdict: Reported, colors: Colors, { hint, solution }: TextOptions): string[] {
  const symbol = paint(colors, verdict.status)(symbolOf(verdict.status, process));
  const name = verdict.id.slice(verdict.id.indexOf("/") + 1).padEnd(nameWidth);
  switch (verdict.status) {
    case "pass":
      return [
        `  ${symbol} ${name} ${colors.dim(verdict.observed ?? "")}`,
        ...verdict.remarks.map((remark) => colors.dim(`      note: ${remark}`)),
      ];
    case "skip":
      return [`  ${symbol} ${name} ${colors.dim(`follows from ${verdict.because ?? ""}`)}`];
    case "unknown":
      return [
        `  ${symbol} ${name} could not be checked`,
        ...rows([
          ["seen", verdict.observed],
          ["to do", verdict.hint],
        ]),
      ];
    case "fail":
      return [
        `  ${symbol} ${name} ${colors.bold(verdict.claim)}`,
        ...rows([
          ["expected", verdict.expected],
          ["observed", verdict.observed],
          ["leads to", verdict.leadsTo],
          ["look at", verdict.lookAt],
          ["hint", hint || solution ? verdict.hint : null],
        ]),
        ...(solution
          ? (verdict.differences ?? []).flatMap((difference) => diffLines(difference, colors))
          : []),
        ...rows([["more", verdict.docs]]),
      ];
  }
}

const nameWidth = 26;

function rows(pairs: readonly (readonly [string, string | null])[]): string[] {
  return pairs.flatMap(([label, text]) => (text ? [`      ${label.padEnd(9)} ${text}`] : []));
}

function paint(colors: Colors, outcome: Outcome): (text: string) => string {
  return { pass: colors.green, fail: colors.red, skip: colors.dim, unknown: colors.yellow }[outcome];
}

/** E.g. "12 passed, 1 failed, 3 skipped". */
function summaryLine({ checks }: Report, colors: Colors): string {
  const words: Readonly<Record<Outcome, string>> = {
    pass: "passed",
    fail: "failed",
    skip: "skipped",
    unknown: "could not be judged",
  };
  const parts = (["pass", "fail", "skip", "unknown"] as const).flatMap((outcome) => {
    const count = checks.filter(({ status }) => status === outcome).length;
    return count > 0 || outcome === "pass" || outcome === "fail" ? [`${count} ${words[outcome]}`] : [];
  });
  return colors.bold(parts.join(", "));
}
