/** A behaviour that is as on AWS, beside the vectors: AWS's page about it, and the test that holds it. */
export interface Behaviour {
  area: string;
  what: string;
  page: string;
  test: string;
  /** A test of that file with this in its title. */
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

/** Kept by hand; a test that is renamed or gone is noticed. */
export const behaviours: readonly Behaviour[] = [
  {
    area: "Method request",
    what: "A method that asks for IAM wants a signature and execute-api:Invoke",
    page: `${gateway}/permissions.html`,
    test: wiring,
    title: "a method that asks for IAM is called by who may",
  },
  {
    area: "Method request",
    what: "An API key must belong to a usage plan of the stage",
    page: `${gateway}/api-gateway-api-usage-plans.html`,
    test: calls,
    title: "a method with an API key",
  },
  {
    area: "Method request",
    what: "A body is held to its model when a validator asks for it",
    page: `${gateway}/api-gateway-method-request-validation.html`,
    test: calls,
    title: "bodies are held to their model",
  },
  {
    area: "Method request",
    what: "10 MB of payload and 10,240 bytes of headers pass, more does not",
    page: `${gateway}/limits.html`,
    test: calls,
    title: "10 MB pass",
  },
  {
    area: "Integration request",
    what: "A header of the client does not reach a function that is no proxy",
    page: `${gateway}/set-up-lambda-custom-integrations.html`,
    test: calls,
    title: "a client's own X-Amz-Invocation-Type has no effect",
  },
  {
    area: "Integration request",
    what: "A static mapping to 'Event' makes the call asynchronous",
    page: `${gateway}/set-up-lambda-integration-async.html`,
    test: calls,
    title: "a static mapping makes the call asynchronous",
  },
  {
    area: "Integration request",
    what: "Overriding the same parameter twice fails the call",
    page: `${gateway}/apigateway-override-request-response-parameters.html`,
    test: calls,
    title: "the same override twice fails the call",
  },
  {
    area: "Integration",
    what: "A function is called only if its own policy lets this stage, method and path in",
    page: `${gateway}/api-gateway-control-access-using-iam-policies-to-invoke-api.html`,
    test: calls,
    title: "the function's policy is asked about the stage",
  },
  {
    area: "Integration",
    what: "An integration that takes longer than its time is a 504",
    page: `${gateway}/limits.html`,
    test: calls,
    title: "an integration that takes too long is a 504",
  },
  {
    area: "Integration response",
    what: "selectionPattern must match the whole error message",
    page: `${gateway}/handle-errors-in-lambda-integration.html`,
    test: calls,
    title: "a pattern must match the whole message",
  },
  {
    area: "Method response",
    what: "A status that the method does not declare is a 500",
    page: `${gateway}/api-gateway-method-settings-method-response.html`,
    test: calls,
    title: "a response that the method does not declare is a 500",
  },
  {
    area: "Gateway responses",
    what: "An API's own status, headers and body take the place of the defaults",
    page: `${gateway}/api-gateway-gatewayResponse-definition.html`,
    test: calls,
    title: "an API's own have status, headers and a body",
  },
  {
    area: "Deployments",
    what: "A change is live after the next deployment, and not before",
    page: `${gateway}/how-to-deploy-api.html`,
    test: deployments,
    title: "changes are live after the next deployment",
  },
  {
    area: "Stages",
    what: "A stage with a rate answers 429 beyond it",
    page: `${gateway}/api-gateway-request-throttling.html`,
    test: calls,
    title: "a stage with a rate answers 429 beyond it",
  },
  {
    area: "Import",
    what: "One OpenAPI document makes the whole API",
    page: `${gateway}/api-gateway-import-api.html`,
    test: "test/conformance/peers/clients.test.ts",
    title: "boto3 makes the API by one import",
  },
  {
    area: "Quotas (with --quotas)",
    what: "One API may be deleted in 30 seconds, all calls together have a burst of 40",
    page: `${gateway}/limits.html`,
    test: "packages/local-aws/src/apigateway/quotas.test.ts",
    title: "one API may be deleted in 30 s",
  },
  {
    area: "Mapping templates",
    what: "Whole templates render as Apache Velocity 1.7 renders them, where AWS and 1.7 agree",
    page: `${gateway}/models-mappings.html`,
    test: "packages/api-gateway/test/velocity/velocity.test.ts",
    title: "",
  },
  {
    area: "Mapping templates",
    what: "A loop runs 1,000 times and no more",
    page: `${gateway}/limits.html`,
    test: "packages/api-gateway/src/templates/hostile.test.ts",
    title: "a loop runs 1,000 times",
  },
  {
    area: "Lambda",
    what: "An asynchronous call is answered before it runs, and tried again after one and two minutes",
    page: `${lambda}/invocation-async-error-handling.html`,
    test: invoke,
    title: "tries an Event again after one and two minutes",
  },
  {
    area: "Lambda",
    what: "Reserved concurrency throttles; what is queued runs when there is room",
    page: `${lambda}/configuration-concurrency.html`,
    test: invoke,
    title: "throttles, and lets go what is queued",
  },
  {
    area: "Lambda",
    what: "Queued calls outlive a restart: at least once",
    page: `${lambda}/invocation-async.html`,
    test: "packages/local-aws/test/lambda-restart.test.ts",
    title: "goes on after a restart",
  },
  {
    area: "Lambda",
    what: "A function ends at its timeout, and with it all that it started",
    page: `${lambda}/configuration-timeout.html`,
    test: "packages/local-aws/src/lambda/runtime-hostile.test.ts",
    title: "at its timeout",
  },
  {
    area: "Signatures",
    what: "A wrong signature, an unknown key and a clock five minutes off are refused in the protocol's words",
    page: `${iam}/reference_sigv.html`,
    test: identity,
    title: "an unknown key, a wrong secret and a late clock",
  },
  {
    area: "Permissions",
    what: "Identity policies decide, and a refusal names the action, the resource and why",
    page: `${iam}/reference_policies_evaluation-logic.html`,
    test: identity,
    title: "what a user may not do is refused",
  },
  {
    area: "Permissions",
    what: "A permissions boundary takes what it does not allow",
    page: `${iam}/access_policies_boundaries.html`,
    test: policies,
    title: "a boundary takes from a role",
  },
  {
    area: "Permissions",
    what: "A simulation says which policy decided",
    page: `${iam}/access_policies_testing-policies.html`,
    test: policies,
    title: "a simulation says which policy decided",
  },
  {
    area: "Permissions",
    what: "The recommended learner policy is enough, each statement is needed, the rest is refused",
    page: `${iam}/best-practices.html`,
    test: "test/commands/learner-policy.test.ts",
    title: "does the whole tutorial, passes the checks, and leaves nothing",
  },
  {
    area: "Roles",
    what: "With --slow-iam a new role cannot be assumed for some seconds",
    page: `${iam}/troubleshoot_general.html`,
    test: policies,
    title: "with slow IAM a new role cannot be assumed",
  },
  {
    area: "Roles",
    what: "Temporary keys end with their time and with their role",
    page: `${iam}/id_credentials_temp.html`,
    test: identity,
    title: "a role's temporary keys work until they expire",
  },
  {
    area: "Logs",
    what: "A role that is scoped to `log-group:NAME:*` may log; without `:*` nothing is written",
    page: `${logs}/iam-access-control-overview-cwl.html`,
    test: wiring,
    title: "a role that is scoped to the function's log group may log",
  },
];
