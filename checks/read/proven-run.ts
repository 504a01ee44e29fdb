import type { ProbeContext } from "../engine/probe-context.ts";
import { isDeployed } from "./deployment.ts";
import { changesSince, latestRun } from "./execution.ts";
import { endedForTheRightReason, waitedSeconds } from "./right-reason.ts";

/** A run that proves the design that is there now. Plain data. */
export interface Proof {
  workflowId: string;
  /** Whether POST took a small part of the time that the run waited. */
  prompt: boolean;
}

/** The latest run, if it is COMPLETED for the right reason, and nothing was changed since it began. */
export async function provenRun(context: ProbeContext): Promise<Proof | undefined> {
  const run = await context.ask(latestRun);
  if (!run || !endedForTheRightReason(run)) return undefined;
  const execution = await (await context.target.conductor()).execution(run.workflowId);
  if (!execution || !(await context.ask(isDeployed))) return undefined;
  if ((await changesSince(context, execution, run)).length > 0) return undefined;
  const { start } = run;
  const postSeconds = start ? (start.endedMs - start.scheduledMs) / 1000 : 0;
  return { workflowId: run.workflowId, prompt: postSeconds < waitedSeconds(run) / 2 };
}
