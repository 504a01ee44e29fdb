import type { StepId } from "@long-running-api/kit/step-ids";
import type { Target } from "@long-running-api/kit/targets/target";
import { type Check, type CheckId, type Difference, type Outcome, summarize, type Verdict } from "./check.ts";

/** A verdict in a report. */
export interface Reported {
  id: CheckId;
  step: StepId;
  claim: string;
  status: Outcome;
  expected: string | null;
  observed: string | null;
  leadsTo: string | null;
  lookAt: string | null;
  hint: string | null;
  because: CheckId | null;
  remarks: readonly string[];
  docs: string;
  ms: number;
  /** Only for a fail, and only if it can be shown field by field. */
  differences?: readonly Difference[];
  /** Several resources match; this option chooses one. */
  choices?: { option: string; names: readonly string[] };
  /** Only for an unknown: checks that would repeat it are skipped. */
  stops?: true;
}

/** The document of `--json`. */
export interface Report {
  version: 1;
  target: string;
  status: Outcome;
  exitCode: 0 | 1 | 2;
  checks: readonly Reported[];
}

export function reported({ id, step, claim }: Check, verdict: Verdict, ms: number): Reported {
  return {
    id,
    step,
    claim,
    status: verdict.status,
    expected: verdict.status === "fail" ? verdict.expected : null,
    observed: verdict.observed ?? null,
    leadsTo: verdict.status === "fail" ? verdict.leadsTo : null,
    lookAt: verdict.status === "fail" ? verdict.lookAt : null,
    hint: verdict.status === "fail" || verdict.status === "unknown" ? verdict.hint : null,
    because: verdict.status === "skip" ? verdict.because : null,
    remarks: verdict.status === "pass" ? verdict.remarks : [],
    docs: docsOf(id),
    ms: Math.round(ms),
    ...(verdict.status === "fail" && verdict.differences ? { differences: verdict.differences } : {}),
    ...(verdict.status === "unknown" && verdict.choices ? { choices: verdict.choices } : {}),
    ...(verdict.status === "unknown" && verdict.stops ? { stops: verdict.stops } : {}),
  };
}

export function report(target: Pick<Target, "name">, checks: readonly Reported[]): Report {
  return { version: 1, target: target.name, ...summarize(checks.map(({ status }) => status)), checks };
}

/** Where a check is explained. */
export function docsOf(id: CheckId): string {
  return `docs/pitfalls.md#${id.replace("/", "-")}`;
}
