import {
  APIGatewayClient,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetExportCommand,
  GetResourcesCommand,
  GetStageCommand,
  UpdateIntegrationResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { findOwnApi } from "../../steps/03-api/find-api.ts";
import { readTemplates } from "../../steps/03-api/templates.ts";
import { designsOf, type Work } from "../../steps/step.ts";

/** The description by which the exercise recognizes its own deployment. */
const description = "Exercise 03-deploy: the API before its last change";

/** GET's response template before the previous exercise corrected it. */
const oldTemplate = "$input.json('$')";

/** Leaves the stage with a deployment that is older than the API, unless it has that already. */
export async function prepare(work: Work): Promise<void> {
  const { client, restApiId } = await open(work);
  const stageName = work.names.stage;
  try {
    const { deploymentId } = await client.send(new GetStageCommand({ restApiId, stageName }));
    const deployed = await client.send(new GetDeploymentCommand({ restApiId, deploymentId }));
    if (deployed.description === description) return;
    const { templates } = await readTemplates(designsOf(work));
    await setTemplate(client, restApiId, oldTemplate);
    await client.send(new CreateDeploymentCommand({ restApiId, stageName, description }));
    await setTemplate(client, restApiId, templates.getResponse ?? "");
  } finally {
    client.destroy();
  }
}

/** Whether the exercise made its deployment here. */
export async function isBegun(work: Work): Promise<boolean> {
  const client = new APIGatewayClient(work.target.aws);
  try {
    const api = await findOwnApi(client, work.names);
    if (!api?.id) return false;
    const { items = [] } = await client.send(new GetDeploymentsCommand({ restApiId: api.id, limit: 500 }));
    return items.some((deployment) => deployment.description === description);
  } finally {
    client.destroy();
  }
}

/** How to deploy: with this project, and with the AWS CLI. */
export async function commands(work: Work, folder: string): Promise<string[]> {
  const { client, restApiId } = await open(work);
  client.destroy();
  const { region, endpoint = "" } = work.target.aws;
  const keys = process.platform === "win32" ? "" : "AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test ";
  return [
    `npx tsx steps/03-api --from ${folder}`,
    `${keys}aws apigateway create-deployment --rest-api-id ${restApiId} --stage-name ${work.names.stage} --region ${region} --endpoint-url ${endpoint}`,
  ];
}

/** The snapshot itself: what the stage serves, as an OpenAPI document. */
export async function remember(work: Work): Promise<string> {
  const { client, restApiId } = await open(work);
  try {
    const { body = new Uint8Array() } = await client.send(
      new GetExportCommand({
        restApiId,
        stageName: work.names.stage,
        exportType: "oas30",
        parameters: { extensions: "integrations" },
        accepts: "application/json",
      }),
    );
    return `${JSON.stringify(JSON.parse(new TextDecoder().decode(body)), null, 2)}\n`;
  } finally {
    client.destroy();
  }
}

async function open({ target, names }: Work): Promise<{ client: APIGatewayClient; restApiId: string }> {
  const client = new APIGatewayClient(target.aws);
  const api = await findOwnApi(client, names);
  if (!api?.id) throw new Error("The API is not there, though its step was applied.");
  return { client, restApiId: api.id };
}

async function setTemplate(client: APIGatewayClient, restApiId: string, value: string): Promise<void> {
  const { items = [] } = await client.send(new GetResourcesCommand({ restApiId, limit: 500 }));
  const resourceId = items.find(({ path }) => path === "/{requestId}")?.id;
  await client.send(
    new UpdateIntegrationResponseCommand({
      restApiId,
      resourceId,
      httpMethod: "GET",
      statusCode: "200",
      patchOperations: [{ op: "replace", path: "/responseTemplates/application~1json", value }],
    }),
  );
}
