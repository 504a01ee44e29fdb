import type { Colors, Output } from "../../lib/output.ts";
import type { Outcome, StepId } from "../check.ts";
import type { Progress } from "../look.ts";
import type { Report, Reported } from "../report.ts";
import { diffLines } from "./diff.ts";
import { markOf } from "./marks.ts";

export interface TextOptions {
  hint: boolean;
  solution: boolean;
}

/** Verdicts for people, one by one as they come. */
export function textReporter(output: Output, { hint, solution }: TextOptions) {
  let step: StepId | undefined;
  let waiting = false;
  const clear = () => {
    if (waiting) process.stderr.write("\r\u001b[2K");
    waiting = false;
  };
  return {
    onVerdict(verdict: Reported): void {
      clear();
      if (verdict.step !== step) {
        if (step !== undefined) output.say();
        step = verdict.step;
        output.say(output.colors.bold(verdict.step));
      }
      for (const line of verdictLines(verdict, output.colors, { hint, solution })) output.say(line);
    },
    /** Redrawn in place, on a terminal only. */
    onProgress({ what, elapsedSeconds, limitSeconds }: Progress): void {
      if (!process.stderr.isTTY) return;
      waiting = true;
      const time = `${Math.round(elapsedSeconds)} s of at most ${Math.round(limitSeconds)} s`;
      process.stderr.write(`\r\u001b[2K  … ${what}: ${time}`);
    },
    onEnd(report: Report): void {
      clear();
      output.say();
      output.say(summaryLine(report, output.colors));
      if (!hint && report.checks.some(({ status }) => status === "fail"))
        output.say(output.colors.dim("--hint says what to look for, --solution what would be right."));
    },
  };
}

/** A verdict as lines: its mark, its name, what was seen; for a fail also what follows, and where to look. */
export function verdictLines(verdict: Reported, colors: Colors, { hint, solution }: TextOptions): string[] {
  const mark = paint(colors, verdict.status)(markOf(verdict.status, process));
  const name = verdict.id.slice(verdict.id.indexOf("/") + 1).padEnd(nameWidth);
  switch (verdict.status) {
    case "pass":
      return [
        `  ${mark} ${name} ${colors.dim(verdict.observed ?? "")}`,
        ...verdict.remarks.map((remark) => colors.dim(`      note: ${remark}`)),
      ];
    case "skip":
      return [`  ${mark} ${name} ${colors.dim(`follows from ${verdict.because ?? ""}`)}`];
    case "unknown":
      return [
        `  ${mark} ${name} could not look`,
        ...rows([
          ["seen", verdict.observed],
          ["to do", verdict.hint],
        ]),
      ];
    case "fail":
      return [
        `  ${mark} ${name} ${colors.bold(verdict.claim)}`,
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
