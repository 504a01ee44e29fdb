import type { Task } from "../model.ts";

/** The parts of a task that count for a limit. */
type Counted = Pick<Task, "taskId" | "taskDefName">;

/**
 * `concurrentExecLimit` of task definitions: how many tasks of a name may be in progress at the same time. As on
 * Conductor OSS a poll that waits for its next turn keeps its place.
 */
export interface Limits {
  /** The limit of a name; 0 for none. */
  set(taskDefName: string, limit: number): void;
  mayBegin(task: Counted): boolean;
  begin(task: Counted): void;
  end(task: Counted): void;
  /** Calls back once when another task of that name may start. */
  whenFree(taskDefName: string, run: () => void): void;
}

/** Starts without limits. `schedule` runs an action soon. */
export function makeLimits(schedule: (run: () => void) => void): Limits {
  const limits = new Map<string, number>();
  const inProgress = new Map<string, Set<string>>();
  const waiting = new Map<string, (() => void)[]>();

  return {
    set(taskDefName, limit) {
      if (limit > 0) limits.set(taskDefName, limit);
      else limits.delete(taskDefName);
    },
    mayBegin({ taskDefName, taskId }) {
      const places = inProgress.get(taskDefName);
      return !places || places.has(taskId) || places.size < (limits.get(taskDefName) ?? Infinity);
    },
    begin({ taskDefName, taskId }) {
      const places = inProgress.get(taskDefName) ?? new Set();
      inProgress.set(taskDefName, places.add(taskId));
    },
    end({ taskDefName, taskId }) {
      const places = inProgress.get(taskDefName);
      if (!places?.delete(taskId)) return;
      if (places.size === 0) inProgress.delete(taskDefName);
      const next = waiting.get(taskDefName)?.shift();
      if (next) schedule(next);
    },
    whenFree(taskDefName, run) {
      waiting.set(taskDefName, [...(waiting.get(taskDefName) ?? []), run]);
    },
  };
}
