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
import { inOrder } from "../change/change.ts";
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

/** What is there, who may call it, and whom it calls. */
export const resourceFaults = faultsOf("03-api", [
  {
    id: "api-gone",
    story: "Somebody deleted the REST API.",
    trips: ["03-api/exists"],
    inject: deleteApi,
  },
  {
    id: "api-in-other-region",
    story: "Somebody made the API in another region.",
    trips: ["03-api/exists"],
    inject: inOrder(createApiIn("eu-west-1"), deleteApi),
    cleanUp: dropApiIn("eu-west-1"),
  },
  {
    id: "api-empty-and-misspelt",
    story: "Somebody began the API anew under a slightly different name.",
    trips: ["03-api/exists"],
    inject: inOrder(
      deleteResource("/invoke-lambda"),
      deleteResource("/{requestId}"),
      patchApi({ op: "replace", path: "/name", value: misspelt }),
    ),
    cleanUp: dropRenamed(misspelt),
  },
  {
    id: "post-path-misspelt",
    story: "Somebody named the resource /invoke_lambda.",
    trips: ["03-api/post-method"],
    inject: deployed(
      createResource("/", "invoke_lambda"),
      moveMethod("POST", { path: "/invoke_lambda" }),
      deleteResource("/invoke-lambda"),
    ),
  },
  {
    id: "post-resource-missing",
    story: "Somebody deleted the resource /invoke-lambda.",
    trips: ["03-api/post-method"],
    inject: deployed(deleteResource("/invoke-lambda")),
  },
  {
    id: "post-made-as-get",
    story: "Somebody chose GET as the type of the method of /invoke-lambda.",
    trips: ["03-api/post-method"],
    inject: deployed(moveMethod("POST", { path: "/invoke-lambda", verb: "GET" })),
  },
  {
    id: "variable-without-braces",
    story: "Somebody named the resource requestId, without braces.",
    trips: ["03-api/get-method"],
    inject: deployed(
      createResource("/", "requestId"),
      moveMethod("GET", { path: "/requestId" }),
      deleteResource("/{requestId}"),
    ),
  },
  {
    id: "get-made-as-post",
    story: "Somebody chose POST as the type of the method of /{requestId}.",
    trips: ["03-api/get-method"],
    inject: deployed(moveMethod("GET", { path: "/{requestId}", verb: "POST" })),
  },
  {
    id: "get-method-missing",
    story: "Somebody made the resource /{requestId}, and no method for it.",
    trips: ["03-api/get-method"],
    inject: deployed(deleteMethod("GET")),
  },
  {
    id: "get-below-invoke-lambda",
    story: "Somebody made {requestId} below /invoke-lambda.",
    trips: ["03-api/get-method"],
    inject: deployed(
      createResource("/invoke-lambda", "{requestId}"),
      moveMethod("GET", { path: "/invoke-lambda/{requestId}" }),
      deleteResource("/{requestId}"),
    ),
  },
  {
    id: "get-resource-missing",
    story: "Somebody deleted the resource /{requestId}.",
    trips: ["03-api/get-method"],
    inject: deployed(deleteResource("/{requestId}")),
  },
  {
    id: "private-endpoint",
    story: "Somebody chose the endpoint type Private.",
    trips: ["03-api/open"],
    inject: deployed(
      resourcePolicy({ Effect: "Allow", Principal: "*" }),
      patchApi({ op: "replace", path: "/endpointConfiguration/types/REGIONAL", value: "PRIVATE" }),
    ),
  },
  {
    id: "endpoint-disabled",
    story: "Somebody disabled the API's default endpoint.",
    trips: ["03-api/open"],
    inject: deployed(patchApi({ op: "replace", path: "/disableExecuteApiEndpoint", value: "true" })),
  },
  {
    id: "policy-denies-everybody",
    story: "Somebody wrote a resource policy that denies everybody.",
    trips: ["03-api/open"],
    inject: deployed(resourcePolicy({ Effect: "Deny", Principal: "*" })),
  },
  {
    id: "policy-allows-one-account",
    story: "Somebody wrote a resource policy that lets one account in.",
    trips: ["03-api/open"],
    inject: deployed(
      resourcePolicy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" } }),
    ),
  },
  {
    id: "policy-allows-get-only",
    story: "Somebody's resource policy lets everybody in, but for GET only.",
    trips: ["03-api/open"],
    inject: deployed(resourcePolicy({ Effect: "Allow", Principal: "*", Resource: "execute-api:/*/GET/*" })),
  },
  {
    id: "policy-for-other-stage",
    story: "Somebody's resource policy lets everybody in, but to the stage prod.",
    trips: ["03-api/open"],
    inject: deployed(resourcePolicy({ Effect: "Allow", Principal: "*", Resource: "execute-api:/prod/*" })),
  },
  {
    id: "get-wants-a-key",
    story: "Somebody switched API key required on for GET.",
    trips: ["03-api/open"],
    inject: deployed(patchMethod("GET", { op: "replace", path: "/apiKeyRequired", value: "true" })),
  },
  {
    id: "post-wants-a-signature",
    story: "Somebody chose the authorization AWS_IAM for POST.",
    trips: ["03-api/open"],
    inject: deployed(patchMethod("POST", { op: "replace", path: "/authorizationType", value: "AWS_IAM" })),
  },
  {
    id: "post-is-a-proxy",
    story: "Somebody switched Lambda proxy integration on for POST.",
    trips: ["03-api/post-integration"],
    inject: deployed(changeIntegration("POST", () => ({ type: "AWS_PROXY" }))),
  },
  {
    id: "get-is-a-proxy",
    story: "Somebody switched Lambda proxy integration on for GET.",
    trips: ["03-api/get-integration"],
    inject: deployed(changeIntegration("GET", () => ({ type: "AWS_PROXY" }))),
  },
  {
    id: "get-is-a-mock",
    story: "Somebody chose the integration type Mock for GET.",
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
    story: "Somebody deleted the integration of GET.",
    trips: ["03-api/get-integration", "03-api/deployment-current"],
    inject: deleteIntegration("GET"),
  },
  {
    id: "stage-variable-missing",
    story: "Somebody wrote a stage variable into the integration that the stage does not have.",
    trips: ["03-api/post-integration"],
    inject: deployed(
      changeIntegration("POST", ({ uri }) => ({
        uri: uri?.replace(/:function:[^/]+/, ":function:$${stageVariables.functionName}"),
      })),
    ),
  },
  {
    id: "integration-of-other-service",
    story: "Somebody pointed GET's integration at DynamoDB in place of the function.",
    trips: ["03-api/get-integration"],
    inject: deployed(
      changeIntegration("GET", ({ uri }) => ({
        uri: uri?.replace(/:lambda:path.*/, ":dynamodb:action/GetItem"),
        credentials: "arn:aws:iam::000000000000:role/dynamodb",
      })),
    ),
  },
  {
    id: "integration-of-old-function",
    story: "Somebody chose a function for GET that has been deleted since.",
    trips: ["03-api/get-integration"],
    inject: deployed(
      changeIntegration("GET", ({ uri }) => ({ uri: uri?.replace("/invocations", "-old/invocations") })),
    ),
  },
  {
    id: "function-renamed",
    story: "Somebody made the function anew under another name, and the API still calls the old one.",
    trips: ["03-api/post-integration", "03-api/get-integration"],
    breaks: "02-lambda",
    inject: moveFunction(renamed),
    cleanUp: dropMoved(renamed),
  },
  {
    id: "integration-of-other-region",
    story: "Somebody chose the function of another region for GET.",
    trips: ["03-api/get-integration"],
    inject: deployed(
      changeIntegration("GET", ({ uri }) => ({
        uri: uri?.replace(/lambda:[a-z]+-[a-z]+-\d:/, "lambda:eu-west-1:"),
      })),
    ),
  },
  {
    id: "integration-calls-with-get",
    story: "Somebody's script made the integration call Lambda with GET.",
    trips: ["03-api/get-integration"],
    inject: deployed(changeIntegration("GET", () => ({ integrationHttpMethod: "GET" }))),
  },
  {
    id: "get-calls-first-try",
    story: "Somebody chose an earlier try's function for GET.",
    trips: ["03-api/get-integration"],
    inject: inOrder(addOtherFunction, callOther("GET")),
    cleanUp: dropOtherFunction,
  },
  {
    id: "alias-missing",
    story: "Somebody wrote an alias into the integrations that the function does not have.",
    trips: ["03-api/post-integration", "03-api/get-integration"],
    inject: callAlias,
  },
  {
    id: "plan-without-the-stage",
    story: "Somebody requires an API key, the workflow sends it, and its usage plan has no stage.",
    trips: ["03-api/open"],
    inject: requireKey({ linked: false }),
    cleanUp: dropKey,
  },
  {
    id: "key-disabled",
    story: "Somebody requires an API key, the workflow sends it, and the key is disabled.",
    trips: ["03-api/open"],
    inject: requireKey({ linked: true, enabled: false }),
    cleanUp: dropKey,
  },
]);
