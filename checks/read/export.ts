import { stageExport } from "@long-running-api/api-gateway/stage-export";
import { unless } from "@long-running-api/kit/aws-errors";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import type { ExportedMethod } from "../rules/gateway/deployment.ts";
import { asObject, parseJson } from "../rules/gateway/json.ts";
import type { IntegrationSeen } from "../rules/gateway/method.ts";
import { apiGateway } from "./clients.ts";

/** Every method of a stage; undefined if the stage does not exist. */
export async function exportedMethods(
  context: ProbeContext,
  restApiId: string,
  stageName: string,
): Promise<ExportedMethod[] | undefined> {
  const { client, GetExportCommand } = await context.ask(apiGateway);
  const answer = await unless("NotFoundException", () =>
    client.send(new GetExportCommand(stageExport(restApiId, stageName)), bounded(context)),
  );
  if (!answer?.body) return undefined;
  return readExport(parseJson(new TextDecoder().decode(answer.body)));
}

/** Reads the methods out of an OpenAPI 3 document with API Gateway's extensions. */
export function readExport(document: unknown): ExportedMethod[] {
  const paths = asObject(asObject(document)?.["paths"]) ?? {};
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(asObject(operations) ?? {}).flatMap(([verb, operation]) => {
      const name = verb === "x-amazon-apigateway-any-method" ? "ANY" : verb.toUpperCase();
      if (!/^(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|ANY)$/.test(name)) return [];
      const fields = asObject(operation) ?? {};
      const integration = asObject(fields["x-amazon-apigateway-integration"]);
      return [
        {
          path,
          name,
          responses: Object.keys(asObject(fields["responses"]) ?? {}),
          security: list(fields["security"]).flatMap((each) => Object.keys(asObject(each) ?? {})),
          integration: integration && readIntegration(integration),
        },
      ];
    }),
  );
}

function readIntegration(integration: Readonly<Record<string, unknown>>): IntegrationSeen {
  const timeout = integration["timeoutInMillis"];
  return {
    type: text(integration["type"]).toUpperCase(),
    uri: text(integration["uri"]),
    httpMethod: text(integration["httpMethod"]),
    passthrough: (text(integration["passthroughBehavior"]) || "WHEN_NO_MATCH").toUpperCase(),
    credentials: text(integration["credentials"]),
    templates: texts(integration["requestTemplates"]),
    parameters: texts(integration["requestParameters"]),
    timeoutMs: typeof timeout === "number" ? timeout : undefined,
    responses: Object.entries(asObject(integration["responses"]) ?? {}).map(([pattern, response]) => {
      const fields = asObject(response) ?? {};
      return {
        status: text(fields["statusCode"]),
        selectionPattern: pattern === "default" ? "" : pattern,
        templates: texts(fields["responseTemplates"]),
        parameters: texts(fields["responseParameters"]),
      };
    }),
  };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(asObject(value) ?? {}).map(([key, each]) => [key, text(each)]));
}
