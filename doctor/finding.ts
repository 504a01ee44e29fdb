/** What one diagnostic found. */
export interface Finding {
  /** In a word or two, e.g. "Node". */
  title: string;
  /** `note`: worth knowing, but the target works without. */
  status: "ok" | "note" | "lacking";
  seen: string;
  /** Commands or sentences, where there is something to do. */
  toDo?: readonly string[];
  /** Who can fix what is lacking; you, unless it says otherwise. */
  whose?: "you" | "somebody else";
}

/** Examines one thing and changes nothing; without anything to report there is no finding. */
export type Diagnostic = () => Promise<Finding | readonly Finding[] | undefined>;

/** COMMANDS: 0 ready, 1 you can fix it, 2 somebody else must. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 | 2 {
  const lacking = findings.filter(({ status }) => status === "lacking");
  if (lacking.length === 0) return 0;
  return lacking.some(({ whose = "you" }) => whose === "you") ? 1 : 2;
}
