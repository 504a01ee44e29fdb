import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { AddPermissionCommand, LambdaClient, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { unless } from "@long-running-api/kit/aws-errors";
import { type Names, tagsOf } from "@long-running-api/kit/names";
import { isOurs } from "../owned.ts";
import type { Done, Work } from "../step.ts";
import { findApi, findOwnApi } from "./find-api.ts";
import { apiMatchesDesign, stageMatchesDesign } from "./live.ts";
import { type ApiDesign, openApiDocument } from "./openapi.ts";

/** Creates the API, or changes it where it differs; returns its id. */
export async function ensureApi(client: APIGatewayClient, names: Names, design: ApiDesign): Promise<string> {
  const existing = await findOwnApi(client, names);
  const restApiId = existing?.id ?? (await newApi(client, names, design));
  if (!existing || !(await apiMatchesDesign(client, restApiId, design))) {
    const body = Buffer.from(JSON.stringify(openApiDocument(design)));
    await client.send(new PutRestApiCommand({ restApiId, mode: "overwrite", failOnWarnings: true, body }));
  }
  return restApiId;
}

async function newApi(client: APIGatewayClient, names: Names, { description }: ApiDesign): Promise<string> {
  const { id = "" } = await client.send(
    new CreateRestApiCommand({
      name: names.api,
      description,
      endpointConfiguration: { types: ["REGIONAL"] },
      tags: tagsOf(names),
    }),
  );
  return id;
}

/** The console adds this permission silently; without it every call returns 500. */
export async function allowInvoke(
  client: LambdaClient,
  restApiId: string,
  functionArn: string,
  { methods, region }: ApiDesign,
): Promise<void> {
  const account = functionArn.split(":")[4];
  for (const { verb, path } of methods) {
    const source = `arn:aws:execute-api:${region}:${account}:${restApiId}/*/${verb.toUpperCase()}${path.replace(/\{\w+\}/, "*")}`;
    await unless("ResourceConflictException", () =>
      client.send(
        new AddPermissionCommand({
          FunctionName: functionArn,
          StatementId: `apigateway-${restApiId}-${verb}`,
          Action: "lambda:InvokeFunction",
          Principal: "apigateway.amazonaws.com",
          SourceArn: source,
        }),
      ),
    );
  }
}

/** A deployment is a snapshot: later changes are not live. So the step deploys whenever the stage differs. */
export async function ensureDeployed(
  client: APIGatewayClient,
  restApiId: string,
  stageName: string,
  design: ApiDesign,
): Promise<void> {
  if (await stageMatchesDesign(client, restApiId, stageName, design)) return;
  await client.send(
    new CreateDeploymentCommand({
      restApiId,
      stageName,
      description: "Deployed by a step of the tutorial",
    }),
  );
}

/** Deletes our API with its stages, and its permission on the function. */
export async function dropApi({ target, names }: Pick<Work, "target" | "names">): Promise<Done> {
  const client = new APIGatewayClient(target.aws);
  try {
    const found = await findApi(client, names);
    if (!found?.id) return { messages: [`The API ${names.api} did not exist.`] };
    if (!isOurs(found.tags, names))
      return {
        messages: [
          `The API ${names.api} (${found.id}) was not created by these steps (it lacks their tags), so it is kept.`,
        ],
      };
    await unless("NotFoundException", () => client.send(new DeleteRestApiCommand({ restApiId: found.id })));
    await revokeInvoke(target.aws, names, found.id);
    return { messages: [`Deleted the API ${names.api} (${found.id}) and its stages.`] };
  } finally {
    client.destroy();
  }
}

/** Otherwise the permission would stay on the function for a deleted API. */
async function revokeInvoke(access: Work["target"]["aws"], names: Names, restApiId: string): Promise<void> {
  const client = new LambdaClient(access);
  for (const verb of ["post", "get"]) {
    await unless("ResourceNotFoundException", () =>
      client.send(
        new RemovePermissionCommand({
          FunctionName: names.function,
          StatementId: `apigateway-${restApiId}-${verb}`,
        }),
      ),
    );
  }
  client.destroy();
}
