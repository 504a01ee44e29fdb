import {
  type ContentHandlingStrategy,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  DeleteIntegrationCommand,
  DeleteIntegrationResponseCommand,
  DeleteMethodCommand,
  DeleteMethodResponseCommand,
  type Integration,
  type PatchOperation,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateIntegrationCommand,
  UpdateMethodCommand,
} from "@aws-sdk/client-api-gateway";
import type { Place } from "../../fault.ts";
import { ownApi, pathOf, resourceAt, type Verb } from "./api.ts";
import { type Change, replaceOrThrow, sequence } from "./change.ts";

const json = "application/json";
const statusOf: Readonly<Record<Verb, string>> = { POST: "202", GET: "200" };

/** Changes settings of a method: authorization, key, validator. */
export function patchMethod(verb: Verb, ...patchOperations: readonly PatchOperation[]): Change {
  return async (place) => {
    const { client, method } = await ownMethod(place, verb);
    await client.send(new UpdateMethodCommand({ ...method, patchOperations: [...patchOperations] }));
  };
}

export function deleteMethod(verb: Verb): Change {
  return async (place) => {
    const { client, method } = await ownMethod(place, verb);
    await client.send(new DeleteMethodCommand(method));
  };
}

/** Moves a method to another path or verb: it is created again with its integration. */
export function moveMethod(verb: Verb, to: { path: string; verb?: string }): Change {
  return async (place) => {
    const { client, method, integration } = await ownMethod(place, verb);
    const { restApiId, resources } = await ownApi(place);
    const other = { restApiId, resourceId: resourceAt(resources, to.path), httpMethod: to.verb ?? verb };
    await client.send(new PutMethodCommand({ ...other, authorizationType: "NONE" }));
    await client.send(new PutMethodResponseCommand({ ...other, statusCode: statusOf[verb] }));
    await client.send(new PutIntegrationCommand({ ...other, ...designOf(integration) }));
    await client.send(new PutIntegrationResponseCommand({ ...other, statusCode: statusOf[verb] }));
    await client.send(new DeleteMethodCommand(method));
  };
}

/** A validator for the method's required parameters. */
export function requireParameter(verb: Verb, parameter: string): Change {
  return async (place) => {
    const { client, method } = await ownMethod(place, verb);
    const { restApiId } = method;
    const { id } = await client.send(
      new CreateRequestValidatorCommand({ restApiId, name: "parameters", validateRequestParameters: true }),
    );
    const patchOperations: PatchOperation[] = [
      { op: "replace", path: "/requestValidatorId", value: id },
      { op: "add", path: `/requestParameters/method.request.${parameter}`, value: "true" },
    ];
    await client.send(new UpdateMethodCommand({ ...method, patchOperations }));
  };
}

/** A validator that checks POST's body against a model. */
export function requireBody(model: object): Change {
  return async (place) => {
    const { client, method } = await ownMethod(place, "POST");
    const { restApiId } = method;
    const schema = JSON.stringify({ type: "object", ...model });
    await client.send(new CreateModelCommand({ restApiId, name: "Job", contentType: json, schema }));
    const { id } = await client.send(
      new CreateRequestValidatorCommand({ restApiId, name: "body", validateRequestBody: true }),
    );
    const patchOperations: PatchOperation[] = [
      { op: "replace", path: "/requestValidatorId", value: id },
      { op: "add", path: "/requestModels/application~1json", value: "Job" },
    ];
    await client.send(new UpdateMethodCommand({ ...method, patchOperations }));
  };
}

/** Changes fields of the integration; the others stay. */
export function changeIntegration(
  verb: Verb,
  change: (integration: Integration) => Partial<PutIntegrationCommandInput>,
): Change {
  return async (place) => {
    const { client, method, integration } = await ownMethod(place, verb);
    const { integrationResponses = {} } = integration;
    await client.send(
      new PutIntegrationCommand({ ...method, ...designOf(integration), ...change(integration) }),
    );
    // A new integration begins without its responses.
    for (const [statusCode, response] of Object.entries(integrationResponses))
      await client.send(new PutIntegrationResponseCommand({ ...method, ...response, statusCode }));
  };
}

export function deleteIntegration(verb: Verb): Change {
  return async (place) => {
    const { client, method } = await ownMethod(place, verb);
    await client.send(new DeleteIntegrationCommand(method));
  };
}

/** A request parameter, e.g. a header mapping. */
export function mapHeader(verb: Verb, header: string, value: string): Change {
  return async (place) => {
    const { client, method } = await ownMethod(place, verb);
    const path = `/requestParameters/integration.request.header.${header}`;
    await client.send(
      new UpdateIntegrationCommand({ ...method, patchOperations: [{ op: "add", path, value }] }),
    );
  };
}

