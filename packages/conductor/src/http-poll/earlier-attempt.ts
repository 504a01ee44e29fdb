import { noFailures, type PollState, readPollState } from "./failures.ts";

/** An ended attempt of a task. */
export interface EarlierAttempt {
  readonly status?: string | undefined;
  readonly pollCount?: number | undefined;
  readonly outputData?: unknown;
}

/**
 * The state from which an attempt continues one that was abandoned. After a failure its retry has a budget of
 * its own; after another end, such as a used-up maxPollCount, someone wants the polling to begin again.
 */
export function continued({ status, pollCount = 0, outputData }: EarlierAttempt): PollState {
  if (status !== "TIMED_OUT" && status !== "FAILED") return noFailures;
  const before = readPollState(outputData);
  const row = status === "FAILED" ? { failuresInARow: 0, failingSeconds: 0 } : {};
  return { ...before, ...row, earlierPolls: before.earlierPolls + pollCount };
}

/** A task as records have it, with what distinguishes its attempts. */
export interface AttemptRecord extends EarlierAttempt {
  readonly referenceTaskName?: string | undefined;
  readonly retryCount?: number | undefined;
}

/** The attempt before this one among an execution's tasks. */
export function attemptBefore<Attempt extends AttemptRecord>(
  { referenceTaskName, retryCount = 0 }: AttemptRecord,
  tasks: Iterable<Attempt>,
): Attempt | undefined {
  for (const task of tasks)
    if (task.referenceTaskName === referenceTaskName && (task.retryCount ?? 0) === retryCount - 1)
      return task;
  return undefined;
}
