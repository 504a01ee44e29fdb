import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { ConductorApi, Workflow } from "@long-running-api/conductor/client";
import { inSeconds } from "@long-running-api/foundation/text";
import { unless } from "@long-running-api/kit/aws-errors";
import { missingStep } from "../missing.ts";
import { correlationId } from "../owned.ts";
import { type Done, inTurn, type Work } from "../step.ts";
import { follow } from "./follow.ts";
import { isOpen, reasonOf } from "./record.ts";
import { chooseRequestId } from "./request-id.ts";

/** Starts an execution of the workflow, and follows it until it ends. */
export async function startRun(work: Work): Promise<Done> {
  const { target, names, output } = work;
  const conductor = await target.conductor();
  const definition = await conductor.definition(names.workflow);
  if (!definition)
    throw missingStep(
      "04-workflow",
      `There is no workflow definition ${names.workflow}.`,
      target.conductorUrl,
    );
  const processingSeconds = await readProcessingSeconds(work);
  const { requestId, workflowId } = await inTurn(work, () => startUnderFreshId(work, conductor));
  output.say(`  Started execution ${workflowId} with requestId ${requestId}.`);
  const limit = (execution: Workflow) => 2 + processingSeconds + 3 * intervalSeconds(execution);
  const execution = await follow({ conductor, workflowId, output, secondsMax: limit });
  return done(execution, { requestId, workflowId, waitedSeconds: limit(execution) });
}

/** Two concurrent runs must not use the same requestId: until the item exists, only the other execution shows it. */
async function startUnderFreshId(work: Work, conductor: ConductorApi) {
  const { names } = work;
  const running = await conductor.executions(`workflowType='${names.workflow}' AND status='RUNNING'`);
  const executions = await Promise.all(running.map(({ workflowId }) => conductor.execution(workflowId)));
  const isStarted = (id: string) => executions.some((execution) => execution?.input?.["requestId"] === id);
  const requestId = await chooseRequestId(work, isStarted);
  const workflowId = await conductor.start({
    name: names.workflow,
    input: { requestId },
    correlationId: correlationId(names),
  });
  return { requestId, workflowId };
}

function done(
  execution: Workflow,
  { requestId, workflowId, waitedSeconds }: { requestId: string; workflowId: string; waitedSeconds: number },
): Done {
  const took = (execution.endTime ?? 0) - (execution.createTime ?? 0);
  const facts = {
    workflowId,
    requestId,
    status: execution.status,
    seconds: took / 1000,
    polls: pollTask(execution)?.pollCount ?? 0,
  };
  if (execution.status === "COMPLETED") {
    return {
      messages: [
        `The execution ${workflowId} is COMPLETED after ${inSeconds(took)} and ${facts.polls} polls.`,
      ],
      facts,
    };
  }
  if (!isOpen(execution.status)) {
    return {
      messages: [
        `The execution ${workflowId} is ${execution.status}: ${reasonOf(execution) ?? "no reason given"}`,
      ],
      facts,
      exitCode: 2,
    };
  }
  return {
    messages: [
      `The execution ${workflowId} is still ${execution.status} after ${waitedSeconds} s (the function's time and three polls). It keeps running.`,
      "This step's check shows what it is waiting for.",
    ],
    facts,
    exitCode: 2,
  };
}

/** The definition's interval, or the server's minimum if that is longer. */
function intervalSeconds(execution: Workflow): number {
  const task = pollTask(execution);
  const request = task?.inputData?.["http_request"] as { pollingInterval?: unknown } | undefined;
  return Math.max(Number(request?.pollingInterval ?? 5) || 5, task?.callbackAfterSeconds ?? 0);
}

function pollTask(execution: Workflow) {
  return execution.tasks?.findLast(({ taskType }) => taskType === "HTTP_POLL");
}

const tutorialSeconds = 25;

/** How long the function works, from its settings; the tutorial's time if they cannot be read. */
async function readProcessingSeconds({ target, names }: Work): Promise<number> {
  const client = new LambdaClient(target.aws);
  try {
    const found = await unless("ResourceNotFoundException", () =>
      client.send(new GetFunctionConfigurationCommand({ FunctionName: names.function })),
    );
    const value = Number(found?.Environment?.Variables?.["PROCESSING_SECONDS"] ?? tutorialSeconds);
    return Number.isFinite(value) ? value : tutorialSeconds;
  } finally {
    client.destroy();
  }
}
