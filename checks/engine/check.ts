import type { StepId } from "@long-running-api/kit/step-ids";
import type { ProbeContext } from "./probe-context.ts";

export type CheckId = `${StepId}/${string}`;

export type Outcome = "pass" | "fail" | "skip" | "unknown";

/** What was found and what is right, one field per line; templates are shown as a diff (`--solution`). */
export interface Difference {
  field: string;
  found: string;
  right: string;
}

export interface Pass {
  status: "pass";
  observed: string;
  /** Valid, but worth knowing. */
  remarks: readonly string[];
}

export interface Fail {
  status: "fail";
  expected: string;
  observed: string;
  /** What goes wrong later because of it. */
  leadsTo: string;
  /** Where to look: step, section of the tutorial, page of the console. */
  lookAt: string;
  /** Where to look; never what to type. */
  hint: string;
  differences?: readonly Difference[];
}

export interface Skip {
  status: "skip";
  /** The check that this one follows from. */
  because: CheckId;
  observed?: string;
}

/** The probe could not run; this is not a failure. */
export interface Unknown {
  status: "unknown";
  observed: string;
  hint: string;
  /** Two resources match: the option that names one of them. */
  choices?: { option: "table" | "function" | "api" | "stage" | "workflow"; names: readonly string[] };
  /** No other probe could run either: checks that would only repeat this one are skipped. */
  stops?: true;
}

export type Verdict = Pass | Fail | Skip | Unknown;

/** One claim about a step: a probe, which only reads, and a judge, which is pure. */
export interface Check {
  id: CheckId;
  step: StepId;
  claim: string;
  /** This check is skipped unless all of these pass: otherwise there is nothing to judge. */
  needs: readonly CheckId[];
  /** If one of these failed, this check would only repeat it. If one is unknown, this check is still judged. */
  unlessFailed: readonly CheckId[];
  /** Judges what has happened: if a check of an earlier step fails, a failure here follows from it. */
  follows: boolean;
  /** Takes as long as the function works. */
  long: boolean;
  /** Makes the probe request; `--watch` leaves it out. */
  acts: boolean;
  probe(context: ProbeContext): Promise<unknown>;
  judge(seen: unknown): Verdict;
}

export interface CheckDesign<Seen> {
  id: CheckId;
  claim: string;
  needs?: readonly CheckId[];
  unlessFailed?: readonly CheckId[];
  follows?: boolean;
  long?: boolean;
  acts?: boolean;
  probe(context: ProbeContext): Promise<Seen>;
  judge(seen: Seen): Verdict;
}

/** A check. What `probe` returns is plain data, so that tests store it and judge it again without a cloud. */
export function check<Seen>(design: CheckDesign<Seen>): Check {
  const { id, claim, needs = [], unlessFailed = [], probe, judge } = design;
  const { follows = false, long = false, acts = false } = design;
  return {
    id,
    step: stepOf(id),
    claim,
    needs,
    unlessFailed,
    follows,
    long,
    acts,
    probe,
    judge: (seen) => judge(seen as Seen),
  };
}

/** The step that a check belongs to. */
export function stepOf(id: CheckId): StepId {
  return id.slice(0, id.indexOf("/")) as StepId;
}

export function pass(observed: string, remarks: readonly (string | undefined)[] = []): Pass {
  return { status: "pass", observed, remarks: remarks.filter((remark) => remark !== undefined) };
}

export function fail(failure: Omit<Fail, "status">): Fail {
  return { status: "fail", ...failure };
}

export function unknown(observed: string, hint: string): Unknown {
  return { status: "unknown", observed, hint };
}

/** Any fail 1; else any unknown 2; else any skip 1; else 0. */
export function summarize(outcomes: readonly Outcome[]): { status: Outcome; exitCode: 0 | 1 | 2 } {
  if (outcomes.includes("fail")) return { status: "fail", exitCode: 1 };
  if (outcomes.includes("unknown")) return { status: "unknown", exitCode: 2 };
  if (outcomes.includes("skip")) return { status: "skip", exitCode: 1 };
  return { status: "pass", exitCode: 0 };
}
