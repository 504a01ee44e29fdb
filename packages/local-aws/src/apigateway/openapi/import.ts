import type { CreateRestApiRequest, EndpointType } from "@aws-sdk/client-api-gateway";
import { isObject } from "@long-running-api/foundation/objects";
import { badRequest } from "../errors.ts";
import { checkIntegration, checkIntegrationType, timeoutMillisMax } from "../integrations.ts";
import { checkResponseMappings } from "../mappings.ts";
import type { Api, ApiGatewayStore } from "../store.ts";
import { type Json, texts } from "./document.ts";

/** The endpoint type of an import, from a parameter or the document. */
export function importedEndpoint(
  document: Json,
  parameters: Readonly<Record<string, string>> | undefined,
): Pick<CreateRestApiRequest, "endpointConfiguration"> {
  const extension = document["x-amazon-apigateway-endpoint-configuration"];
  const named = parameters?.["endpointConfigurationTypes"]?.split(",");
  const types = (named ?? (isObject(extension) ? texts(extension, "types") : [])) as EndpointType[];
  return types.length === 0 ? {} : { endpointConfiguration: { types } };
}

/** Removes everything from an API that a document can define. */
export function emptied(api: Api): void {
  const root = api.resources[api.rootResourceId];
  api.resources = root ? { [root.id]: { ...root, methods: {} } } : {};
  api.models = {};
  api.validators = {};
  api.gatewayResponses = {};
  delete api.binaryMediaTypes;
  delete api.description;
  delete api.version;
}

/** Restores the resource ids by path when a document overwrites an API (recorded). */
export function keepIds(api: Api, before: Readonly<Api>): void {
  const kept = new Map(Object.values(before.resources).map(({ path, id }) => [path, id]));
  const ids = new Map(Object.values(api.resources).map(({ path, id }) => [id, kept.get(path) ?? id]));
  api.resources = Object.fromEntries(
    Object.values(api.resources).map((resource) => {
      const id = ids.get(resource.id) ?? resource.id;
      const parentId = resource.parentId && ids.get(resource.parentId);
      return [id, { ...resource, id, ...(parentId === undefined ? {} : { parentId }) }];
    }),
  );
}

/** Rejects an import with invalid integrations, or with warnings when failonwarnings is set. */
export function finishImport(
  api: Api,
  store: ApiGatewayStore,
  { warnings, failOnWarnings = false }: { warnings: readonly string[]; failOnWarnings?: boolean | undefined },
): void {
  const failures: string[] = [];
  for (const { path, methods } of Object.values(api.resources)) {
    for (const [httpMethod, method] of Object.entries(methods)) {
      try {
        if (!method.methodIntegration) continue;
        checkIntegrationType(method.methodIntegration.type);
        checkIntegration(method, method.methodIntegration, timeoutMillisMax(api, store));
        for (const response of Object.values(method.methodIntegration.integrationResponses ?? {}))
          checkResponseMappings(method, response);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        failures.push(
          `Unable to put integration on '${httpMethod}' for resource at path '${path}': ${error.message}`,
        );
      }
    }
  }
  if (failures.length > 0) throw badRequest(`Errors found during import:\n\t${failures.join("\n\t")}`);
  if (failOnWarnings && warnings.length > 0)
    throw badRequest(`Warnings found during import:\n\t${warnings.join("\n\t")}`);
}
