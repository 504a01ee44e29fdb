import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Workflow, WorkflowDef } from "@long-running-api/conductor/client";
import { readPollState } from "@long-running-api/conductor/http-poll/failures";
import { waitUntil } from "@long-running-api/foundation/wait";
import { unless } from "@long-running-api/kit/aws-errors";
import { correlationId } from "../../../steps/owned.ts";
import type { Place } from "../../fault.ts";
import type { Change } from "./change.ts";
import { ownDefinition } from "./workflow.ts";

const waiting = { secondsMax: 120, everyMs: 100 };

type Until = (execution: Workflow) => boolean;

export const hasEnded: Until = ({ status }) => status !== "RUNNING" && status !== "PAUSED";

/** Whether the status was polled and a response arrived. */
export const hasPolled: Until = (execution) =>
  hasEnded(execution) ||
  (execution.tasks ?? []).some(({ taskType, pollCount = 0 }) => taskType === "HTTP_POLL" && pollCount > 0);

/** Whether polls failed with what may pass, three times in a row. */
export const pollsKeepFailing: Until = (execution) =>
  hasEnded(execution) ||
  (execution.tasks ?? []).some(({ outputData }) => readPollState(outputData).failuresInARow >= 3);

/** Runs the workflow, and waits until a condition on the run is true. */
export function run(input: Readonly<Record<string, unknown>>, until: Until = hasEnded): Change {
  return async (place) => {
    await follow(place, await start(place, input), until);
  };
}

/** Runs a changed definition, then registers the right one again. */
export function runChanged(
  change: (definition: WorkflowDef) => WorkflowDef,
  until: Until = hasEnded,
): Change {
  return async (place) => {
    const conductor = await place.target.conductor();
    const definition = await ownDefinition(place);
    await conductor.register(change(definition), { unchecked: true });
    try {
      await run({ requestId: freshId() }, until)(place);
    } finally {
      await conductor.register(definition);
    }
  };
}

/** A run whose item is COMPLETED before its own work is done, as when an earlier request with its id ends. */
export function runOvertaken(requestId: string): Change {
  return async (place) => {
    const client = new DynamoDBClient(place.target.aws);
    const TableName = place.names.table;
    const workflowId = await start(place, { requestId });
    await waitUntil(async () => {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: keyOf(requestId) }));
      return Item;
    }, waiting);
    const Item = { ...keyOf(requestId), status: { S: "COMPLETED" } };
    await client.send(new PutItemCommand({ TableName, Item }));
    await follow(place, workflowId, hasEnded);
  };
}

/** Deletes a request's item. */
export function forgetRow(requestId: string): Change {
  return async ({ target, names }) => {
    const client = new DynamoDBClient(target.aws);
    await unless("ResourceNotFoundException", () =>
      client.send(new DeleteItemCommand({ TableName: names.table, Key: keyOf(requestId) })),
    );
  };
}

function keyOf(requestId: string) {
  return { requestId: { S: requestId } };
}

/** An id that no request had. */
export function freshId(): string {
  return `practice-${Date.now().toString(36)}`;
}

/** Ends the executions that these steps, or a fault, started and that still run. */
export async function terminateRuns(place: Place): Promise<void> {
  const conductor = await place.target.conductor();
  for (const { workflowId, status } of await ownRuns(place))
    if (status === "RUNNING") await conductor.terminate(workflowId, "takes too long");
}

/** Ends and removes them all. */
export async function removeRuns(place: Place): Promise<void> {
  await terminateRuns(place);
  const conductor = await place.target.conductor();
  for (const { workflowId } of await ownRuns(place)) await conductor.remove(workflowId);
}

async function ownRuns({ target, names }: Place) {
  const conductor = await target.conductor();
  return await conductor.executions(
    `workflowType='${names.workflow}' AND correlationId='${correlationId(names)}'`,
  );
}

async function start(place: Place, input: Readonly<Record<string, unknown>>): Promise<string> {
  const { name } = await ownDefinition(place);
  const conductor = await place.target.conductor();
  return await conductor.start({ name, input: { ...input }, correlationId: correlationId(place.names) });
}

async function follow({ target }: Place, workflowId: string, until: Until): Promise<void> {
  const conductor = await target.conductor();
  await waitUntil(async () => {
    const execution = await conductor.execution(workflowId);
    return execution && until(execution) ? true : undefined;
  }, waiting);
}
