import { randomBytes } from "node:crypto";
import { ConductorRefusal, type Workflow } from "@long-running-api/conductor/client";
import { waitUntil } from "@long-running-api/foundation/wait";
import type { Place } from "../instructor/fault.ts";
import { correlationId } from "../steps/owned.ts";

/** Why a run that does not end is terminated. */
export const enough = "the practice needs this run no longer";

/** Starts the workflow with an id of its own; Conductor may refuse to. */
export async function startRun({
  target,
  names,
}: Place): Promise<{ requestId: string } & ({ workflowId: string } | { refused: string })> {
  const conductor = await target.conductor();
  const requestId = `order-${randomBytes(3).toString("hex")}`;
  try {
    const workflowId = await conductor.start({
      name: names.workflow,
      input: { requestId },
      correlationId: correlationId(names),
    });
    return { requestId, workflowId };
  } catch (error) {
    if (!(error instanceof ConductorRefusal)) throw error;
    return { requestId, refused: `POST …/workflow/${names.workflow} → ${error.status} ${error.message}` };
  }
}

export interface WatchRun {
  secondsMax: number;
  until(execution: Workflow): boolean;
  look(execution: Workflow): void | Promise<void>;
}

/** Polls a run until a condition is met or time is up. Returns its last record. */
export async function watchRun(
  { target }: Place,
  workflowId: string,
  { secondsMax, until, look }: WatchRun,
): Promise<Workflow> {
  const conductor = await target.conductor();
  let latest: Workflow = {};
  await waitUntil(
    async () => {
      latest = (await conductor.execution(workflowId)) ?? latest;
      await look(latest);
      return until(latest) || undefined;
    },
    { secondsMax, everyMs: 150 },
  );
  return latest;
}

/** The run of the workflow that was started last. */
export async function latestRun({ target, names }: Place): Promise<Workflow | undefined> {
  const conductor = await target.conductor();
  const [newest] = await conductor.executions(`workflowType='${names.workflow}'`);
  return newest && (await conductor.execution(newest.workflowId));
}

export function requestIdOf({ input }: Workflow): string {
  const id = input?.["requestId"];
  return typeof id === "string" ? id : "";
}
