import {
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  DeleteIntegrationResponseCommand,
  DeleteMethodCommand,
  DeleteResourceCommand,
  DeleteStageCommand,
  GetMethodCommand,
  GetStageCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateMethodCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { CreateTableCommand, DeleteTableCommand, waitUntilTableNotExists } from "@aws-sdk/client-dynamodb";
import {
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  DeleteFunctionCommand,
  GetPolicyCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import type { CheckId } from "../../../checks/check.ts";
import { configure, methodOf, patchIntegration, redefine, template, upload, wait } from "./edit.ts";
import type { Practice } from "./practice.ts";

/** One way to break a solved environment, and the checks that must fail because of it; the first is the cause. */
export interface Fault {
  id: string;
  story: string;
  trips: readonly CheckId[];
  /** A word that must be in what the first failed check says. */
  says: RegExp;
  inject(practice: Practice): Promise<void>;
}

async function newTable(
  { dynamodb, names }: Practice,
  {
    name = names.table,
    key = "requestId",
    type = "S" as "S" | "N",
    sort,
  }: { name?: string; key?: string; type?: "S" | "N"; sort?: string },
) {
  await dynamodb.send(new DeleteTableCommand({ TableName: names.table }));
  await waitUntilTableNotExists({ client: dynamodb, ...wait }, { TableName: names.table });
  await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: [
        { AttributeName: key, AttributeType: type },
        ...(sort ? [{ AttributeName: sort, AttributeType: "S" as const }] : []),
      ],
      KeySchema: [
        { AttributeName: key, KeyType: "HASH" },
        ...(sort ? [{ AttributeName: sort, KeyType: "RANGE" as const }] : []),
      ],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
}

export const faults: readonly Fault[] = [
  {
    id: "table-gone",
    story: "The table was deleted.",
    trips: ["01-table/exists"],
    says: /no table/,
    inject: async ({ dynamodb, names }) => {
      await dynamodb.send(new DeleteTableCommand({ TableName: names.table }));
      await waitUntilTableNotExists({ client: dynamodb, ...wait }, { TableName: names.table });
    },
  },
  {
    id: "table-misspelt",
    story: "The table's name has a letter too many.",
    trips: ["01-table/exists"],
    says: /but one called lambda-invocation-status-.*s\b/,
    inject: (practice) => newTable(practice, { name: `${practice.names.table}s` }),
  },
  {
    id: "key-case",
    story: "The partition key is RequestId.",
    trips: ["01-table/partition-key"],
    says: /RequestId/,
    inject: (practice) => newTable(practice, { key: "RequestId" }),
  },
  {
    id: "key-number",
    story: "The partition key is a number.",
    trips: ["01-table/partition-key"],
    says: /Number/,
    inject: (practice) => newTable(practice, { type: "N" }),
  },
  {
    id: "sort-key",
    story: "The table has a sort key.",
    trips: ["01-table/no-sort-key"],
    says: /createdAt/,
    inject: (practice) => newTable(practice, { sort: "createdAt" }),
  },
  {
    id: "function-gone",
    story: "The function was deleted.",
    trips: ["02-lambda/exists"],
    says: /no function/,
    inject: async ({ lambda, names }) => {
      await lambda.send(new DeleteFunctionCommand({ FunctionName: names.function }));
    },
  },
  {
    id: "timeout-default",
    story: "The timeout is the default of 3 s.",
    trips: ["02-lambda/timeout"],
    says: /3 s, the default/,
    inject: (practice) => configure(practice, { Timeout: 3 }),
  },
  {
    id: "handler-wrong",
    story: "The handler names a file that is not there.",
    trips: ["02-lambda/handler"],
    says: /lambda_function\.lambda_handler/,
    inject: (practice) => configure(practice, { Handler: "lambda_function.lambda_handler" }),
  },
  {
    id: "python-on-node",
    story: "Python code on a Node runtime.",
    trips: ["02-lambda/runtime"],
    says: /nodejs22\.x/,
    inject: (practice) =>
      upload(practice, {
        "lambda_function.py": "import json\n\ndef lambda_handler(event, context):\n    return {}\n",
      }),
  },
  {
    id: "not-deployed-code",
    story: "The console's example is still what runs.",
    trips: ["02-lambda/code"],
    says: /Hello from Lambda/,
    inject: (practice) =>
      upload(practice, {
        "index.mjs":
          'export const handler = async (event) => {\n  return { statusCode: 200, body: JSON.stringify("Hello from Lambda!") };\n};\n',
      }),
  },
  {
    id: "flush-left",
    story: "The Python lost its indentation.",
    trips: ["02-lambda/code"],
    says: /further in/,
    inject: async (practice) => {
      await upload(practice, {
        "lambda_function.py":
          "import json\nimport boto3\n\ndef lambda_handler(event, context):\nrequest_id = event['requestId']\nreturn {}\n",
      });
      await configure(practice, { Runtime: "python3.13", Handler: "lambda_function.lambda_handler" });
    },
  },
  {
    id: "smart-quotes",
    story: "An editor made the quotes typographic.",
    trips: ["02-lambda/code"],
    says: /line 2/,
    inject: (practice) =>
      upload(practice, {
        "index.mjs": "export const handler = async () => {\n  return { statusCode: 200, body: ‘x’ };\n};\n",
      }),
  },
  {
    id: "code-throws",
    story: "The code fails at each call, in a way that reading it does not show.",
    trips: ["02-lambda/answers"],
    says: /ReferenceError|boom/,
    inject: (practice) =>
      upload(practice, {
        "index.mjs":
          "export const handler = async () => { throw new Error('boom: ' + process.env.TABLE_NAME); };\n",
      }),
  },
  {
    id: "code-ignores-action",
    story: "The function does nothing with the action status.",
    trips: ["02-lambda/answers"],
    says: /nothing/,
    inject: (practice) =>
      upload(practice, {
        "index.mjs": "export const handler = async () => { void process.env.TABLE_NAME; };\n",
      }),
  },
  {
    id: "no-concurrency",
    story: "The reserved concurrency is 0.",
    trips: ["02-lambda/concurrency"],
    says: /Concurren/i,
    inject: async ({ lambda, names }) => {
      await lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName: names.function, ReservedConcurrentExecutions: 0 }),
      );
    },
  },
  {
    id: "trust-ec2",
    story: "The role trusts EC2.",
    trips: ["02-lambda/role"],
    says: /ec2\.amazonaws\.com/,
    inject: async ({ iam, names }) => {
      await iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: names.role,
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
            ],
          }),
        }),
      );
    },
  },
  {
    id: "no-policy",
    story: "The role may not use the table.",
    trips: ["02-lambda/permissions"],
    says: /PutItem, GetItem, UpdateItem/,
    inject: async ({ iam, names }) => {
      await iam.send(new DeleteRolePolicyCommand({ RoleName: names.role, PolicyName: names.policy }));
    },
  },
  {
    id: "no-update",
    story: "The role may not update items.",
    trips: ["02-lambda/permissions"],
    says: /UpdateItem is not allowed/,
    inject: async ({ iam, names }) => {
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: names.role,
          PolicyName: names.policy,
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource: "*" }],
          }),
        }),
      );
    },
  },
  {
    id: "table-name-in-code",
    story: "The function is told another table.",
    trips: ["02-lambda/table-name"],
    says: /invocation-status-old/,
    inject: (practice) =>
      configure(practice, {
        Environment: { Variables: { TABLE_NAME: "invocation-status-old", PROCESSING_SECONDS: "0" } },
      }),
  },
  {
    id: "post-missing",
    story: "The method on /invoke-lambda is GET.",
    trips: ["03-api/post-method"],
    says: /GET \/invoke-lambda/,
    inject: async (practice) => {
      const method = await methodOf(practice, "POST");
      await practice.gateway.send(
        new PutMethodCommand({ ...method, httpMethod: "GET", authorizationType: "NONE" }),
      );
      await practice.gateway.send(new DeleteMethodCommand(method));
    },
  },
  {
    id: "no-braces",
    story: "The resource is /requestId, without braces.",
    trips: ["03-api/get-method"],
    says: /without braces/,
    inject: async (practice) => {
      const { id: restApiId, resources } = await practice.api();
      await practice.gateway.send(
        new DeleteResourceCommand({ restApiId, resourceId: resources["/{requestId}"] }),
      );
      await practice.gateway.send(
        new CreateResourceCommand({ restApiId, parentId: resources["/"], pathPart: "requestId" }),
      );
    },
  },
  {
    id: "api-key",
    story: "GET requires an API key.",
    trips: ["03-api/open"],
    says: /API key/,
    inject: async (practice) => {
      await practice.gateway.send(
        new UpdateMethodCommand({
          ...(await methodOf(practice, "GET")),
          patchOperations: [{ op: "replace", path: "/apiKeyRequired", value: "true" }],
        }),
      );
      await practice.deploy();
    },
  },
  {
    id: "iam-authorization",
    story: "POST wants a signature.",
    trips: ["03-api/open"],
    says: /AWS_IAM/,
    inject: async (practice) => {
      await practice.gateway.send(
        new UpdateMethodCommand({
          ...(await methodOf(practice, "POST")),
          patchOperations: [{ op: "replace", path: "/authorizationType", value: "AWS_IAM" }],
        }),
      );
      await practice.deploy();
    },
  },
  {
    id: "resource-policy",
    story: "A resource policy denies everybody.",
    trips: ["03-api/open"],
    says: /resource policy/,
    inject: async (practice) => {
      const { id: restApiId } = await practice.api();
      const value = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Deny", Principal: "*", Action: "execute-api:Invoke", Resource: "*" }],
      });
      await practice.gateway.send(
        new UpdateRestApiCommand({ restApiId, patchOperations: [{ op: "replace", path: "/policy", value }] }),
      );
      await practice.deploy();
    },
  },
  {
    id: "proxy",
    story: "POST is a proxy integration.",
    trips: ["03-api/post-integration"],
    says: /AWS_PROXY/,
    inject: async (practice) => {
      const method = await methodOf(practice, "POST");
      const { methodIntegration } = await practice.gateway.send(new GetMethodCommand(method));
      await practice.gateway.send(
        new PutIntegrationCommand({
          ...method,
          type: "AWS_PROXY",
          integrationHttpMethod: "POST",
          uri: methodIntegration?.uri,
        }),
      );
      await practice.deploy();
    },
  },
  {
    id: "integration-elsewhere",
    story: "GET calls a function that is not there.",
    trips: ["03-api/get-integration"],
    says: /no such function/,
    inject: async (practice) => {
      const { methodIntegration } = await practice.gateway.send(
        new GetMethodCommand(await methodOf(practice, "GET")),
      );
      const uri = methodIntegration?.uri?.replace("/invocations", "-old/invocations") ?? "";
      await patchIntegration(practice, "GET", { op: "replace", path: "/uri", value: uri });
    },
  },
  {
    id: "no-permission",
    story: "API Gateway may not call the function for GET.",
    trips: ["03-api/permission"],
    says: /GET/,
    inject: async ({ lambda, names }) => {
      const { Policy = "{}" } = await lambda.send(new GetPolicyCommand({ FunctionName: names.function }));
      const statements = (JSON.parse(Policy) as { Statement: { Sid: string }[] }).Statement;
      const get = statements.find(({ Sid }) => Sid.endsWith("-get"));
      await lambda.send(new RemovePermissionCommand({ FunctionName: names.function, StatementId: get?.Sid }));
    },
  },
  {
    id: "no-request-template",
    story: "POST has no request template.",
    trips: ["03-api/post-request"],
    says: /no template|415/,
    inject: (practice) => template(practice, "POST", { side: "request" }),
  },
  {
    id: "template-other-type",
    story: "POST's request template belongs to text/plain.",
    trips: ["03-api/post-request"],
    says: /application\/json/,
    inject: (practice) =>
      template(practice, "POST", { side: "request", text: '{"action":"invoke"}', type: "text/plain" }),
  },
  {
    id: "template-broken",
    story: "POST's request template lacks an #end.",
    trips: ["03-api/post-request"],
    says: /cannot be read/,
    inject: (practice) =>
      template(practice, "POST", {
        side: "request",
        text: '#if($input.path("$.requestId"))\n{"action": "invoke"}',
      }),
  },
  {
    id: "no-event",
    story: "The Event line is missing.",
    trips: ["03-api/post-invocation-type"],
    says: /not set/,
    inject: (practice) =>
      template(practice, "POST", {
        side: "request",
        text: '{"action": "invoke", "requestId": "$input.path(\'$.requestId\')"}',
      }),
  },
  {
    id: "event-twice",
    story: "The Event header is mapped and set in the template.",
    trips: ["03-api/post-invocation-type"],
    says: /header mapping and by #set/,
    inject: (practice) =>
      patchIntegration(practice, "POST", {
        op: "add",
        path: "/requestParameters/integration.request.header.X-Amz-Invocation-Type",
        value: "'Event'",
      }),
  },
  {
    id: "no-integration-response",
    story: "The default 200 was deleted and no 202 made.",
    trips: ["03-api/post-response"],
    says: /no integration response/,
    inject: async (practice) => {
      await practice.gateway.send(
        new DeleteIntegrationResponseCommand({ ...(await methodOf(practice, "POST")), statusCode: "202" }),
      );
      await practice.deploy();
    },
  },
  {
    id: "pattern-202",
    story: "The 202 response waits for an error that matches 202.",
    trips: ["03-api/post-response"],
    says: /match 202/,
    inject: async (practice) => {
      await practice.gateway.send(
        new PutIntegrationResponseCommand({
          ...(await methodOf(practice, "POST")),
          statusCode: "202",
          selectionPattern: "202",
          responseTemplates: { "application/json": '{"status":"PROCESSING"}' },
        }),
      );
      await practice.deploy();
    },
  },
  {
    id: "post-200",
    story: "POST answers 200.",
    trips: ["03-api/post-response"],
    says: /200/,
    inject: async (practice) => {
      const method = await methodOf(practice, "POST");
      await practice.gateway.send(new PutMethodResponseCommand({ ...method, statusCode: "200" }));
      await practice.gateway.send(new DeleteIntegrationResponseCommand({ ...method, statusCode: "202" }));
      await practice.gateway.send(
        new PutIntegrationResponseCommand({
          ...method,
          statusCode: "200",
          responseTemplates: { "application/json": '{"status":"PROCESSING"}' },
        }),
      );
      await practice.deploy();
    },
  },
  {
    id: "printed-acknowledgement",
    story: "POST's response template is the tutorial's.",
    trips: ["03-api/post-acknowledgement"],
    says: /no JSON/,
    inject: (practice) =>
      template(practice, "POST", {
        side: "response",
        text: '{\n"requestId": "$input.json(\'$.body.requestId\')",\n"status": "PROCESSING"\n}',
      }),
  },
  {
    id: "wrong-id-back",
    story: "POST answers with an id that is always the same.",
    trips: ["03-api/post-acknowledgement"],
    says: /for the requestId/,
    inject: (practice) =>
      template(practice, "POST", { side: "response", text: '{"requestId": "1", "status": "PROCESSING"}' }),
  },
  {
    id: "get-invokes",
    story: "GET's template was copied from POST.",
    trips: ["03-api/get-request"],
    says: /"action": "invoke"/,
    inject: (practice) =>
      template(practice, "GET", {
        side: "request",
        text: '{"action": "invoke", "requestId": "$input.params(\'requestId\')"}',
      }),
  },
  {
    id: "get-other-variable",
    story: "GET's template asks for another variable than the path has.",
    trips: ["03-api/get-request"],
    says: /"requestId": ""/,
    inject: (practice) =>
      template(practice, "GET", {
        side: "request",
        text: '{"action": "status", "requestId": "$input.params(\'id\')"}',
      }),
  },
  {
    id: "get-real-404",
    story: "GET answers a real 404 for an id that nobody has.",
    trips: ["03-api/get-response"],
    says: /404/,
    inject: (practice) =>
      template(practice, "GET", {
        side: "response",
        text: "#set($context.responseOverride.status = $input.path('$.statusCode'))\n{\"statusCode\": $input.path('$.statusCode'), \"body\": $input.path('$.body')}",
      }),
  },
  {
    id: "body-is-text",
    story: "GET has no response template, as the tutorial prints it.",
    trips: ["03-api/get-body"],
    says: /text with JSON inside/,
    inject: (practice) => template(practice, "GET", { side: "response" }),
  },
  {
    id: "no-stage",
    story: "The API is not deployed.",
    trips: ["03-api/deployed"],
    says: /no stage/,
    inject: async (practice) => {
      const { id: restApiId } = await practice.api();
      await practice.gateway.send(new DeleteStageCommand({ restApiId, stageName: "test" }));
    },
  },
  {
    id: "not-deployed-again",
    story: "GET's template was changed after the deployment.",
    trips: ["03-api/deployment-current"],
    says: /GET \/\{requestId\}: integration response, template application\/json/,
    inject: async (practice) => {
      await practice.gateway.send(
        new PutIntegrationResponseCommand({
          ...(await methodOf(practice, "GET")),
          statusCode: "200",
          responseTemplates: {
            "application/json":
              "{\"statusCode\": $input.path('$.statusCode'), \"body\": $input.path('$.body')}",
          },
        }),
      );
    },
  },
  {
    id: "definition-gone",
    story: "The workflow definition was deleted.",
    trips: ["04-workflow/registered"],
    says: /none LongRunningAPIWorkflow/,
    inject: ({ conductor, names }) => conductor.unregister(names.workflow, 1),
  },
  {
    id: "no-poll-task",
    story: "The workflow has no HTTP_POLL task.",
    trips: ["04-workflow/poll-task"],
    says: /HTTP/,
    inject: async ({ conductor, names }) => {
      const definition = await conductor.definition(names.workflow);
      if (definition) await conductor.register({ ...definition, tasks: definition.tasks.slice(0, 1) });
    },
  },
  {
    id: "placeholders",
    story: "The placeholders are still in the address.",
    trips: ["04-workflow/start-address", "04-workflow/poll-address"],
    says: /<your-api-gateway-id>/,
    inject: (practice) =>
      redefine(practice, (text) =>
        text.replaceAll(
          /http:\/\/127[^"]*?\/test\//g,
          "https://<your-api-gateway-id>.execute-api.<your-region>.amazonaws.com/<stage>/",
        ),
      ),
  },
  {
    id: "another-api",
    story: "The addresses are those of an API of another time.",
    trips: ["04-workflow/start-address", "04-workflow/poll-address"],
    says: /API abcdef1234; yours is/,
    inject: (practice) =>
      redefine(practice, (text) => text.replaceAll(/execute-api\/[a-z0-9]+\//g, "execute-api/abcdef1234/")),
  },
  {
    id: "wrong-stage",
    story: "The addresses name a stage that is not there.",
    trips: ["04-workflow/start-address", "04-workflow/poll-address"],
    says: /stage prod/,
    inject: (practice) => redefine(practice, (text) => text.replaceAll("/test/", "/prod/")),
  },
  {
    id: "fixed-id",
    story: "The poll asks for 12346 whatever the run's id is.",
    trips: ["04-workflow/poll-address"],
    says: /12346/,
    inject: (practice) =>
      redefine(practice, (text) => text.replace("/test/${workflow.input.requestId}", "/test/12346")),
  },
  {
    id: "other-input",
    story: "The body takes the id from an input that is not there.",
    trips: ["04-workflow/poll-address"],
    says: /posts \$\{workflow\.input\.id\}/,
    inject: (practice) =>
      redefine(practice, (text) =>
        text.replace('"requestId":"${workflow.input.requestId}"', '"requestId":"${workflow.input.id}"'),
      ),
  },
  {
    id: "body-field",
    story: "The body calls the id request_id.",
    trips: ["04-workflow/start-request"],
    says: /request_id/,
    inject: (practice) =>
      redefine(practice, (text) =>
        text.replace(
          '"requestId":"${workflow.input.requestId}"',
          '"request_id":"${workflow.input.requestId}"',
        ),
      ),
  },
  {
    id: "lower-case-method",
    story: "The method is written post.",
    trips: ["04-workflow/start-request"],
    says: /method post/,
    inject: (practice) => redefine(practice, (text) => text.replace('"POST"', '"post"')),
  },
  {
    id: "interval-no-number",
    story: "The interval is no number.",
    trips: ["04-workflow/poll-request"],
    says: /pollingInterval/,
    inject: (practice) =>
      redefine(practice, (text) => text.replace('"pollingInterval":"5"', '"pollingInterval":"soon"')),
  },
  {
    id: "condition-path",
    story: "The condition reads body.status.",
    trips: ["04-workflow/condition-completed"],
    says: /true for/,
    inject: (practice) => redefine(practice, (text) => text.replace("body.body.status", "body.status")),
  },
  {
    id: "condition-too-soon",
    story: "The condition only tests the HTTP status.",
    trips: ["04-workflow/condition-unfinished"],
    says: /false for/,
    inject: (practice) =>
      redefine(practice, (text) =>
        text.replace(/ && \$\.output\.response\.body\.body\.status == \\"COMPLETED\\"/, ""),
      ),
  },
  {
    id: "few-polls",
    story: "The task may poll once.",
    trips: ["04-workflow/time-limit"],
    says: /maxPollCount/,
    inject: (practice) =>
      redefine(practice, (text) =>
        text.replace('"pollingInterval":"5"', '"pollingInterval":"1","maxPollCount":1'),
      ),
  },
  {
    id: "one-call-at-once",
    story: "The reserved concurrency is 1.",
    trips: ["02-lambda/concurrency"],
    says: /reserved concurrency 1/,
    inject: async ({ lambda, names }) => {
      await lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName: names.function, ReservedConcurrentExecutions: 1 }),
      );
    },
  },
  {
    id: "trust-denied",
    story: "The trust policy allows Lambda, and denies it.",
    trips: ["02-lambda/role"],
    says: /denies/,
    inject: async ({ iam, names }) => {
      const statement = (Effect: string) => ({
        Effect,
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      });
      await iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: names.role,
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [statement("Allow"), statement("Deny")],
          }),
        }),
      );
    },
  },
  {
    id: "works-on-every-action",
    story: "The function works for half a minute whatever it is asked.",
    trips: ["02-lambda/answers"],
    says: /no answer within 15 s/,
    inject: (practice) =>
      upload(practice, {
        "index.mjs": `export const handler = async () => { await new Promise((r) => setTimeout(r, 25000)); return process.env.TABLE_NAME; };\n`,
      }),
  },
  {
    id: "invoke-writes-wrong-key",
    story: "The work writes its row under request_id; asking for a status is well.",
    trips: ["03-api/get-processing"],
    says: /still NOT_FOUND .*log says: ValidationException/,
    inject: (practice) => upload(practice, { "index.mjs": functionThat("request_id", "COMPLETED") }),
  },
  {
    id: "never-says-completed",
    story: "The work ends with DONE.",
    trips: ["03-api/get-completed"],
    says: /still DONE/,
    inject: (practice) => upload(practice, { "index.mjs": functionThat("requestId", "DONE") }),
  },
  {
    id: "required-header",
    story: "POST's validator requires a header.",
    trips: ["03-api/post-is-asynchronous"],
    says: /400 after .*x-tenant/,
    inject: async (practice) => {
      const method = await methodOf(practice, "POST");
      const { id: requestValidatorId } = await practice.gateway.send(
        new CreateRequestValidatorCommand({
          restApiId: method.restApiId,
          name: "parameters",
          validateRequestParameters: true,
        }),
      );
      await practice.gateway.send(
        new UpdateMethodCommand({
          ...method,
          patchOperations: [
            { op: "replace", path: "/requestValidatorId", value: requestValidatorId },
            { op: "add", path: "/requestParameters/method.request.header.x-tenant", value: "true" },
          ],
        }),
      );
      await practice.deploy();
    },
  },
  {
    id: "throttled-stage",
    story: "The stage lets no call through.",
    trips: ["03-api/post-is-asynchronous", "03-api/get-unknown-id"],
    says: /429/,
    inject: async ({ gateway, api }) => {
      const { id: restApiId } = await api();
      await gateway.send(
        new UpdateStageCommand({
          restApiId,
          stageName: "test",
          patchOperations: [
            { op: "replace", path: "/*/*/throttling/rateLimit", value: "0" },
            { op: "replace", path: "/*/*/throttling/burstLimit", value: "0" },
          ],
        }),
      );
    },
  },
  {
    id: "old-deployment",
    story: "The stage was set back to an older deployment.",
    trips: ["03-api/deployment-current"],
    says: /changed since/,
    inject: async (practice) => {
      const { id: restApiId } = await practice.api();
      const { deploymentId } = await practice.gateway.send(
        new GetStageCommand({ restApiId, stageName: "test" }),
      );
      await template(practice, "POST", { side: "response", text: '{"status": "PROCESSING"}' });
      await practice.gateway.send(
        new UpdateStageCommand({
          restApiId,
          stageName: "test",
          patchOperations: [{ op: "replace", path: "/deploymentId", value: deploymentId }],
        }),
      );
    },
  },
  {
    id: "tasks-reversed",
    story: "The poll stands before the request.",
    trips: ["04-workflow/poll-task"],
    says: /http_poll_ref, then invokeLambda/,
    inject: async ({ conductor, names }) => {
      const definition = await conductor.definition(names.workflow);
      if (definition) await conductor.register({ ...definition, tasks: [...definition.tasks].reverse() });
    },
  },
  {
    id: "interval-in-milliseconds",
    story: "The interval counts milliseconds.",
    trips: ["04-workflow/poll-request"],
    says: /83 minutes/,
    inject: (practice) =>
      redefine(practice, (text) => text.replace('"pollingInterval":"5"', '"pollingInterval":"5000"')),
  },
];

/** The tutorial's function in short, with another key or another word at the end. */
function functionThat(key: string, end: string): string {
  return `import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
const TableName = process.env.TABLE_NAME;
const put = (id, status) => client.send(new PutItemCommand({ TableName, Item: { ${key}: { S: id }, status: { S: status } } }));
export async function handler({ action, requestId }) {
  if (action === "invoke") {
    await put(requestId, "PROCESSING");
    await new Promise((done) => setTimeout(done, 1000));
    await put(requestId, "${end}");
    return {};
  }
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: { requestId: { S: requestId } } }));
  return { statusCode: Item ? 200 : 404, body: JSON.stringify({ requestId, status: Item?.status.S ?? "NOT_FOUND" }) };
}
`;
}
