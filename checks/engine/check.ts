import type { ProbeContext } from "./probe-context.ts";

export const stepIds = ["01-table", "02-lambda", "03-api", "04-workflow", "05-run"] as const;
export type StepId = (typeof stepIds)[number];
export type CheckId = `${StepId}/${string}`;

export type Outcome = "pass" | "fail" | "skip" | "unknown";

/** What is there and what would be right, one field a line; templates are shown as a diff (`--solution`). */
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
  /** What goes wrong further down because of it. */
  leadsTo: string;
  /** Where to look: step, section of the tutorial, page of the console. */
  lookAt: string;
  /** What to look for; never what to type. */
  hint: string;
  differences?: readonly Difference[];
}

export interface Skip {
  status: "skip";
  /** The check that this one follows from. */
  because: CheckId;
  observed?: string;
}

/** Not being able to look is no one's mistake. */
export interface Unknown {
  status: "unknown";
  observed: string;
  hint: string;
  /** Two things that fit: what to name to choose one. */
  choices?: { option: "table" | "function" | "api" | "stage" | "workflow"; names: readonly string[] };
  /** Nobody else can look either: what would repeat this one if it failed is skipped. */
  stops?: true;
}

export type Verdict = Pass | Fail | Skip | Unknown;

/** One thing that we claim about a step: how to look (reads only), how to decide (pure). */
export interface Check {
  id: CheckId;
  step: StepId;
  claim: string;
  /** Without these there is nothing to judge: unless each of them passes, this check is skipped. */
  needs: readonly CheckId[];
  /** If one of these failed, this check would only repeat it. Where they could not be judged, it still can. */
  unlessFailed: readonly CheckId[];
  /** Tells of what has happened: where an earlier step's check fails, a failure here follows from that. */
  follows: boolean;
  /** Takes as long as the function works. */
  long: boolean;
  /** Makes the probe request: looking again and again leaves it out. */
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

/** A check. What `probe` answers is plain data, so that it can be recorded and judged again without a cloud. */
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

/** COMMANDS: any fail 1; else any unknown 2; else any skip 1; else 0. */
export function summarize(outcomes: readonly Outcome[]): { status: Outcome; exitCode: 0 | 1 | 2 } {
  if (outcomes.includes("fail")) return { status: "fail", exitCode: 1 };
  if (outcomes.includes("unknown")) return { status: "unknown", exitCode: 2 };
  if (outcomes.includes("skip")) return { status: "skip", exitCode: 1 };
  return { status: "pass", exitCode: 0 };
}
