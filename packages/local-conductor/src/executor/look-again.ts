import type { Timers } from "./timers.ts";

/** Repeats a decision that time alone may change: one timer per execution, at the earliest moment requested. */
export interface LookAgain {
  at(workflowId: string): number | undefined;
  /** Whether the moment is a new one. */
  arm(workflowId: string, at: number | undefined): boolean;
  forget(workflowId: string): void;
}

/** Starts without timers. `decide` is called at each moment. */
export function makeLookAgain(timers: Timers, decide: (workflowId: string) => void): LookAgain {
  const moments = new Map<string, number>();

  return {
    at: (workflowId) => moments.get(workflowId),
    arm(workflowId, at) {
      if (at === undefined || at >= (moments.get(workflowId) ?? Infinity)) return false;
      moments.set(workflowId, at);
      timers.add(at, () => {
        if (moments.get(workflowId) !== at) return;
        moments.delete(workflowId);
        decide(workflowId);
      });
      return true;
    },
    forget: (workflowId) => void moments.delete(workflowId),
  };
}
