import type { ServiceId } from "./services.ts";

/** A behaviour that AWS documents: its page, and the test that proves it here. */
export interface Behaviour {
  service: ServiceId;
  area: string;
  what: string;
  page: string;
  test: string;
  /** Part of the title of a test in that file. */
  title: string;
}

const gateway = "https://docs.aws.amazon.com/apigateway/latest/developerguide";
const lambda = "https://docs.aws.amazon.com/lambda/latest/dg";
const iam = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const logs = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs";
const calls = "packages/local-aws/test/apigateway/calls.test.ts";
const deployments = "packages/local-aws/test/apigateway/deployments.test.ts";
const invoke = "packages/local-aws/test/lambda-invoke.test.ts";
const identity = "packages/local-aws/test/identity.test.ts";
const policies = "packages/local-aws/test/iam-policies.test.ts";
const wiring = "test/conformance/wiring.test.ts";

/** Kept by hand; a claim whose test was renamed or removed fails. */
export const behaviours: readonly Behaviour[] = [
  {
    service: "api-gateway",
    area: "Method request",
    what: "A method with AWS_IAM authorization requires a signature and execute-api:Invoke",
    page: `${gateway}/permissions.html`,
    test: wiring,
    title: "a method with IAM authorization needs the permission to invoke",
  },
  {
    service: "api-gateway",
    area: "Method request",
    what: "An API key must belong to a usage plan of the stage",
    page: `${gateway}/api-gateway-api-usage-plans.html`,
    test: calls,
    title: "a method with an API key",
  },
  {
    service: "api-gateway",
    area: "Method request",
    what: "A request validator compares the body with its model",
    page: `${gateway}/api-gateway-method-request-validation.html`,
    test: calls,
    title: "bodies are validated against their model",
  },
  {
    service: "api-gateway",
    area: "Method request",
    what: "A payload has at most 10 MB, headers at most 10,240 bytes",
    page: `${gateway}/limits.html`,
    test: calls,
    title: "10 MB pass",
  },
  {
    service: "api-gateway",
    area: "Integration request",
    what: "The client's headers do not reach a function behind a custom integration",
    page: `${gateway}/set-up-lambda-custom-integrations.html`,
    test: calls,
    title: "a client's own X-Amz-Invocation-Type has no effect",
  },
  {
    service: "api-gateway",
    area: "Integration request",
    what: "A header mapped from the static value 'Event' makes the call asynchronous",
    page: `${gateway}/set-up-lambda-integration-async.html`,
    test: calls,
    title: "a static mapping makes the call asynchronous",
  },
  {
    service: "api-gateway",
    area: "Integration request",
    what: "Overriding the same parameter twice fails the call",
    page: `${gateway}/apigateway-override-request-response-parameters.html`,
    test: calls,
    title: "the same override twice fails the call",
  },
  {
    service: "api-gateway",
    area: "Integration",
    what: "The function's resource-based policy must allow this stage, method and path",
    page: `${gateway}/api-gateway-control-access-using-iam-policies-to-invoke-api.html`,
    test: calls,
    title: "the function's policy is checked for the stage",
  },
  {
    service: "api-gateway",
    area: "Integration",
    what: "An integration that exceeds its timeout returns 504",
    page: `${gateway}/limits.html`,
    test: calls,
    title: "an integration that takes too long is a 504",
  },
  {
    service: "api-gateway",
    area: "Integration response",
    what: "selectionPattern must match the whole error message",
    page: `${gateway}/handle-errors-in-lambda-integration.html`,
    test: calls,
    title: "a pattern must match the whole message",
  },
  {
    service: "api-gateway",
    area: "Method response",
    what: "A status that the method response does not declare returns 500",
    page: `${gateway}/api-gateway-method-settings-method-response.html`,
    test: calls,
    title: "a response that the method does not declare is a 500",
  },
  {
    service: "api-gateway",
    area: "Gateway responses",
    what: "An API's own status, headers and body replace the defaults",
    page: `${gateway}/api-gateway-gatewayResponse-definition.html`,
    test: calls,
    title: "an API's own gateway responses have status, headers and a body",
  },
  {
    service: "api-gateway",
    area: "Deployments",
    what: "A change takes effect at the next deployment",
    page: `${gateway}/how-to-deploy-api.html`,
    test: deployments,
    title: "changes are live after the next deployment",
  },
  {
    service: "api-gateway",
    area: "Stages",
    what: "A stage with a rate limit returns 429 above it",
    page: `${gateway}/api-gateway-request-throttling.html`,
    test: calls,
    title: "a stage with a rate limit returns 429 beyond it",
  },
  {
    service: "api-gateway",
    area: "Import",
    what: "One OpenAPI document creates the whole API",
    page: `${gateway}/api-gateway-import-api.html`,
    test: "test/conformance/peers/clients.test.ts",
    title: "boto3 creates the API by one import",
  },
  {
    service: "api-gateway",
    area: "Quotas (with --quotas)",
    what: "One DeleteRestApi in 30 seconds; a burst of 40 for all calls together",
    page: `${gateway}/limits.html`,
    test: "packages/local-aws/src/apigateway/quotas.test.ts",
    title: "one API may be deleted per 30 s",
  },
  {
    service: "api-gateway",
    area: "Quotas (with --max-integration-timeout)",
    what: "Integrations of Regional and private APIs may take longer than 29 s, those of edge-optimized APIs may not",
    page: `${gateway}/api-gateway-execution-service-limits-table.html`,
    test: "packages/local-aws/test/apigateway/timeouts.test.ts",
    title: "a raised quota allows more for Regional and private APIs, up to its own limit",
  },
  {
    service: "api-gateway",
    area: "Mapping templates",
    what: "Templates render as Apache Velocity 1.7 renders them, where AWS agrees with 1.7",
    page: `${gateway}/models-mappings.html`,
    test: "packages/api-gateway/test/velocity/velocity.test.ts",
    title: "renders 5,000 generated templates as Velocity 1.7 does",
  },
  {
    service: "api-gateway",
    area: "Mapping templates",
    what: "A #foreach loop runs at most 1,000 times",
    page: `${gateway}/limits.html`,
    test: "packages/api-gateway/src/templates/hostile.test.ts",
    title: "a loop runs at most 1,000 times",
  },
  {
    service: "lambda",
    area: "Lambda",
    what: "An asynchronous call returns before it runs, and is retried after one and two minutes",
    page: `${lambda}/invocation-async-error-handling.html`,
    test: invoke,
    title: "retries an Event after one and two minutes",
  },
  {
    service: "lambda",
    area: "Lambda",
    what: "Reserved concurrency throttles; queued events run when there is room",
    page: `${lambda}/configuration-concurrency.html`,
    test: invoke,
    title: "throttles, and runs queued events",
  },
  {
    service: "lambda",
    area: "Lambda",
    what: "Queued events survive a restart and are delivered at least once",
    page: `${lambda}/invocation-async.html`,
    test: "packages/local-aws/test/lambda-restart.test.ts",
    title: "continues after a restart",
  },
  {
    service: "lambda",
    area: "Lambda",
    what: "A function ends at its timeout, with all processes that it started",
    page: `${lambda}/configuration-timeout.html`,
    test: "packages/local-aws/src/lambda/runtime-hostile.test.ts",
    title: "at its timeout",
  },
  {
    service: "iam",
    area: "Signatures",
    what: "A wrong signature, an unknown key and a clock five minutes off are refused with the protocol's error",
    page: `${iam}/reference_sigv.html`,
    test: identity,
    title: "an unknown key, a wrong secret and a late clock",
  },
  {
    service: "iam",
    area: "Permissions",
    what: "Identity policies decide; a refusal names the action, the resource and the reason",
    page: `${iam}/reference_policies_evaluation-logic.html`,
    test: identity,
    title: "an unauthorized action is denied",
  },
  {
    service: "iam",
    area: "Permissions",
    what: "A permissions boundary removes what it does not allow",
    page: `${iam}/access_policies_boundaries.html`,
    test: policies,
    title: "a boundary removes permissions",
  },
  {
    service: "iam",
    area: "Permissions",
    what: "A policy simulation names the policy that decided",
    page: `${iam}/access_policies_testing-policies.html`,
    test: policies,
    title: "a simulation reports the deciding policy",
  },
  {
    service: "iam",
    area: "Permissions",
    what: "The recommended learner policy suffices, and each of its statements is needed",
    page: `${iam}/best-practices.html`,
    test: "test/commands/learner-policy.test.ts",
    title: "does the whole tutorial, passes the checks, and leaves nothing",
  },
  {
    service: "iam",
    area: "Roles",
    what: "With --slow-iam a new role cannot be assumed for some seconds",
    page: `${iam}/troubleshoot_general.html`,
    test: policies,
    title: "with propagation delay a new role cannot be assumed",
  },
  {
    service: "iam",
    area: "Roles",
    what: "Temporary keys end with their time and with their role",
    page: `${iam}/id_credentials_temp.html`,
    test: identity,
    title: "a role's temporary keys work until they expire",
  },
  {
    service: "logs",
    area: "Logs",
    what: "A policy for `log-group:NAME:*` allows logs; without `:*` nothing is written",
    page: `${logs}/iam-access-control-overview-cwl.html`,
    test: wiring,
    title: "a role that is scoped to the function's log group may log",
  },
];
