import {
  type Integration,
  type IntegrationResponse,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import type { Place } from "../../instructor/fault.ts";
import {
  createResource,
  deleteResource,
  deployed,
  ownApi,
  pathOf,
  resourceAt,
  type Verb,
} from "../../instructor/faults/change/api.ts";
import { requireKey } from "../../instructor/faults/change/api-key.ts";
import { type Change, sequence } from "../../instructor/faults/change/change.ts";
import { deleteMethod, requireBody } from "../../instructor/faults/change/method.ts";
import { allowInstead } from "./permission.ts";
import type { Variation } from "./variation.ts";

const addOptions = addMethod({
  path: pathOf.POST,
  verb: "OPTIONS",
  integration: { type: "MOCK", requestTemplates: { "application/json": '{"statusCode": 200}' } },
});

/** Other resources and methods. */
export const methodVariations: readonly Variation[] = [
  { story: "A variable of another name in the path.", change: getAt("{id}", "id") },
  { story: "GET is at /{proxy+}.", change: getAt("{proxy+}", "proxy") },
  {
    story: "/invoke-lambda has ANY.",
    change: sequence(allowInstead("/*/*/*"), deployed(copyToAny, deleteMethod("POST"))),
  },
  {
    story: "More resources and methods, one a proxy, one a mock, one not deployed.",
    change: sequence(
      createResource("/", "health"),
      deployed(addHealth, addOptions),
      createResource("/", "later"),
    ),
  },
  { story: "An API key, which both tasks send.", change: requireKey({ linked: true }) },
  {
    story: "A model that the body must match, and does.",
    change: deployed(requireBody({ required: ["requestId"] })),
  },
];

/** GET at another path: a path has room for one variable, so the other goes first. */
function getAt(pathPart: string, parameter: string): Change {
  return async (place) => {
    const { uri, integrationResponses = {} } = await integrationOf(place, "GET");
    const template = `{"action": "status", "requestId": "$input.params('${parameter}')"}`;
    const integration = { type: "AWS", uri, requestTemplates: { "application/json": template } } as const;
    await deployed(
      deleteResource("/{requestId}"),
      createResource("/", pathPart),
      addMethod({ path: `/${pathPart}`, verb: "GET", integration, responses: integrationResponses }),
    )(place);
  };
}

async function copyToAny(place: Place): Promise<void> {
  const integration = await integrationOf(place, "POST");
  const { uri, requestTemplates = {}, integrationResponses = {} } = integration;
  await addMethod({
    path: pathOf.POST,
    verb: "ANY",
    integration: { type: "AWS", uri, requestTemplates },
    responses: integrationResponses,
  })(place);
}

async function addHealth(place: Place): Promise<void> {
  const { uri } = await integrationOf(place, "GET");
  const integration = { type: "AWS_PROXY", uri } as const;
  await addMethod({ path: "/health", verb: "GET", integration, apiKeyRequired: true })(place);
}

/** A custom method. */
interface Method {
  path: string;
  verb: string;
  integration: Pick<PutIntegrationCommandInput, "type" | "uri" | "requestTemplates">;
  responses?: Readonly<Record<string, IntegrationResponse>>;
  apiKeyRequired?: boolean;
}

function addMethod({ path, verb, integration, responses = {}, apiKeyRequired = false }: Method): Change {
  return async (place) => {
    const { client, restApiId, resources } = await ownApi(place);
    const method = { restApiId, resourceId: resourceAt(resources, path), httpMethod: verb };
    await client.send(new PutMethodCommand({ ...method, authorizationType: "NONE", apiKeyRequired }));
    await client.send(
      new PutIntegrationCommand({ ...method, ...integration, integrationHttpMethod: "POST" }),
    );
    for (const [statusCode, response] of Object.entries(responses)) {
      await client.send(new PutMethodResponseCommand({ ...method, statusCode }));
      await client.send(new PutIntegrationResponseCommand({ ...method, ...response, statusCode }));
    }
  };
}

async function integrationOf(place: Place, verb: Verb): Promise<Integration> {
  const { resources } = await ownApi(place);
  const resource = resources.find(({ path }) => path === pathOf[verb]);
  return resource?.resourceMethods?.[verb]?.methodIntegration ?? {};
}
