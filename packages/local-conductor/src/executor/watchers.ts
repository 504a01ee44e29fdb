import type { Clock } from "../clock.ts";
import type { LiveExecution } from "../model.ts";
import type { Executions } from "./executions.ts";

/** Callers waiting for an execution to reach a state. */
export interface Watchers {
  /** Returns the execution once it meets the condition, or on timeout. */
  waitUntil(
    workflowId: string,
    done: (execution: LiveExecution) => boolean,
    seconds: number,
  ): Promise<LiveExecution>;
  /** To be called after an execution has changed. */
  notify(workflowId: string): void;
}

/** Creates watchers without callers. */
export function makeWatchers(executions: Executions, clock: Clock): Watchers {
  const waiting = new Map<string, Set<() => void>>();

  return {
    waitUntil(workflowId, done, seconds) {
      if (done(executions.get(workflowId))) return Promise.resolve(executions.get(workflowId));
      return new Promise((resolve, reject) => {
        const looks = waiting.get(workflowId) ?? new Set();
        waiting.set(workflowId, looks);
        const end = (): void => {
          cancel();
          looks.delete(look);
          if (looks.size === 0) waiting.delete(workflowId);
          try {
            resolve(executions.get(workflowId));
          } catch (error) {
            reject(error); // It was removed while a caller waited for it.
          }
        };
        const look = (): void => {
          const execution = executions.find(workflowId);
          if (!execution || done(execution)) end();
        };
        const cancel = clock.after(seconds * 1000, end);
        looks.add(look);
      });
    },
    notify(workflowId) {
      for (const look of [...(waiting.get(workflowId) ?? [])]) look();
    },
  };
}
