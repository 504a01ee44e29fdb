/** How late polls are delivered, measured by one worker's own clock. */
export interface Lateness {
  /** The task is due again after this many seconds. */
  dueIn(taskId: string, seconds: number): void;
  /** The seconds by which a delivered task is late; undefined for one that another worker had before. */
  delivered(taskId: string): number | undefined;
}

/** The maximum number of waiting tasks whose due times are kept. */
const tasksMax = 20_000;

/** Starts measuring, without any tasks yet. */
export function createLateness(nowMs: () => number): Lateness {
  const dueAtMs = new Map<string, number>();
  return {
    dueIn(taskId, seconds) {
      if (dueAtMs.size >= tasksMax) return;
      dueAtMs.set(taskId, nowMs() + seconds * 1_000);
    },
    delivered(taskId) {
      const dueMs = dueAtMs.get(taskId);
      dueAtMs.delete(taskId);
      return dueMs === undefined ? undefined : Math.max(0, nowMs() - dueMs) / 1_000;
    },
  };
}
