import {
  APIGatewayClient,
  CreateDeploymentCommand,
  GetResourcesCommand,
  ImportRestApiCommand,
  TestInvokeMethodCommand,
} from "@aws-sdk/client-api-gateway";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { nothingCarried } from "@long-running-api/api-gateway";
import { createSandbox, sandboxSettings } from "@long-running-api/conductor/sandbox";
import { zip } from "@long-running-api/test-support/zip";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { IntegrationSeen, MethodSeen } from "../checks/rules/gateway/method.ts";
import { walkRequest } from "../checks/rules/gateway/request.ts";
import { walkResponse } from "../checks/rules/gateway/response.ts";
import type { SampleCall } from "../checks/rules/gateway/sample-call.ts";
import { openTestCloud, type TestCloud } from "./support/cloud.ts";

// The embedded gateway, the checks and the page answer the same: the rules are written once.

interface Case {
  what: string;
  /** The request template; without one the body passes through. */
  request?: string;
  /** Request parameters, e.g. integration.request.header.X → method.request.header.X. */
  parameters?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
  /** What the function answers. */
  payload?: string;
  /** A second integration response, 404, with this selection pattern. */
  pattern?: string;
  /** The response template. */
  response?: string;
  expected: Partial<Answer>;
}

interface Answer {
  /** What the function gets, and how it is invoked. */
  event: string;
  type: string;
  status: number;
  body: string;
}

/** A payload that the function cannot pass on on Node 20. */
const losesDigits = "big numbers in a response";
const big = "1234567890123456789";
const failing = (errorMessage: string) => JSON.stringify({ errorMessage });
const invocationType = "integration.request.header.X-Amz-Invocation-Type";
const path = (expression: string) => `$input.path('${expression}')`;
const rows = '{"n": [3, 1, 2], "rows": [{"k": "abc", "v": 1}, {"k": "Abd", "v": 2}]}';

const cases: readonly Case[] = [
  {
    what: "a multi-value header as the invocation type",
    parameters: { [invocationType]: "method.request.multivalueheader.X-Type" },
    headers: { "X-Type": "Event" },
    expected: { type: "Event" },
  },
  {
    what: "a context variable as the invocation type",
    parameters: { [invocationType]: "context.stage" },
    expected: { type: "Event" },
  },
  {
    what: "a stage variable as the invocation type",
    parameters: { [invocationType]: "stageVariables.type" },
    expected: { type: "Event" },
  },
  {
    what: "a static value, overridden by the template",
    parameters: { [invocationType]: "'RequestResponse'" },
    request: '#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event"){}',
    expected: { type: "Event", event: "{}" },
  },
  {
    what: "context variables in a template",
    request: '{"account": "$context.accountId", "of": "$context.httpMethod"}',
    expected: { event: '{"account": "000000000000", "of": "POST"}' },
  },
  {
    what: "a header in a template, in its own case only",
    request: `{"id": "$input.params('x-id')", "all": "$input.params().header.get('X-Id')"}`,
    headers: { "X-Id": "7" },
    expected: { event: '{"id": "", "all": "7"}' },
  },
  ...[
    ["(?s).+", "a\nb", 404],
    [".+", "a\nb", 200],
    ["(?i)not found.*", "Not Found: 12345", 404],
    ["a\\Rb", "a\r\nb", 404],
    ["\\p{javaUpperCase}\\p{javaLowerCase}+", "Timeout", 404],
    ["\\p{javaUpperCase}\\p{javaLowerCase}+", "timeout", 200],
    ["\\X", "👍🏽", 404],
    ["[a-z&&[^x]]+", "abc", 404],
    ["[a-z&&[^x]]+", "axc", 200],
    ["(?<a>.)\\k<a>", "xx", 404],
    ["(?=.*gone)(?!never).*", "it is gone", 404],
    ["error", "an error", 200],
    ["(", "(", 200],
    ["a++b", "aab", 404],
    ["(?>a*)ab", "aab", 200],
    ["\\Qa.b\\E.*", "a.bc", 404],
    ["\\w+", "é", 200],
    ["(?U)\\w+", "é", 404],
    ["(?x) a b # c", "ab", 404],
    ["ab$", "ab\n", 200],
    ["[a-c[x-z]]+", "axz", 404],
    ["\\y", "y", 200],
  ].map(
    ([pattern, message, status]): Case => ({
      what: `the pattern ${JSON.stringify(pattern)} for ${JSON.stringify(message)}`,
      pattern: String(pattern),
      payload: failing(String(message)),
      expected: { status: Number(status) },
    }),
  ),
  {
    what: "JSONPath functions",
    request: ["length()", "sum()", "max()", "avg()", "stddev()"].map((name) => path(`$.n.${name}`)).join(" "),
    body: rows,
    expected: { event: "3 6.0 3.0 2.0 0.8164965809277263" },
  },
  {
    what: "JSONPath filters",
    request: `$input.json('$.rows[?(@.k =~ /a.*/i)].v') $input.json('$.rows[?(@.k in ["abc"])]') $input.json('$..v')`,
    body: rows,
    expected: { event: '[1,2] [{"k":"abc","v":1}] [1,2]' },
  },
  {
    what: "JSONPath filters on sets and big numbers",
    request: [
      "$.r[?(@.l subsetof [1,2])].k",
      "$.r[?(@.l noneof [2])].k",
      "$.r[?(@.l size 2)].k",
      `$.r[?(@.v > ${Number(big.slice(0, 9))}${big.slice(9)} || @.v == ${big})].k`,
      "$.o.keys()",
      "$['o']['a.b']",
    ]
      .map((expression) => `$input.json("${expression}")`)
      .join(" "),
    body: `{"r": [{"k": "a", "v": ${big}, "l": []}, {"k": "b", "v": 1, "l": [1, 2]}], "o": {"a.b": 1}}`,
    expected: { event: '["a","b"] ["a"] ["b"] ["a"] ["a.b"] 1' },
  },
  {
    what: "arithmetic and decimals",
    request: `#set($x = 7 / 2)$x #set($y = ${path("$.n")} + 1)$y $input.json('$.d') ${path("$.z")}`,
    body: '{"n": 9223372036854775807, "d": [1.10, 1e-7, 123456789.0], "z": -0}',
    expected: {
      event: "39223372036854775808 [1.1,1.0E-7,1.23456789E8] 0",
    },
  },
  {
    what: "big numbers in a request",
    request: `{"id": $input.json('$.id'), "path": ${path("$.id")}, "more": $input.json('$.more')}`,
    body: `{"id": ${big}, "more": [12345678901234567890123, 1.0, 1e3]}`,
    expected: { event: `{"id": ${big}, "path": ${big}, "more": [12345678901234567890123,1.0,1000.0]}` },
  },
  {
    what: losesDigits,
    response: `$input.json('$') ${path("$.id")}`,
    payload: `{"id": ${big}}`,
    expected: { body: `{"id":${big}} ${big}` },
  },
  {
    what: "a status set by the response template",
    response: "#set($context.responseOverride.status = 409)$input.body",
    payload: '{"a":1}',
    expected: { status: 409, body: '{"a":1}' },
  },
];

