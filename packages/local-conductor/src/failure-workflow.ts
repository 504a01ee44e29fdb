import { workflowToWire } from "./api/wire.ts";
import type { Core } from "./executor/core.ts";
import { startRegistered } from "./executor/start.ts";
import type { Execution } from "./model.ts";
import type { Registry } from "./registry.ts";

/**
 * Starts the `failureWorkflow` of a failed execution, and records its id in that execution's output
 * (https://docs.conductor-oss.org/devguide/how-tos/Workflows/handling-errors.html).
 */
export function startFailureWorkflow(core: Core, registry: Registry, failed: Execution): void {
  const { failureWorkflow } = failed.definition;
  if (!failureWorkflow?.trim()) return;
  const input = {
    ...failed.input,
    workflowId: failed.workflowId,
    reason: failed.reasonForIncompletion,
    failureStatus: failed.status,
    ...(failed.failedTaskId === undefined ? {} : { failureTaskId: failed.failedTaskId }),
    failedWorkflow: workflowToWire(failed),
  };
  const started = attempt(() =>
    startRegistered(core, registry, {
      name: failureWorkflow,
      input,
      correlationId: failed.correlationId,
    }),
  );
  const output = { ...failed.output, "conductor.failure_workflow": started };
  core.putExecution({ ...failed, output });

  function attempt(start: () => string): string {
    try {
      return start();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return `Error workflow ${failureWorkflow} failed to start.  reason: ${reason}`;
    }
  }
}
