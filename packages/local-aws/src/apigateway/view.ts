import type { Deployment, MethodSnapshot, Resource, RestApi, Stage } from "@aws-sdk/client-api-gateway";
import type { Api, ApiDeployment, ApiResource, ApiStage } from "./store.ts";

/** An API as AWS returns it. */
export function viewApi(api: Readonly<Api>): RestApi {
  const { region: _, createdSeconds, resources, models, validators, gatewayResponses, ...rest } = api;
  return { ...rest, createdDate: new Date(createdSeconds * 1000) };
}

/** A resource as AWS returns it: only its methods' names, unless `embed=methods` is given. */
export function viewResource({ methods, ...resource }: Readonly<ApiResource>, embed: boolean): Resource {
  const names = Object.keys(methods);
  if (names.length === 0) return resource;
  return {
    ...resource,
    resourceMethods: embed ? methods : Object.fromEntries(names.map((name) => [name, {}])),
  };
}

/** A stage as AWS returns it. */
export function viewStage(stage: Readonly<ApiStage>): Stage {
  const { apiId: _, region: __, createdSeconds, updatedSeconds, ...rest } = stage;
  return {
    ...rest,
    createdDate: new Date(createdSeconds * 1000),
    lastUpdatedDate: new Date(updatedSeconds * 1000),
  };
}

/** A deployment as AWS returns it, with a summary of its methods for `embed=apisummary`. */
export function viewDeployment(deployment: Readonly<ApiDeployment>, embed: boolean): Deployment {
  const { id, description, createdSeconds, api } = deployment;
  return {
    id,
    ...(description === undefined ? {} : { description }),
    createdDate: new Date(createdSeconds * 1000),
    ...(embed ? { apiSummary: summary(api) } : {}),
  };
}

function summary(api: Api): Record<string, Record<string, MethodSnapshot>> {
  const withMethods = Object.values(api.resources).filter(({ methods }) => Object.keys(methods).length > 0);
  return Object.fromEntries(
    withMethods.map(({ path, methods }) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([name, { authorizationType, apiKeyRequired }]) => [
          name,
          { authorizationType, apiKeyRequired },
        ]),
      ),
    ]),
  );
}