const invocationHeader = "$context.requestOverride.header.X-Amz-Invocation-Type";
const overriddenTwice: Case = {
  what: "an override set twice, in two spellings",
  request: `#set(${invocationHeader} = "Event")\n#set(${invocationHeader.replace("X-A", "x-a")} = "Event"){}`,
  expected: {},
};

const stage = { name: "Event", variables: { type: "Event" } };
const headersOf = ({ headers = {} }: Case) => ({ "Content-Type": "application/json", ...headers });
const templates = (template: string | undefined) =>
  template === undefined ? {} : { "application/json": template };

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:echo";
const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

interface ConditionQuestion {
  script: string;
  scopes: readonly object[];
}

type ConditionAnswer = readonly ({ value: unknown } | { error: unknown })[];

interface TemplateQuestion {
  phase: "request" | "response";
  template: string;
  body: string;
  path: Record<string, string>;
  method: string;
}

let shell: TestCloud;
let client: APIGatewayClient;
let restApiId: string;
let resources: ReadonlyMap<string, string>;
let onPage: (question: TemplateQuestion) => { output?: string };
/** What a worker of the page has answered last. */
let posted: unknown;

beforeAll(async () => {
  shell = await openTestCloud();
  client = new APIGatewayClient(shell.access);
  await createFunction();
  const paths = [...cases, overriddenTwice].map((each, index) => [`/${index}`, { post: operationOf(each) }]);
  const document = {
    openapi: "3.0.1",
    info: { title: "cases", version: "1" },
    paths: Object.fromEntries(paths) as object,
  };
  const { id } = await client.send(new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }));
  restApiId = id ?? "";
  const { name: stageName, variables } = stage;
  await client.send(new CreateDeploymentCommand({ restApiId, stageName, variables }));
  const { items = [] } = await client.send(new GetResourcesCommand({ restApiId, limit: 500 }));
  resources = new Map(items.map(({ path: at = "", id: resourceId = "" }) => [at, resourceId]));
  onPage = await openWorker("template-worker.ts");
});
afterAll(() => shell.close());

