import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { AddPermissionCommand, LambdaClient, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import type { ConductorApi, Workflow } from "@long-running-api/conductor/client";
import { once } from "@long-running-api/foundation/once";
import { inSeconds } from "@long-running-api/foundation/text";
import { unless } from "@long-running-api/kit/aws-errors";
import { beforeLeaving } from "@long-running-api/kit/interrupt";
import { tagsOf } from "@long-running-api/kit/names";
import { findFunction } from "../02-lambda/function.ts";
import { findApi } from "../03-api/find-api.ts";
import { openApiDocument } from "../03-api/openapi.ts";
import { fillIn, readSyncDefinition } from "../04-workflow/definition.ts";
import { missingStep } from "../missing.ts";
import { correlationId, isOurs } from "../owned.ts";
import type { Done, Work } from "../step.ts";
import { follow } from "./follow.ts";
import { isOpen, reasonOf } from "./record.ts";
import { chooseRequestId } from "./request-id.ts";

const secondsMax = 90; // an Orkes server gives an HTTP task up after 60 s

/** The same function without the Event header: the integration waits for its response. */
const waitingTemplate = `{
  "action": "invoke",
  "requestId": "$util.escapeJavaScript($input.path('$.requestId')).replaceAll("\\\\'", "'")"
}`;

/**
 * The problem that the tutorial begins with: a second API that waits for the function, and a workflow with
 * one HTTP task that waits for that API. Both are deleted again, even after Ctrl-C.
 */
export async function runSynchronously(work: Work): Promise<Done> {
  const { target, names, output } = work;
  const conductor = await target.conductor();
  const requestId = await chooseRequestId(work);
  const clients = { gateway: new APIGatewayClient(target.aws), lambda: new LambdaClient(target.aws) };
  const name = `${names.workflow}_sync`;
  const waitingApi = await createWaitingApi(work, clients);
  let workflowId: string | undefined;
  const cleanUp = once(async () => {
    if (workflowId !== undefined) await removeRun(conductor, workflowId);
    await conductor.unregister(name, 1).catch(() => undefined); // it may not have been registered yet
    await waitingApi.remove();
  });
  const forget = beforeLeaving(cleanUp);
  try {
    const invokeUrl = target.invokeUrl({ apiId: waitingApi.id, stage: names.stage });
    await conductor.register(fillIn(await readSyncDefinition(), { name, invokeUrl, names }));
    workflowId = await conductor.start({
      name,
      input: { requestId },
      correlationId: correlationId(names),
    });
    output.say(`  Started execution ${workflowId}: one HTTP task that waits for the function.`);
    const execution = await follow({ conductor, workflowId, output, secondsMax: () => secondsMax });
    return verdict(execution, workflowId);
  } finally {
    await cleanUp().finally(forget); // in this order: a signal that comes now waits for it
    for (const client of Object.values(clients)) client.destroy();
  }
}

/** Ends and removes the execution, so that nothing is left behind. */
async function removeRun(conductor: ConductorApi, workflowId: string): Promise<void> {
  const execution = await conductor.execution(workflowId);
  if (isOpen(execution?.status)) await conductor.terminate(workflowId, "step 05-run --sync has ended");
  await conductor.remove(workflowId);
}

function verdict(execution: Workflow, workflowId: string): Done {
  const took = inSeconds((execution.endTime ?? Date.now()) - (execution.createTime ?? 0));
  const facts = { workflowId, status: execution.status };
  if (execution.status === "COMPLETED") {
    return {
      messages: [
        `The execution ${workflowId} is COMPLETED after ${took}: this function is just fast enough for this server. With --processing-seconds 40 in step 02, API Gateway times out after 29 s.`,
      ],
      facts,
    };
  }
  return {
    messages: [
      `The execution ${workflowId} is ${execution.status} after ${took}: ${reasonOf(execution) ?? "no reason given"}`,
      "That is the problem: the caller times out while the function continues. The five steps start it without waiting, then poll.",
    ],
    facts,
  };
}

/**
 * A second API with one method, POST /invoke-lambda, that waits for the function; `remove` deletes it. One that a killed
 * command has left behind is used again.
 */
export async function createWaitingApi(
  { target, names }: Pick<Work, "target" | "names">,
  { gateway, lambda }: { gateway: APIGatewayClient; lambda: LambdaClient },
): Promise<{ id: string; remove(): Promise<void> }> {
  const functionArn = (await findFunction(lambda, names.function))?.configuration.FunctionArn;
  if (!functionArn)
    throw missingStep("02-lambda", `There is no function ${names.function}.`, "lambda:GetFunction");
  const name = `${names.api}-sync`;
  const description = "Waits for the tutorial's function: the problem that the tutorial begins with";
  const left = await findApi(gateway, { ...names, api: name });
  const api =
    left && isOurs(left.tags, names)
      ? left
      : await gateway.send(
          new CreateRestApiCommand({
            name,
            description,
            endpointConfiguration: { types: ["REGIONAL"] },
            tags: tagsOf(names),
          }),
        );
  const { id = "" } = api;
  const StatementId = `apigateway-${id}-sync`;
  const remove = async () => {
    await unless("NotFoundException", () => gateway.send(new DeleteRestApiCommand({ restApiId: id })));
    await unless("ResourceNotFoundException", () =>
      lambda.send(new RemovePermissionCommand({ FunctionName: functionArn, StatementId })),
    );
  };
  try {
    const methods = [
      {
        path: "/invoke-lambda",
        verb: "post",
        status: "200",
        requestTemplate: waitingTemplate,
        responseTemplate: undefined,
      },
    ] as const;
    const document = openApiDocument({ name, description, functionArn, region: target.aws.region, methods });
    await gateway.send(
      new PutRestApiCommand({
        restApiId: id,
        mode: "overwrite",
        failOnWarnings: true,
        body: Buffer.from(JSON.stringify(document)),
      }),
    );
    const [, , , , account] = functionArn.split(":");
    const SourceArn = `arn:aws:execute-api:${target.aws.region}:${account}:${id}/*/POST/invoke-lambda`;
    const permission = new AddPermissionCommand({
      FunctionName: functionArn,
      StatementId,
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceArn,
    });
    await unless("ResourceConflictException", () => lambda.send(permission));
    await gateway.send(new CreateDeploymentCommand({ restApiId: id, stageName: names.stage }));
  } catch (error) {
    await remove();
    throw error;
  }
  return { id, remove };
}
