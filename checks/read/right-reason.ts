import { statusIn } from "../rules/gateway/status-in.ts";
import type { RunSeen } from "./execution.ts";

const luckSeconds = 2;

/** How long a run waited for its work, in seconds: up to its last poll, or up to the call that ended its task. */
export function waitedSeconds({ start, poll }: Pick<RunSeen, "start" | "poll">): number {
  const fromMs = poll ? (start?.endedMs ?? 0) : (start?.scheduledMs ?? 0);
  return ((poll?.endedMs ?? start?.endedMs ?? 0) - fromMs) / 1000;
}

/** Whether a run waited as long as the work takes, as far as that is known. */
export function waitedForWork(run: RunSeen): boolean {
  return !run.workKnown || run.functionChanged || waitedSeconds(run) >= run.workSeconds - luckSeconds;
}

/** Whether a run is COMPLETED because its work was: its last response reports the end in some form, and earlier ones did not. */
export function endedForTheRightReason(run: RunSeen): boolean {
  if (run.status !== "COMPLETED" || !waitedForWork(run)) return false;
  const { poll, start } = run;
  if (!poll) return start?.status === "COMPLETED" && start.asyncComplete === true;
  const status = poll.answer && statusIn(poll.answer.body).status;
  if (status === "COMPLETED") return true;
  return !/^(PROCESSING|NOT_FOUND|FAILED)$/.test(status ?? "") && poll.pollCount > 1;
}
