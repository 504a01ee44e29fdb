import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import type { WorkflowDef } from "@long-running-api/conductor/client";
import { Problem } from "@long-running-api/foundation/problem";
import type { Names } from "@long-running-api/kit/names";
import { findApi } from "../03-api/find-api.ts";
import { stageOf } from "../03-api/stage.ts";
import { ownFilesSentence } from "../designs/index.ts";
import { sendFile } from "../designs/refused-file.ts";
import { missingStep } from "../missing.ts";
import { type Done, designsOf, inTurn, stepCommand, type TutorialStep, type Work } from "../step.ts";
import { fillIn, isMarked, readWorkflowDesign, sameDefinition } from "./definition.ts";
import { registerTaskDefinitions, unregisterTaskDefinitions } from "./task-definitions.ts";

export const workflow: TutorialStep = {
  id: "04-workflow",
  title: "Register the Conductor workflow, with the invoke URL filled in",
  plan: (names) => [`register the workflow definition ${names.workflow} in Conductor`],
  apply: (work) => inTurn(work, () => register(work)),
  undo: unregister,
};

async function register(work: Work) {
  const { target, names } = work;
  const invokeUrl = await findInvokeUrl({ target, names });
  const { definition, file } = await readWorkflowDesign(designsOf(work));
  const wanted = fillIn(definition, { name: names.workflow, invokeUrl, names });
  const conductor = await target.conductor();
  const registered = await conductor.definition(names.workflow);
  requireMarked(registered, names);
  const taskDefinitions = await registerTaskDefinitions(target, wanted);
  const same = registered !== undefined && sameDefinition(registered, wanted);
  if (!same) await sendFile(file, "Conductor", () => conductor.register(wanted));
  return {
    messages: [
      `The workflow ${names.workflow}, version ${wanted.version ?? 1}, is registered at ${target.conductorUrl}; its tasks call ${invokeUrl}.`,
      ...taskDefinitions.map(
        (name) =>
          `The task definition ${name} is registered: it returns a poll whose worker has died to the queue.`,
      ),
      ...ownFilesSentence([file]),
    ],
    facts: { workflow: names.workflow, version: wanted.version ?? 1, invokeUrl },
  };
}

/** Refuses to replace a definition that these steps did not register. */
export function requireMarked(registered: WorkflowDef | undefined, names: Names): void {
  if (registered && !isMarked(registered, names)) {
    throw new Problem(
      `A workflow definition ${names.workflow} exists, but these steps did not register it.`,
      { "its description": registered.description ?? "none" },
      [
        "If you registered it by hand, continue with its check. To register another one, choose another name with --workflow NAME.",
      ],
    );
  }
}

/** The invoke URL of step 03's API. */
export async function findInvokeUrl({ target, names }: Pick<Work, "target" | "names">): Promise<string> {
  const client = new APIGatewayClient(target.aws);
  try {
    const api = await findApi(client, names);
    if (!api?.id) throw missingStep("03-api", `There is no API ${names.api}.`, "apigateway:GetRestApis");
    const stage = await stageOf(client, api.id, names);
    if (!stage)
      throw missingStep(
        "03-api",
        `The API ${names.api} (${api.id}) is not deployed to a stage ${names.stage}.`,
        "apigateway:GetStages",
      );
    return target.invokeUrl({ apiId: api.id, stage });
  } finally {
    client.destroy();
  }
}

/** Deletes a definition that these steps registered. */
export async function unregister({ target, names }: Pick<Work, "target" | "names">): Promise<Done> {
  const conductor = await target.conductor();
  const registered = await conductor.definition(names.workflow);
  if (!registered) return { messages: [`The workflow definition ${names.workflow} did not exist.`] };
  if (!isMarked(registered, names))
    return {
      messages: [
        `The workflow definition ${names.workflow} was not registered by these steps, so it is kept.`,
      ],
    };
  await conductor.unregister(names.workflow, registered.version ?? 1);
  const taskDefinitions = target.name === "oss" ? await unregisterTaskDefinitions(conductor, registered) : [];
  return {
    messages: [
      `Deleted the workflow definition ${names.workflow}, version ${registered.version ?? 1}.`,
      ...taskDefinitions.map((name) => `Deleted the task definition ${name}.`),
    ],
  };
}

await stepCommand(import.meta, workflow);
