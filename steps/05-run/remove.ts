import { DeleteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type ConductorApi, ConductorRefusal } from "@long-running-api/conductor/client";
import { counted } from "@long-running-api/foundation/text";
import { unless } from "@long-running-api/kit/aws-errors";
import { backoffWorkflow } from "@long-running-api/kit/names";
import { correlationId } from "../owned.ts";
import type { Done, Work } from "../step.ts";
import { isOpen } from "./record.ts";

/** Terminates and removes the executions that this step or the page started, and deletes their items. */
export async function removeRuns({ target, names }: Pick<Work, "target" | "names">): Promise<Done> {
  const conductor = await target.conductor();
  const runs = await conductor.executions(
    `workflowType IN (${names.workflow},${backoffWorkflow(names)}) AND correlationId='${correlationId(names)}'`,
  );
  const client = new DynamoDBClient(target.aws);
  try {
    for (const { workflowId } of runs) {
      const execution = await conductor.execution(workflowId);
      await terminateIfRunning(conductor, workflowId, "terminated by --undo of the step");
      const requestId = execution?.input?.["requestId"];
      if (typeof requestId === "string") {
        const remove = new DeleteItemCommand({
          TableName: names.table,
          Key: { requestId: { S: requestId } },
        });
        // An empty id, or a table with another key: no such item exists.
        await unless("ResourceNotFoundException", () =>
          unless("ValidationException", () => client.send(remove)),
        );
      }
      await conductor.remove(workflowId);
    }
  } finally {
    client.destroy();
  }
  return {
    messages: [
      runs.length === 0
        ? "No executions of this step existed."
        : `Deleted ${counted(runs.length, "execution")} of ${names.workflow} and ${runs.length === 1 ? "its item" : "their items"}.`,
    ],
  };
}

/** Ends a run, unless it has ended already or does so meanwhile: then Conductor refuses. */
export async function terminateIfRunning(
  conductor: ConductorApi,
  workflowId: string,
  reason: string,
): Promise<void> {
  if (!isOpen((await conductor.execution(workflowId))?.status)) return;
  try {
    await conductor.terminate(workflowId, reason);
  } catch (error) {
    if (!(error instanceof ConductorRefusal) || error.status !== 409) throw error;
  }
}
