import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Workflow, WorkflowDef } from "@long-running-api/conductor/client";
import { readPollState } from "@long-running-api/conductor/http-poll/failures";
import { hasEnded } from "@long-running-api/conductor/status";
import { waitUntil } from "@long-running-api/foundation/wait";
import { unless } from "@long-running-api/kit/aws-errors";
import { asObject } from "../../../checks/rules/gateway/json.ts";
import { statusIn } from "../../../checks/rules/gateway/status-in.ts";
import { workTime } from "../../../checks/rules/work-time.ts";
import { correlationId } from "../../../steps/owned.ts";
import type { Place } from "../../fault.ts";
import type { Change } from "./change.ts";
import { ownFunction } from "./function.ts";
import { ownDefinition } from "./workflow.ts";

const waiting = { secondsMax: 120, everyMs: 100 };

type Until = (execution: Workflow) => boolean;

export const runEnded: Until = ({ status }) => hasEnded(status ?? "");

/** Whether the status was polled and a response arrived. */
export const hasPolled: Until = (execution) =>
  runEnded(execution) ||
  (execution.tasks ?? []).some(
    ({ taskType, outputData }) => taskType === "HTTP_POLL" && outputData?.["response"] !== undefined,
  );

/** Whether three polls in a row had transient failures. */
export const pollsKeepFailing: Until = (execution) =>
  runEnded(execution) ||
  (execution.tasks ?? []).some(({ outputData }) => readPollState(outputData).failuresInARow >= 3);

/** Runs the workflow, and waits until a condition on the run is true. */
export function run(input: Readonly<Record<string, unknown>>, until: Until = runEnded): Change {
  return async (place) => {
    await follow(place, await start(place, input), until);
  };
}

/** How a changed run is followed. */
interface RunChangedOptions {
  until?: Until;
  /** Its polls find the function at work. On a busy machine the last may come too late: then there is another run. */
  atWork?: true;
}

/** Runs a changed definition, then registers the right one again. */
export function runChanged(
  change: (definition: WorkflowDef) => WorkflowDef,
  { until = runEnded, atWork }: RunChangedOptions = {},
): Change {
  return async (place) => {
    const conductor = await place.target.conductor();
    const definition = await ownDefinition(place);
    await conductor.register(change(definition), { lenient: true });
    try {
      await runUntil(atWork ? sawProcessing : () => true, place, async () => {
        const requestId = freshId();
        if (atWork) await storeItem(place, requestId, "PROCESSING"); // the first poll may overtake the first write
        return await follow(place, await start(place, { requestId }), until);
      });
    } finally {
      await conductor.register(definition);
    }
  };
}

/** Whether the last poll came between the function's first write and its last. */
export const sawProcessing: Until = (execution) => {
  const poll = execution.tasks?.find(({ taskType }) => taskType === "HTTP_POLL");
  const response = asObject(poll?.outputData?.["response"]);
  return response !== undefined && statusIn(response["body"]).status === "PROCESSING";
};

/** A run whose item is COMPLETED before its own work is done, as when an earlier request with its id ends. */
export function runOvertaken(requestId: string): Change {
  return async (place) => {
    const { configuration } = await ownFunction(place);
    const { seconds } = workTime(configuration.Environment?.Variables ?? {}, "");
    const overtaken: Until = ({ startTime = 0, endTime = 0 }) => (endTime - startTime) / 1000 < seconds / 2;
    await runUntil(overtaken, place, async () => {
      await forgetRow(requestId)(place);
      const client = new DynamoDBClient(place.target.aws);
      const TableName = place.names.table;
      const workflowId = await start(place, { requestId });
      await waitUntil(async () => {
        const { Item } = await client.send(new GetItemCommand({ TableName, Key: keyOf(requestId) }));
        return Item;
      }, waiting);
      await storeItem(place, requestId, "COMPLETED");
      return await follow(place, workflowId, runEnded);
    });
  };
}

/** A run whose waiting task someone else completes, with another result, while the function works. */
export function runCompletedBy(outputData: Readonly<Record<string, unknown>>): Change {
  return async (place) => {
    const conductor = await place.target.conductor();
    const workflowId = await start(place, { requestId: freshId() });
    const taskId = await waitUntil(async () => {
      const tasks = (await conductor.execution(workflowId))?.tasks ?? [];
      return tasks.find(({ status }) => status === "IN_PROGRESS")?.taskId;
    }, waiting);
    if (taskId === undefined) throw new Error(`No task of ${workflowId} waits.`);
    await conductor.update({ workflowInstanceId: workflowId, taskId, status: "COMPLETED", outputData });
    await follow(place, workflowId, runEnded);
  };
}

const runsMax = 10;

/** Makes runs until one shows what it must. */
async function runUntil(
  shows: Until,
  place: Place,
  makeRun: () => Promise<Workflow | undefined>,
): Promise<void> {
  for (let runs = 0; runs < runsMax; runs += 1) {
    const made = await makeRun();
    if (made && shows(made)) return;
    await terminateRuns(place);
  }
  throw new Error(`None of ${runsMax} runs reached the state that the fault needs.`);
}

async function storeItem({ target, names }: Place, requestId: string, status: string): Promise<void> {
  const client = new DynamoDBClient(target.aws);
  const Item = { ...keyOf(requestId), status: { S: status } };
  await client.send(new PutItemCommand({ TableName: names.table, Item }));
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

async function follow({ target }: Place, workflowId: string, until: Until): Promise<Workflow | undefined> {
  const conductor = await target.conductor();
  return await waitUntil(async () => {
    const execution = await conductor.execution(workflowId);
    return execution && until(execution) ? execution : undefined;
  }, waiting);
}
