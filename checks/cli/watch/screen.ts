import type { Output } from "@long-running-api/kit/output";
import type { StepId } from "@long-running-api/kit/step-ids";
import { fillLines } from "@long-running-api/kit/terminal-text";
import { stepOf } from "../../engine/check.ts";
import type { Reported } from "../../engine/report.ts";
import { symbolOf } from "../outcome-symbol.ts";
import { verdictLines } from "../reporters/text.ts";

export interface Screen {
  step: StepId;
  /** Of the step; all of them where `list` is set. */
  verdicts: readonly Reported[];
  list: boolean;
  hint: boolean;
  /** The result of the last key. */
  notice: string;
}

const keys = [
  "n next",
  "h hint",
  "l list",
  "c check all, with the probe request",
  "x how to undo",
  "q quit",
] as const;

/** The screen while watching: the passing checks in short, the first other verdict in full, and the keys. */
export function screenLines(
  { step, verdicts, list, hint, notice }: Screen,
  { colors, stream }: Pick<Output, "colors" | "stream">,
): string[] {
  const columns = (stream.columns || 80) - 3;
  const fill = (parts: readonly string[]) => fillLines(parts, columns).map((line) => `  ${line}`);
  const passed = verdicts.filter(({ status }) => status === "pass").length;
  const name = list ? "all steps" : step;
  const head = verdicts.length === 0 ? `${name} …` : `${name}: ${passed} of ${verdicts.length} pass`;
  const first = verdicts.find(({ status }) => status === "fail" || status === "unknown");
  const short = verdicts.map(
    ({ id, status }) => `${symbolOf(status, process)} ${id.slice(id.indexOf("/") + 1)}`,
  );
  return [
    colors.bold(head),
    ...(list ? rows(verdicts) : fill(short)),
    "",
    ...(first ? verdictLines(first, colors, { hint, solution: false }) : summaryLines(verdicts, colors)),
    "",
    ...(notice === "" ? [] : [`  ${notice}`]),
    ...fill(keys).map(colors.dim),
  ];
}

/** Nothing fails. Checks that were skipped are not passed: the step that they follow from is named. */
function summaryLines(verdicts: readonly Reported[], colors: Output["colors"]): string[] {
  if (verdicts.length === 0) return [];
  const skipped = verdicts.filter(({ status }) => status === "skip");
  if (skipped.length === 0) return [colors.green("  All checks pass.")];
  const causes = [...new Set(skipped.map(({ because }) => because).filter((id) => id !== null))];
  const count =
    skipped.length === verdicts.length ? "None can be judged" : `${skipped.length} cannot be judged`;
  return [
    colors.yellow(
      `  ${count}: ${skipped.length === 1 ? "it follows" : "they follow"} from ${causes.join(", ")}.`,
    ),
    ...causes.slice(0, 1).map((id) => `  npx tsx checks/${stepOf(id)} shows the cause.`),
  ];
}

/** One line per step. */
function rows(verdicts: readonly Reported[]): string[] {
  const steps = [...new Set(verdicts.map(({ step }) => step))];
  return steps.map((step) => {
    const marks = verdicts
      .filter((verdict) => verdict.step === step)
      .map(({ status }) => symbolOf(status, process));
    return `  ${step.padEnd(12)} ${marks.join(" ")}`;
  });
}
