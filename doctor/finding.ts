/** What one diagnostic found. */
export interface Finding {
  /** A word or two, e.g. "Node". */
  title: string;
  /** `note`: worth knowing, but the target works without. */
  status: "ok" | "note" | "lacking";
  seen: string;
  /** Commands or sentences, if there is something to do. */
  toDo?: readonly string[];
  /** Who can fix it; by default you. */
  whose?: "you" | "someone else";
}

/** Examines one thing and changes nothing; undefined if there is nothing to report. */
export type Diagnostic = () => Promise<Finding | readonly Finding[] | undefined>;

/** 0 ready, 1 you can fix it, 2 someone else must. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 | 2 {
  const lacking = findings.filter(({ status }) => status === "lacking");
  if (lacking.length === 0) return 0;
  return lacking.some(({ whose = "you" }) => whose === "you") ? 1 : 2;
}
