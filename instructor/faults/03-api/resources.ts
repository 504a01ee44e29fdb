import { faultsOf } from "../../fault.ts";
import {
  createApiIn,
  createResource,
  deleteApi,
  deleteResource,
  deployed,
  dropApiIn,
  dropRenamed,
  patchApi,
  resourcePolicy,
} from "../change/api.ts";
import { dropKey, requireKey } from "../change/api-key.ts";
import { sequence } from "../change/change.ts";
import { dropMoved, type Move, moveFunction } from "../change/function.ts";
import {
  changeIntegration,
  deleteIntegration,
  deleteMethod,
  moveMethod,
  patchMethod,
} from "../change/method.ts";
import { addOtherFunction, callAlias, callOther, dropOtherFunction } from "../change/other-function.ts";

const misspelt = "long-runing-api";
const renamed: Move = { name: (name) => `${name}-new` };

/** Faults in the API's resources, authorization and integrations. */
export const resourceFaults = faultsOf("03-api", [
  {
    id: "api-gone",
    story: "The REST API is deleted.",
    trips: ["03-api/exists"],
    inject: deleteApi,
  },
  {
    id: "api-in-other-region",
    story: "The API is in another region.",
    trips: ["03-api/exists"],
    inject: sequence(createApiIn("eu-west-1"), deleteApi),
    cleanUp: dropApiIn("eu-west-1"),
  },
  {
    id: "api-empty-and-misspelt",
    story: "The API was created again under a slightly different name.",
    trips: ["03-api/exists"],
    inject: sequence(
      deleteResource("/invoke-lambda"),
      deleteResource("/{requestId}"),
      patchApi({ op: "replace", path: "/name", value: misspelt }),
    ),
    cleanUp: dropRenamed(misspelt),
  },
  {
    id: "post-path-misspelt",
    story: "The resource is called /invoke_lambda.",
    trips: ["03-api/post-method"],
    inject: deployed(
      createResource("/", "invoke_lambda"),
      moveMethod("POST", { path: "/invoke_lambda" }),
      deleteResource("/invoke-lambda"),
    ),
  },
  {
    id: "post-resource-missing",
    story: "The resource /invoke-lambda is deleted.",
    trips: ["03-api/post-method"],
    inject: deployed(deleteResource("/invoke-lambda")),
  },
  {
    id: "post-made-as-get",
    story: "The method of /invoke-lambda is GET.",
    trips: ["03-api/post-method"],
    inject: deployed(moveMethod("POST", { path: "/invoke-lambda", verb: "GET" })),
  },
  {
    id: "variable-without-braces",
    story: "The resource is called requestId, without braces.",
    trips: ["03-api/get-method"],
    inject: deployed(
      createResource("/", "requestId"),
      moveMethod("GET", { path: "/requestId" }),
      deleteResource("/{requestId}"),
    ),
  },
  {
    id: "get-made-as-post",
    story: "The method of /{requestId} is POST.",
    trips: ["03-api/get-method"],
    inject: deployed(moveMethod("GET", { path: "/{requestId}", verb: "POST" })),
  },
  {
    id: "get-method-missing",
    story: "The resource /{requestId} has no method.",
    trips: ["03-api/get-method"],
    inject: deployed(deleteMethod("GET")),
  },
  {
    id: "get-below-invoke-lambda",
    story: "The resource {requestId} is under /invoke-lambda.",
    trips: ["03-api/get-method"],
    inject: deployed(
      createResource("/invoke-lambda", "{requestId}"),
      moveMethod("GET", { path: "/invoke-lambda/{requestId}" }),
      deleteResource("/{requestId}"),
    ),
  },
  {
    id: "get-resource-missing",
    story: "The resource /{requestId} is deleted.",
    trips: ["03-api/get-method"],
    inject: deployed(deleteResource("/{requestId}")),
  },
  {
    id: "private-endpoint",
    story: "The endpoint type is Private.",
    trips: ["03-api/open"],
    inject: deployed(
      resourcePolicy({ Effect: "Allow", Principal: "*" }),
      patchApi({ op: "replace", path: "/endpointConfiguration/types/REGIONAL", value: "PRIVATE" }),
    ),
  },
  {
    id: "endpoint-disabled",
    story: "The API's default endpoint is disabled.",
    trips: ["03-api/open"],
    inject: deployed(patchApi({ op: "replace", path: "/disableExecuteApiEndpoint", value: "true" })),
  },
  {
    id: "policy-denies-everybody",
    story: "The resource policy denies everyone.",
    trips: ["03-api/open"],
    inject: deployed(resourcePolicy({ Effect: "Deny", Principal: "*" })),
  },
  {
    id: "policy-allows-one-account",
    story: "The resource policy allows only one account.",
    trips: ["03-api/open"],
    inject: deployed(
      resourcePolicy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" } }),
    ),
  },
  {
    id: "policy-allows-get-only",
    story: "The resource policy allows everyone, but only for GET.",
    trips: ["03-api/open"],
    inject: deployed(resourcePolicy({ Effect: "Allow", Principal: "*", Resource: "execute-api:/*/GET/*" })),
  },
  {
    id: "policy-for-other-stage",
    story: "The resource policy allows everyone, but only for the stage prod.",
    trips: ["03-api/open"],
    inject: deployed(resourcePolicy({ Effect: "Allow", Principal: "*", Resource: "execute-api:/prod/*" })),
  },
  {
    id: "get-wants-a-key",
    story: "API key required is on for GET.",
    trips: ["03-api/open"],
    inject: deployed(patchMethod("GET", { op: "replace", path: "/apiKeyRequired", value: "true" })),
  },
  {
    id: "post-wants-a-signature",
    story: "POST has the authorization AWS_IAM.",
    trips: ["03-api/open"],
    inject: deployed(patchMethod("POST", { op: "replace", path: "/authorizationType", value: "AWS_IAM" })),
  },
  {
    id: "post-is-a-proxy",
    story: "Lambda proxy integration is on for POST.",
    trips: ["03-api/post-integration"],
    inject: deployed(changeIntegration("POST", () => ({ type: "AWS_PROXY" }))),
  },
  {
    id: "get-is-a-proxy",
    story: "Lambda proxy integration is on for GET.",
    trips: ["03-api/get-integration"],
    inject: deployed(changeIntegration("GET", () => ({ type: "AWS_PROXY" }))),
  },
  {
    id: "get-is-a-mock",
    story: "GET has a Mock integration.",
    trips: ["03-api/get-integration"],
    inject: deployed(
      changeIntegration("GET", () => ({
        type: "MOCK",
        uri: undefined,
        integrationHttpMethod: undefined,
        requestTemplates: { "application/json": '{"statusCode": 200}' },
      })),
    ),
  },
  {
    id: "integration-missing",
    story: "GET's integration is deleted.",
    trips: ["03-api/get-integration", "03-api/deployment-current"],
    inject: deleteIntegration("GET"),
  },
  {
    id: "stage-variable-missing",
    story: "POST's integration uses a stage variable that the stage does not have.",
    trips: ["03-api/post-integration"],
    inject: deployed(
      changeIntegration("POST", ({ uri }) => ({
        uri: uri?.replace(/:function:[^/]+/, ":function:$${stageVariables.functionName}"),
      })),
    ),
  },
  {
    id: "integration-of-other-service",
    story: "GET's integration calls DynamoDB instead of the function, and is otherwise as it was.",
    trips: ["03-api/permission", "03-api/get-request"],
    inject: deployed(
      changeIntegration("GET", ({ uri }) => ({
        uri: uri?.replace(/:lambda:path.*/, ":dynamodb:action/GetItem"),
        credentials: "arn:aws:iam::000000000000:role/dynamodb",
      })),
    ),
  },
  {
    id: "integration-of-old-function",
    story: "GET calls a function that does not exist anymore.",
    trips: ["03-api/get-integration"],
    inject: deployed(
      changeIntegration("GET", ({ uri }) => ({ uri: uri?.replace("/invocations", "-old/invocations") })),
    ),
  },
  {
    id: "function-renamed",
    story: "The function was created again under another name, and the API still calls the old one.",
    trips: ["03-api/post-integration", "03-api/get-integration"],
    breaks: "02-lambda",
    inject: moveFunction(renamed),
    cleanUp: dropMoved(renamed),
  },
  {
    id: "integration-of-other-region",
    story: "GET calls a function in another region.",
    trips: ["03-api/get-integration"],
    inject: deployed(
      changeIntegration("GET", ({ uri }) => ({
        uri: uri?.replace(/lambda:[a-z]+-[a-z]+-\d:/, "lambda:eu-west-1:"),
      })),
    ),
  },
  {
    id: "integration-calls-with-get",
    story: "The integration calls Lambda with GET.",
    trips: ["03-api/get-integration"],
    inject: deployed(changeIntegration("GET", () => ({ integrationHttpMethod: "GET" }))),
  },
  {
    id: "get-calls-first-try",
    story: "GET calls the function of an earlier attempt.",
    trips: ["03-api/get-integration"],
    inject: sequence(addOtherFunction, callOther("GET")),
    cleanUp: dropOtherFunction,
  },
  {
    id: "alias-missing",
    story: "The integrations use an alias that the function does not have.",
    trips: ["03-api/post-integration", "03-api/get-integration"],
    inject: callAlias,
  },
  {
    id: "plan-without-the-stage",
    story: "The methods require an API key, and the workflow sends it, but the usage plan has no stage.",
    trips: ["03-api/open"],
    inject: requireKey({ linked: false }),
    cleanUp: dropKey,
  },
  {
    id: "key-disabled",
    story: "The methods require an API key, and the workflow sends it, but the key is disabled.",
    trips: ["03-api/open"],
    inject: requireKey({ linked: true, enabled: false }),
    cleanUp: dropKey,
  },
]);