/** A function that returns its event; or a number whose digits JavaScript would lose. */
async function createFunction(): Promise<void> {
  const service = { Service: "lambda.amazonaws.com" };
  const trust = { Effect: "Allow", Principal: service, Action: "sts:AssumeRole" };
  const { Role } = await new IAMClient(shell.access).send(
    new CreateRoleCommand({
      RoleName: "echo",
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  const code = `exports.handler = async (event) => event.digits ? { id: JSON.rawJSON(event.digits) } : event;`;
  const lambda = new LambdaClient(shell.access);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "echo",
      Role: Role?.Arn,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Code: { ZipFile: zip({ "index.js": code }) },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, minDelay: 0.03, maxDelay: 0.1, maxWaitTime: 20 },
    { FunctionName: "echo" },
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: "echo",
      StatementId: "gateway",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
    }),
  );
}

describe.each(cases.map((each, index) => [each.what, each, index] as const))("%s", (_, each, index) => {
  const { event, type, status, body } = each.expected;
  const rawJson = "rawJSON" in JSON;

  test("by the embedded gateway", async ({ skip }) => {
    if (each.what === losesDigits && !rawJson) return skip("this Node has no JSON.rawJSON");
    const sent = each.what === losesDigits ? `{"digits": "${big}"}` : (each.payload ?? each.body ?? "{}");
    const url = `${shell.cloud.aws}/_aws/execute-api/${restApiId}/${stage.name}/${index}`;
    const answered = await fetch(url, { method: "POST", headers: headersOf(each), body: sent });
    const text = await answered.text();
    if (status !== undefined) expect(answered.status, text).toBe(status);
    if (body !== undefined) expect(text).toBe(body);
    if (type !== undefined)
      expect({ type, body: text }).toEqual({ type, body: type === "Event" ? "" : text });
    if (event === undefined) return;
    const { log = "" } = await client.send(
      new TestInvokeMethodCommand({
        restApiId,
        resourceId: resources.get(`/${index}`),
        httpMethod: "POST",
        headers: headersOf(each),
        body: sent,
        stageVariables: stage.variables,
      }),
    );
    expect(/Endpoint request body after transformations: (.*)/.exec(log)?.[1], log).toBe(event);
  });

  test("by the checks", () => {
    const call: SampleCall = {
      method: "POST",
      body: each.body ?? "{}",
      path: {},
      headers: headersOf(each),
      stage,
    };
    const method = methodOf(each);
    const sent = method.integration && walkRequest(method.integration, call);
    if (sent?.kind !== "sent") throw new Error(`The call is ${sent?.kind}.`);
    const payload = sent.invocation.type === "Event" ? "" : (each.payload ?? "{}");
    const answered = walkResponse(method, { call, payload, carried: sent.carried ?? nothingCarried });
    if (answered.kind !== "answered") throw new Error(`The answer is ${answered.kind}.`);
    expect({
      event: sent.payload,
      type: sent.invocation.type,
      status: answered.status,
      body: answered.body,
    }).toMatchObject(each.expected);
  });

  // The page renders templates with a sample call, which has no headers and another stage.
  const about = /params|\$context\.(stage|httpMethod)/;
  for (const phase of ["request", "response"] as const) {
    const template = each[phase];
    const expected = phase === "request" ? each.expected.event : each.expected.body;
    if (template === undefined || expected === undefined || about.test(template)) continue;
    test(`by the page: ${phase}`, () => {
      const body = phase === "request" ? (each.body ?? "{}") : (each.payload ?? "{}");
      const answer = onPage({ phase, template, body, path: {}, method: "POST" });
      expect(answer.output, JSON.stringify(answer)).toBe(expected);
    });
  }
});

test("a body that is broken JSON: a template that reads it is not rendered, by any of them", async () => {
  const index = cases.findIndex(({ what }) => what === "JSONPath functions");
  const template = cases[index]?.request ?? "";
  const body = '{"n": [3,';
  const url = `${shell.cloud.aws}/_aws/execute-api/${restApiId}/${stage.name}/${index}`;
  const answered = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
  });
  const message = "Invalid JSON in request body";
  expect([answered.status, await answered.json()]).toEqual([400, { message }]);
  const { integration } = methodOf({ what: "", request: template, expected: {} });
  const call: SampleCall = {
    method: "POST",
    body,
    path: {},
    headers: headersOf({ what: "", expected: {} }),
    stage,
  };
  expect(integration && walkRequest(integration, call)).toMatchObject({ kind: "rejected", reason: message });
  expect(onPage({ phase: "request", template, body, path: {}, method: "POST" })).toMatchObject({
    error: { message, line: 1, column: 1, rejectsBody: true },
  });
  const samples = { phase: "request", template: "$context.resourcePath", body: "{}", path: {} } as const;
  expect(onPage({ ...samples, method: "POST" }).output).toBe("/invoke-lambda");
});

