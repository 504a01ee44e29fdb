import {
  CreateDeploymentCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  type IntegrationType,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { functionUri, type Gateway } from "./gateway.ts";
import type { Vector } from "./vector.ts";

type At = { restApiId: string; resourceId: string; httpMethod: string };

/** Makes and deploys the one method that a vector describes, as its stage "test"; returns the API's id. */
export async function deployVector(gateway: Gateway, vector: Vector): Promise<string> {
  const { client } = gateway;
  const { binaryMediaTypes, stageVariables, request = {} } = vector;
  const { id: restApiId = "", rootResourceId = "" } = await client.send(
    new CreateRestApiCommand({ name: "vector", binaryMediaTypes }),
  );
  let resourceId = rootResourceId;
  for (const pathPart of (vector.resource ?? "/x").split("/").filter((part) => part !== ""))
    resourceId = await child(gateway, restApiId, resourceId, pathPart);
  const at = { restApiId, resourceId, httpMethod: request.method ?? "GET" };
  await putMethod(gateway, at, vector);
  await putIntegration(gateway, at, vector);
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: "test", variables: stageVariables }));
  return restApiId;
}

async function child({ client }: Gateway, restApiId: string, parentId: string, pathPart: string) {
  const { id = "" } = await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
  return id;
}

async function putMethod({ client }: Gateway, at: At, { requestParameters, requestModel }: Vector) {
  const { restApiId } = at;
  const validated = { validateRequestParameters: true, validateRequestBody: requestModel !== undefined };
  const validator =
    requestParameters || requestModel !== undefined
      ? await client.send(new CreateRequestValidatorCommand({ restApiId, name: "v", ...validated }))
      : undefined;
  if (requestModel !== undefined)
    await client.send(
      new CreateModelCommand({
        restApiId,
        name: "Body",
        contentType: "application/json",
        schema: JSON.stringify(requestModel),
      }),
    );
  await client.send(
    new PutMethodCommand({
      ...at,
      authorizationType: "NONE",
      requestParameters,
      requestModels: requestModel === undefined ? undefined : { "application/json": "Body" },
      requestValidatorId: validator?.id,
    }),
  );
}

async function putIntegration({ client }: Gateway, at: At, { integration }: Vector): Promise<void> {
  const { type = "MOCK", integrationResponses = {}, methodResponses, ...rest } = integration ?? {};
  const headers = Object.values(integrationResponses).flatMap(({ responseParameters = {} }) =>
    Object.keys(responseParameters),
  );
  for (const statusCode of new Set([...(methodResponses ?? []), ...Object.keys(integrationResponses)])) {
    const responseParameters = Object.fromEntries(headers.map((header) => [header, false]));
    await client.send(new PutMethodResponseCommand({ ...at, statusCode, responseParameters }));
  }
  await client.send(
    new PutIntegrationCommand({
      ...at,
      ...rest,
      type: type as IntegrationType,
      uri: type === "MOCK" ? undefined : functionUri("f"),
    }),
  );
  for (const [statusCode, response] of Object.entries(integrationResponses))
    await client.send(new PutIntegrationResponseCommand({ ...at, statusCode, ...response }));
}
