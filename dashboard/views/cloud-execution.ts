import type { ExecutionSeen } from "@long-running-api/page/documents";
import type { ProbeContext } from "../../checks/engine/probe-context.ts";
import { findWorkflow } from "../../checks/read/find-workflow.ts";

/** The newest execution of the workflow; undefined if there is none. */
export async function executionSeen({
  target,
  names,
  ask,
}: ProbeContext): Promise<ExecutionSeen | undefined> {
  const { found } = await ask(findWorkflow);
  const conductor = await target.conductor();
  const workflow = found?.name ?? names.workflow;
  const [newest] = await conductor.executions(`workflowType='${workflow}'`);
  const record = newest && (await conductor.execution(newest.workflowId));
  if (!record) return undefined;
  const { status = "", createTime, startTime, endTime, tasks = [] } = record;
  const start = createTime ?? startTime;
  return {
    workflow,
    workflowId: newest.workflowId,
    status,
    ...(start && endTime ? { ms: endTime - start } : {}),
    polls: tasks.findLast(({ taskType }) => taskType === "HTTP_POLL")?.pollCount ?? 0,
    record,
  };
}