test("an override set twice fails the call, by all of them, in whatever spelling", async () => {
  const { request: template = "" } = overriddenTwice;
  const url = `${shell.cloud.aws}/_aws/execute-api/${restApiId}/${stage.name}/${cases.length}`;
  const headers = headersOf(overriddenTwice);
  expect((await fetch(url, { method: "POST", headers, body: "{}" })).status).toBe(500);
  const message = "Parameter was overridden more than once: requestOverride.header.x-amz-invocation-type";
  expect(onPage({ phase: "request", template, body: "{}", path: {}, method: "POST" })).toMatchObject({
    error: { message, line: 2 },
  });
  const { integration } = methodOf(overriddenTwice);
  const call: SampleCall = { method: "POST", body: "{}", path: {}, headers, stage };
  expect(integration && walkRequest(integration, call)).toMatchObject({ invocation: { twice: true } });
});

test("a condition has the same outcome on the page as in Conductor", async () => {
  const scripts = [
    '$.output.response.body.status == "COMPLETED"',
    "$.output.response.body.list.length",
    "$.output.none.x",
    "typeof console",
    "console.log(1)",
    "setTimeout(() => {}, 1)",
    "arguments.length",
    "var name = $.output.response.body.status; name",
    "function close() { return 8 } close()",
    "total = 5; total",
    "10n",
    "(() => true)",
    "Promise.resolve(true)",
  ];
  const scope = { output: { response: { body: { status: "COMPLETED", list: [1, 2] } } } };
  const sandbox = createSandbox(sandboxSettings);
  const onPage = await openWorker<ConditionQuestion, ConditionAnswer>("condition-worker.ts");
  // Two engines word their errors differently, and the verdict on 10n is the one on 10.
  const outcomeOf = (result: ConditionAnswer[number]) => {
    if ("error" in result) return "error";
    return typeof result.value === "bigint" ? Number(result.value) : result.value;
  };
  try {
    for (const script of scripts) {
      const [answer = { value: "none" }] = onPage({ script, scopes: [scope] });
      expect(outcomeOf(answer), script).toEqual(outcomeOf(await sandbox.evaluate(script, scope)));
    }
  } finally {
    await sandbox.close();
  }
});

/** One of the page's workers, with this thread as its page. */
async function openWorker<Question, Answer>(name: string): Promise<(question: Question) => Answer> {
  type Listener = (event: { data: Question }) => void;
  const page: { listener?: Listener } = {};
  Object.assign(globalThis, {
    addEventListener(_: string, added: Listener) {
      page.listener = added;
    },
    postMessage(message: unknown) {
      posted = message;
    },
  });
  // Its types are a browser's, which this project does not have.
  const worker = new URL(`../packages/page/src/browser/workers/${name}`, import.meta.url);
  await import(worker.href);
  return (question) => {
    posted = undefined;
    page.listener?.({ data: question });
    if (posted === undefined) throw new Error("The page's worker did not answer.");
    return posted as Answer;
  };
}

function operationOf({ request, parameters = {}, headers = {}, pattern, response }: Case) {
  const none = pattern === undefined ? {} : { [pattern]: { statusCode: "404", responseTemplates: {} } };
  return {
    parameters: Object.keys(headers).map((name) => ({ name, in: "header", schema: { type: "string" } })),
    responses: { "200": { description: "ok" }, "404": { description: "none" } },
    "x-amazon-apigateway-integration": {
      type: "aws",
      httpMethod: "POST",
      uri,
      requestTemplates: templates(request),
      requestParameters: parameters,
      responses: { default: { statusCode: "200", responseTemplates: templates(response) }, ...none },
    },
  };
}

function methodOf({ request, parameters = {}, pattern, response }: Case): MethodSeen {
  const answer = (status: string, selectionPattern: string, template?: string) => ({
    status,
    selectionPattern,
    templates: templates(template),
    parameters: {},
  });
  const integration: IntegrationSeen = {
    type: "AWS",
    uri,
    httpMethod: "POST",
    passthrough: "WHEN_NO_MATCH",
    credentials: "",
    templates: templates(request),
    parameters,
    timeoutMs: undefined,
    responses: [answer("200", "", response), ...(pattern === undefined ? [] : [answer("404", pattern)])],
  };
  return {
    name: "POST",
    authorization: "NONE",
    apiKeyRequired: false,
    required: [],
    validates: false,
    responses: ["200", "404"],
    integration,
  };
}
