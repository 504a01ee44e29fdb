import {
  type APIGatewayClient,
  GetExportCommand,
  GetResourcesCommand,
  type Method,
} from "@aws-sdk/client-api-gateway";
import { stageExport } from "@long-running-api/api-gateway/stage-export";
import { unless } from "@long-running-api/kit/aws-errors";
import { type ApiDesign, integrationUri, type MethodDesign } from "./openapi.ts";

/** Whether the API under Resources (not as deployed) has both methods as designed. */
export async function apiMatchesDesign(
  client: APIGatewayClient,
  restApiId: string,
  design: ApiDesign,
): Promise<boolean> {
  const { items = [] } = await client.send(
    new GetResourcesCommand({ restApiId, embed: ["methods"], limit: 500 }),
  );
  return design.methods.every((wanted) => {
    const resource = items.find(({ path }) => path === wanted.path);
    return sameMethod(resource?.resourceMethods?.[wanted.verb.toUpperCase()], wanted, design);
  });
}

function sameMethod(method: Method | undefined, wanted: MethodDesign, design: ApiDesign): boolean {
  const integration = method?.methodIntegration;
  const response = integration?.integrationResponses?.[wanted.status];
  return (
    integration?.type === "AWS" &&
    integration.uri === integrationUri(design) &&
    integration.requestTemplates?.["application/json"] === wanted.requestTemplate &&
    Object.keys(integration.integrationResponses ?? {}).length === 1 &&
    response !== undefined &&
    !response.selectionPattern &&
    response.responseTemplates?.["application/json"] === wanted.responseTemplate &&
    method?.methodResponses?.[wanted.status] !== undefined &&
    method.apiKeyRequired !== true &&
    method.authorizationType === "NONE"
  );
}

interface ExportedIntegration {
  uri?: string;
  requestTemplates?: Record<string, string>;
  responses?: { default?: { statusCode?: string; responseTemplates?: Record<string, string> } };
}

/** Whether the stage serves both methods as designed, read from its export: what is deployed, not what is under Resources. */
export async function stageMatchesDesign(
  client: APIGatewayClient,
  restApiId: string,
  stageName: string,
  design: ApiDesign,
): Promise<boolean> {
  const exported = await unless("NotFoundException", () =>
    client.send(new GetExportCommand(stageExport(restApiId, stageName))),
  );
  if (!exported?.body) return false;
  const { paths = {} } = JSON.parse(Buffer.from(exported.body).toString("utf8")) as {
    paths?: Record<string, Record<string, Record<string, ExportedIntegration>>>;
  };
  return design.methods.every((wanted) => {
    const integration = paths[wanted.path]?.[wanted.verb]?.["x-amazon-apigateway-integration"];
    const response = integration?.responses?.default;
    return (
      integration?.uri === integrationUri(design) &&
      integration.requestTemplates?.["application/json"] === wanted.requestTemplate &&
      response?.statusCode === wanted.status &&
      response.responseTemplates?.["application/json"] === wanted.responseTemplate
    );
  });
}
