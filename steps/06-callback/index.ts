import { LambdaClient } from "@aws-sdk/client-lambda";
import { callbackNames } from "@long-running-api/kit/names";
import { dropFunction } from "../02-lambda/function.ts";
import { lambdaOptions } from "../02-lambda/index.ts";
import { dropApi } from "../03-api/deploy.ts";
import { unregister } from "../04-workflow/index.ts";
import { requestIdOption } from "../05-run/index.ts";
import { removeRuns } from "../05-run/remove.ts";
import { ownFilesSentence } from "../designs/index.ts";
import { type Done, inTurn, type Step, stepCommand, type Work } from "../step.ts";
import { ensureCallbackApi } from "./api.ts";
import { ensureCallbackFunction } from "./function.ts";
import { limitsFor } from "./limits.ts";
import { runCallback } from "./run.ts";
import { registerCallbackWorkflow, taskName, unregisterTask } from "./workflow.ts";

export const callback: Step = {
  id: "06-callback",
  title: "The second method: the function completes its task by itself",
  options: {
    ...lambdaOptions,
    ...requestIdOption,
    loop: {
      type: "boolean",
      help: "poll in a loop of HTTP and WAIT, for a server without HTTP_POLL and without its worker",
    },
  },
  plan(names) {
    const own = callbackNames(names);
    return [
      `create the Lambda function ${own.function}, with the role of ${names.function}`,
      "keep Conductor's address in its environment, and the key and its secret if the server needs them",
      `create the REST API ${own.api} with POST /invoke-callback, and deploy it to the stage ${own.stage}`,
      `register the workflow definition ${own.workflow} and the task definition ${taskName(names)} in Conductor`,
      `start one execution of ${own.workflow}; its function writes one item to ${names.table}`,
    ];
  },
  apply,
  undo,
};

/** Makes what the callback needs, without running it. */
export async function prepareCallback(work: Work) {
  return await inTurn(work, async () => {
    const own = await ensureCallbackFunction(work);
    const api = await ensureCallbackApi(work, own.configuration.FunctionArn ?? "");
    const registered = await registerCallbackWorkflow(work, {
      startUrl: api.url,
      functionTimeoutSeconds: own.timeoutSeconds,
    });
    return { own, api, registered };
  });
}

async function apply(work: Work): Promise<Done> {
  const names = callbackNames(work.names);
  const { own, api, registered } = await prepareCallback(work);
  const { timeoutSeconds, responseTimeoutSeconds } = limitsFor(own.timeoutSeconds);
  const run = await runCallback(work, timeoutSeconds + 2 + own.processingSeconds);
  return {
    ...run,
    messages: [
      `The function ${names.function} is ${own.configuration.State}, and calls ${work.target.conductorUrl}.`,
      `The API ${names.api} (${api.id}) has POST /invoke-callback: ${api.url}`,
      `The workflow ${names.workflow} waits for the callback at most ${timeoutSeconds} s, and ${responseTimeoutSeconds} s without a heartbeat; then it polls.`,
      ...ownFilesSentence([own.file, ...api.files, registered.file]),
      ...run.messages,
    ],
    facts: { function: names.function, apiId: api.id, workflow: names.workflow, ...run.facts },
  };
}

async function undo({ target, names }: Work): Promise<Done> {
  const place = { target, names: callbackNames(names) };
  const { CloudWatchLogsClient } = await import("@aws-sdk/client-cloudwatch-logs");
  const clients = { lambda: new LambdaClient(target.aws), logs: new CloudWatchLogsClient(target.aws) };
  try {
    return {
      messages: [
        ...(await removeRuns(place)).messages,
        ...(await unregister(place)).messages,
        await unregisterTask({ target, names }),
        ...(await dropApi(place)).messages,
        await dropFunction(clients, place.names),
      ],
    };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

await stepCommand(import.meta, callback);
