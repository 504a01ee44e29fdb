import type {
  Integration,
  IntegrationResponse,
  Method,
  MethodResponse,
  RequestValidator,
} from "@aws-sdk/client-api-gateway";
import type { Context } from "../action.ts";
import { notFound } from "./errors.ts";
import type { Api, ApiDeployment, ApiGatewayStore, ApiResource, ApiStage } from "./store.ts";

/** The store key of an API. */
export function apiKey(context: Pick<Context, "region">, id = ""): string {
  return `${context.region}/${id}`;
}

/** The store key of a part of an API: a stage, a deployment. */
export function partKey(context: Pick<Context, "region">, apiId = "", part = ""): string {
  return `${context.region}/${apiId}/${part}`;
}

/** The API, or a 404 that names the account, as on AWS. */
export function findApi(store: ApiGatewayStore, context: Context, id = ""): Readonly<Api> {
  const api = store.apis.get(apiKey(context, id));
  if (!api) throw notFound(`Invalid API identifier specified ${context.accountId}:${id}`);
  return api;
}

/** For calls on parts of an API, AWS returns the same error for an unknown API and an unknown resource. */
export function findResource(
  store: ApiGatewayStore,
  context: Context,
  { restApiId, resourceId }: { restApiId?: string | undefined; resourceId?: string | undefined },
): { api: Readonly<Api>; resource: Readonly<ApiResource> } {
  const api = store.apis.get(apiKey(context, restApiId));
  const resource = api?.resources[resourceId ?? ""];
  if (!api || !resource) throw notFound("Invalid Resource identifier specified");
  return { api, resource };
}

export interface MethodAddress {
  restApiId?: string | undefined;
  resourceId?: string | undefined;
  httpMethod?: string | undefined;
}

/** A method with the API and the resource that hold it. */
export function findMethod(store: ApiGatewayStore, context: Context, address: MethodAddress) {
  const found = findResource(store, context, address);
  return { ...found, method: methodOf(found.resource, address.httpMethod) };
}

/** An integration, with its method, resource and API. */
export function findIntegration(store: ApiGatewayStore, context: Context, address: MethodAddress) {
  const found = findMethod(store, context, address);
  return { ...found, integration: integrationOf(found.method) };
}

/** A resource's method, or 404. */
export function methodOf(resource: ApiResource, httpMethod = ""): Method {
  const method = Object.hasOwn(resource.methods, httpMethod) ? resource.methods[httpMethod] : undefined;
  if (!method) throw notFound("Invalid Method identifier specified");
  return method;
}

/** A method's integration, or 404. */
export function integrationOf(method: Method): Integration {
  if (!method.methodIntegration) throw notFound("Invalid Integration identifier specified");
  return method.methodIntegration;
}

/** A method's response for a status, or 404. */
export function methodResponseOf(method: Method, statusCode = ""): MethodResponse {
  const response = method.methodResponses?.[statusCode];
  if (!response) throw notFound("Invalid Response status code specified");
  return response;
}

/** An integration's response for a status, or 404. */
export function integrationResponseOf(integration: Integration, statusCode = ""): IntegrationResponse {
  const response = integration.integrationResponses?.[statusCode];
  if (!response) throw notFound("Invalid Response status code specified");
  return response;
}

/** A request validator with its API, or 404. */
export function findValidator(
  store: ApiGatewayStore,
  context: Context,
  {
    restApiId,
    requestValidatorId,
  }: { restApiId?: string | undefined; requestValidatorId?: string | undefined },
): { api: Readonly<Api>; validator: RequestValidator } {
  const api = store.apis.get(apiKey(context, restApiId));
  const validator = api?.validators[requestValidatorId ?? ""];
  if (!api || !validator) throw notFound("Invalid Request Validator identifier specified");
  return { api, validator };
}

/** A deployment of an API, or 404. */
export function findDeployment(
  store: ApiGatewayStore,
  context: Context,
  apiId = "",
  id = "",
): Readonly<ApiDeployment> {
  const deployment = store.deployments.get(partKey(context, apiId, id));
  if (!deployment) throw notFound("Invalid Deployment identifier specified");
  return deployment;
}

/** A stage of an API, or 404. */
export function findStage(
  store: ApiGatewayStore,
  context: Context,
  apiId = "",
  name = "",
): Readonly<ApiStage> {
  const stage = store.stages.get(partKey(context, apiId, name));
  if (!stage) throw notFound("Invalid stage identifier specified");
  return stage;
}

/** The stages of an API. */
export function stagesOf(store: ApiGatewayStore, api: Pick<Api, "region" | "id">): Readonly<ApiStage>[] {
  return store.stages.list().filter(({ region, apiId }) => region === api.region && apiId === api.id);
}

/** The deployments of an API. */
export function deploymentsOf(
  store: ApiGatewayStore,
  api: Pick<Api, "region" | "id">,
): Readonly<ApiDeployment>[] {
  return store.deployments.list().filter(({ region, apiId }) => region === api.region && apiId === api.id);
}

/** Changes a copy of an API and stores it; readers keep the old document. */
export function changeApi(store: ApiGatewayStore, api: Readonly<Api>, change: (draft: Api) => void): Api {
  const draft = structuredClone(api) as Api;
  change(draft);
  store.apis.put(apiKey(api, api.id), draft);
  return draft;
}

/** Changes a copy of one method of an API and stores it. */
export function changeMethod(
  store: ApiGatewayStore,
  { api, resource, method }: { api: Readonly<Api>; resource: Readonly<ApiResource>; method: Method },
  change: (draft: Method) => void,
): Method {
  const name = method.httpMethod ?? "";
  const changed = changeApi(store, api, ({ resources }) => {
    const draft = resources[resource.id]?.methods[name];
    if (draft) change(draft);
  });
  return changed.resources[resource.id]?.methods[name] ?? method;
}
