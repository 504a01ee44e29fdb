// Which statuses are ends: https://conductor-oss.github.io/conductor/architecture/technicaldetails.html

/** Whether a task of this status has ended. */
export function isTerminal(status: string): boolean {
  return status !== "SCHEDULED" && status !== "IN_PROGRESS";
}

/** Whether an execution of this status has ended. */
export function hasEnded(status: string): boolean {
  return status !== "RUNNING" && status !== "PAUSED";
}
