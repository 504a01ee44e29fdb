import { DeleteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
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
      if (isOpen(execution?.status))
        await conductor.terminate(workflowId, "terminated by --undo of the step");
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
        : `Deleted ${runs.length} execution${runs.length === 1 ? "" : "s"} of ${names.workflow} and ${runs.length === 1 ? "its item" : "their items"}.`,
    ],
  };
}