/** The line by which the template asks Lambda not to wait. */
export const eventLine = /^#set\(\$context\.requestOverride.*\n/m;

/** Takes the invocation type from the client's request. */
export const eventFromClient: Change = takeEventFrom("method.request.header.X-Amz-Invocation-Type");

/** The same, from the part of the client's request that a mapping expression names. */
export function takeEventFrom(expression: string): Change {
  return sequence(
    requestTemplate("POST", (template) => replaceOrThrow(template, eventLine, "")),
    patchMethod("POST", {
      op: "add",
      path: "/requestParameters/method.request.header.X-Amz-Invocation-Type",
      value: "false",
    }),
    mapHeader("POST", "X-Amz-Invocation-Type", expression),
  );
}

/** Another request template; with nothing none, with a second content type under that one. */
export function requestTemplate(
  verb: Verb,
  change: (template: string) => string | undefined,
  contentType = json,
): Change {
  return changeIntegration(verb, ({ requestTemplates = {} }) => {
    const text = change(requestTemplates[json] ?? "");
    return { requestTemplates: text === undefined ? {} : { [contentType]: text } };
  });
}

/** Another response template; with nothing none. */
export function responseTemplate(verb: Verb, change: (template: string) => string | undefined): Change {
  return async (place) => {
    const { client, method, integration } = await ownMethod(place, verb);
    const statusCode = statusOf[verb];
    const template = integration.integrationResponses?.[statusCode]?.responseTemplates?.[json] ?? "";
    const text = change(template);
    await client.send(
      new PutIntegrationResponseCommand({
        ...method,
        statusCode,
        ...(text === undefined ? {} : { responseTemplates: { [json]: text } }),
      }),
    );
  };
}

/** Gives the integration response another pattern or status instead of the default. */
export function respond(verb: Verb, { status, pattern }: { status?: string; pattern?: string }): Change {
  return async (place) => {
    const { client, method, integration } = await ownMethod(place, verb);
    const old = statusOf[verb];
    const templates = integration.integrationResponses?.[old]?.responseTemplates;
    await client.send(new DeleteIntegrationResponseCommand({ ...method, statusCode: old }));
    if (status !== undefined && status !== old)
      await client.send(new PutMethodResponseCommand({ ...method, statusCode: status }));
    await client.send(
      new PutIntegrationResponseCommand({
        ...method,
        statusCode: status ?? old,
        ...(pattern === undefined ? {} : { selectionPattern: pattern }),
        ...(templates ? { responseTemplates: templates } : {}),
      }),
    );
  };
}

/** Adds an integration response for errors whose message matches. */
export function respondToErrors(
  verb: Verb,
  { status, pattern }: { status: string; pattern: string },
): Change {
  return async (place) => {
    const { client, method } = await ownMethod(place, verb);
    const response = { ...method, statusCode: status };
    await client.send(new PutMethodResponseCommand(response));
    await client.send(new PutIntegrationResponseCommand({ ...response, selectionPattern: pattern }));
  };
}

/** Changes the response's content handling. */
export function answerAs(verb: Verb, contentHandling: ContentHandlingStrategy): Change {
  return async (place) => {
    const { client, method, integration } = await ownMethod(place, verb);
    const statusCode = statusOf[verb];
    const response = integration.integrationResponses?.[statusCode];
    await client.send(
      new PutIntegrationResponseCommand({ ...method, ...response, statusCode, contentHandling }),
    );
  };
}

export function deleteIntegrationResponse(verb: Verb): Change {
  return async (place) => {
    const { client, method } = await ownMethod(place, verb);
    await client.send(new DeleteIntegrationResponseCommand({ ...method, statusCode: statusOf[verb] }));
  };
}

export function deleteMethodResponse(verb: Verb): Change {
  return async (place) => {
    const { client, method } = await ownMethod(place, verb);
    await client.send(new DeleteMethodResponseCommand({ ...method, statusCode: statusOf[verb] }));
  };
}

async function ownMethod(place: Place, verb: Verb) {
  const { client, restApiId, resources } = await ownApi(place);
  const resource = resources.find(({ path }) => path === pathOf[verb]);
  const method = { restApiId, resourceId: resourceAt(resources, pathOf[verb]), httpMethod: verb };
  return { client, method, integration: resource?.resourceMethods?.[verb]?.methodIntegration ?? {} };
}

/** The fields of GetIntegration's output that PutIntegration accepts. */
function designOf(integration: Integration) {
  const { type, uri, httpMethod, passthroughBehavior, requestTemplates, requestParameters } = integration;
  return {
    type,
    uri,
    integrationHttpMethod: httpMethod,
    passthroughBehavior,
    ...(requestTemplates ? { requestTemplates } : {}),
    ...(requestParameters ? { requestParameters } : {}),
  };
}
