import { CreateDeploymentCommand, ImportRestApiCommand } from "@aws-sdk/client-api-gateway";
import { functionUri, type Gateway } from "./gateway.ts";

type Json = Record<string, unknown>;

/** An OpenAPI document with these paths. */
export function openApi(paths: Json, more: Json = {}): Json {
  return { openapi: "3.0.1", info: { title: "made", version: "1" }, paths, ...more };
}

/** An operation with a Lambda integration; 200 by default. */
export function lambda(integration: Json = {}, operation: Json = {}): Json {
  return {
    responses: { "200": { description: "ok" } },
    ...operation,
    "x-amazon-apigateway-integration": {
      type: "aws",
      httpMethod: "POST",
      uri: functionUri("f"),
      responses: { default: { statusCode: "200" } },
      ...integration,
    },
  };
}

/** An operation that returns a text. */
export function mock(text: string, operation: Json = {}): Json {
  return {
    responses: { "200": { description: "ok" } },
    ...operation,
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { "application/json": '{"statusCode": 200}' },
      responses: { default: { statusCode: "200", responseTemplates: { "application/json": text } } },
    },
  };
}

/** Imports a document and deploys it to the stage "test"; returns the API's id. */
export async function made({ client }: Gateway, document: Json, stage: Json = {}): Promise<string> {
  const { id = "" } = await client.send(
    new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }),
  );
  await client.send(new CreateDeploymentCommand({ restApiId: id, stageName: "test", ...stage }));
  return id;
}
