import type { Integration, Method, RestApi } from "@aws-sdk/client-api-gateway";
import { unless } from "@long-running-api/kit/aws-errors";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import type { IntegrationSeen, MethodSeen } from "../rules/gateway/method.ts";
import { apiGateway } from "./clients.ts";
import { unreadable } from "./unreadable.ts";

export interface ResourceSeen {
  path: string;
  methods: readonly MethodSeen[];
}

/** A REST API with everything that the checks judge. Plain data. */
export interface ApiSeen {
  id: string;
  name: string;
  tags: Readonly<Record<string, string>>;
  endpointTypes: readonly string[];
  /** The resource policy, as JSON; empty when there is none. */
  policy: string;
  endpointDisabled: boolean;
  /** Media types whose bodies are bytes, not text. */
  binaryMediaTypes: readonly string[];
  resources: readonly ResourceSeen[];
}

const pagesMax = 10;

/** The REST APIs of the region, without their resources; at most 5,000. */
export async function restApis(context: ProbeContext): Promise<RestApi[]> {
  const { client, GetRestApisCommand } = await context.ask(apiGateway);
  const all: RestApi[] = [];
  let position: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await client.send(new GetRestApisCommand({ limit: 500, position }), bounded(context));
    all.push(...(answer.items ?? []));
    position = answer.position;
    if (!position) break;
  }
  return all;
}

/** One API with its resources, methods and integrations; undefined if it does not exist. */
export async function readApi(context: ProbeContext, id: string): Promise<ApiSeen | undefined> {
  const api = (await context.ask(restApis)).find((each) => each.id === id);
  if (!api) return undefined;
  const { client, GetResourcesCommand } = await context.ask(apiGateway);
  const resources: ResourceSeen[] = [];
  let position: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await unless("NotFoundException", () =>
      client.send(
        new GetResourcesCommand({ restApiId: id, embed: ["methods"], limit: 500, position }),
        bounded(context),
      ),
    );
    if (!answer) return undefined;
    for (const { path = "", resourceMethods = {} } of answer.items ?? [])
      resources.push({
        path,
        methods: Object.entries(resourceMethods).map(([name, method]) => viewMethod(name, method)),
      });
    position = answer.position;
    if (!position) break;
  }
  resources.sort((one, other) => (one.path < other.path ? -1 : 1)); // AWS's order follows the random ids
  return {
    id,
    name: api.name ?? "",
    tags: api.tags ?? {},
    endpointTypes: listOf("endpointConfiguration.types", api.endpointConfiguration?.types),
    policy: unescapePolicy(api.policy ?? ""),
    endpointDisabled: isTrue(api.disableExecuteApiEndpoint),
    binaryMediaTypes: listOf("binaryMediaTypes", api.binaryMediaTypes),
    resources,
  };
}

/** The SDK passes on any response, and emulators of AWS respond differently: with a string or an object. */
function isTrue(value: boolean | undefined): boolean {
  return String(value) === "true";
}

function listOf(field: string, value: readonly string[] | undefined): readonly string[] {
  if (value !== undefined && !Array.isArray(value))
    throw unreadable("GetRestApis", `${field} ${JSON.stringify(value)}`);
  return value ?? [];
}

function viewMethod(name: string, method: Method): MethodSeen {
  const { methodIntegration, methodResponses = {}, requestParameters = {} } = method;
  return {
    name,
    authorization: method.authorizationType ?? "NONE",
    apiKeyRequired: isTrue(method.apiKeyRequired),
    required: Object.entries(requestParameters).flatMap(([parameter, needed]) => (needed ? [parameter] : [])),
    validates: method.requestValidatorId !== undefined,
    responses: Object.keys(methodResponses),
    integration: methodIntegration && viewIntegration(methodIntegration),
  };
}

function viewIntegration(integration: Integration): IntegrationSeen {
  return {
    type: (integration.type ?? "").toUpperCase(), // as in an OpenAPI document, some emulators of AWS return aws
    uri: integration.uri ?? "",
    httpMethod: integration.httpMethod ?? "",
    passthrough: integration.passthroughBehavior ?? "WHEN_NO_MATCH",
    credentials: integration.credentials ?? "",
    templates: integration.requestTemplates ?? {},
    parameters: integration.requestParameters ?? {},
    timeoutMs: integration.timeoutInMillis,
    ...(integration.contentHandling ? { contentHandling: integration.contentHandling } : {}),
    responses: Object.entries(integration.integrationResponses ?? {}).map(([status, response]) => ({
      status: response.statusCode ?? status,
      selectionPattern: response.selectionPattern ?? "",
      templates: response.responseTemplates ?? {},
      parameters: response.responseParameters ?? {},
      ...(response.contentHandling ? { contentHandling: response.contentHandling } : {}),
    })),
  };
}

/** GetRestApi returns the policy with its quotes escaped once more. */
function unescapePolicy(policy: string): string {
  return policy.replaceAll('\\"', '"');
}

/** The latest deployment; undefined if it cannot be determined. */
export async function newestDeployment(
  context: ProbeContext,
  restApiId: string,
): Promise<string | undefined> {
  const { client, GetDeploymentsCommand } = await context.ask(apiGateway);
  const { items = [] } = await client.send(
    new GetDeploymentsCommand({ restApiId, limit: 500 }),
    bounded(context),
  );
  const made = items.flatMap(({ id, createdDate }) => (id && createdDate ? [{ id, at: +createdDate }] : []));
  const newest = made.reduce<(typeof made)[number] | undefined>(
    (last, each) => (last === undefined || each.at > last.at ? each : last),
    undefined,
  );
  // AWS gives whole seconds, so two deployments of the same second cannot be distinguished.
  return newest && made.filter(({ at }) => at === newest.at).length === 1 ? newest.id : undefined;
}

/** When a deployment was made, in milliseconds since 1970. */
export async function deploymentTime(
  context: ProbeContext,
  restApiId: string,
  deploymentId: string,
): Promise<number | undefined> {
  const { client, GetDeploymentCommand } = await context.ask(apiGateway);
  const { createdDate } = await client.send(
    new GetDeploymentCommand({ restApiId, deploymentId }),
    bounded(context),
  );
  return createdDate && +createdDate;
}

/** When a stage was changed last, in milliseconds since 1970. */
export async function stageTime(
  context: ProbeContext,
  restApiId: string,
  stageName: string,
): Promise<number | undefined> {
  const { client, GetStageCommand } = await context.ask(apiGateway);
  const { lastUpdatedDate } = await client.send(
    new GetStageCommand({ restApiId, stageName }),
    bounded(context),
  );
  return lastUpdatedDate && +lastUpdatedDate;
}

/** A stage of an API. */
export interface StageSeen {
  name: string;
  deploymentId: string;
  variables: Readonly<Record<string, string>>;
  cacheEnabled: boolean;
}

export async function stagesOf(context: ProbeContext, restApiId: string): Promise<StageSeen[]> {
  const { client, GetStagesCommand } = await context.ask(apiGateway);
  const { item = [] } = await client.send(new GetStagesCommand({ restApiId }), bounded(context));
  return item.map((stage) => ({
    name: stage.stageName ?? "",
    deploymentId: stage.deploymentId ?? "",
    variables: stage.variables ?? {},
    cacheEnabled: stage.cacheClusterEnabled ?? false,
  }));
}
