/** A policy's decision. */
export interface PolicyDecision {
  decision: "allowed" | "explicitDeny" | "implicitDeny";
  /** The statement that decided, as plain data; undefined when none did. */
  by(): object | undefined;
}
