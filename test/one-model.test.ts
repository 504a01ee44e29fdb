import { nothingCarried } from "@long-running-api/api-gateway";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { IntegrationSeen, MethodSeen } from "../checks/rules/gateway/method.ts";
import { walkRequest } from "../checks/rules/gateway/request.ts";
import { walkResponse } from "../checks/rules/gateway/response.ts";
import type { SampleCall } from "../checks/rules/gateway/sample-call.ts";
import {
  functionUri,
  type Gateway,
  ok,
  openGateway,
  queued,
} from "../packages/local-aws/test/apigateway/gateway.ts";
import { lambda, made, openApi } from "../packages/local-aws/test/apigateway/make.ts";
import type {
  TemplateAnswer,
  TemplateFailure,
  TemplateQuestion,
} from "../packages/page/src/browser/workers/template-messages.ts";

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
    request: '{"in": "$context.stage", "account": "$context.accountId", "of": "$context.httpMethod"}',
    expected: { event: '{"in": "Event", "account": "000000000000", "of": "POST"}' },
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
    what: "big numbers in a request",
    request: `{"id": $input.json('$.id'), "path": ${path("$.id")}, "more": $input.json('$.more')}`,
    body: `{"id": ${big}, "more": [12345678901234567890123, 1.0, 1e3]}`,
    expected: { event: `{"id": ${big}, "path": ${big}, "more": [12345678901234567890123,1.0,1000.0]}` },
  },
  {
    what: "big numbers in a response",
    response: `$input.json('$') ${path("$.id")}`,
    payload: `{"id": ${big}}`,
    expected: { body: `{"id":${big}} ${big}` },
  },
  {
    what: "a status set by the response template",
    response: "#set($context.responseOverride.status = 409)$input.body",
    payload: '{"a": 1}',
    expected: { status: 409, body: '{"a": 1}' },
  },
];

const stage = { name: "Event", variables: { type: "Event" } };
const headersOf = ({ headers = {} }: Case) => ({ "Content-Type": "application/json", ...headers });
const templates = (template: string | undefined) =>
  template === undefined ? {} : { "application/json": template };

let gateway: Gateway;
let apiId: string;
let onPage: (question: TemplateQuestion) => TemplateAnswer | TemplateFailure;

beforeAll(async () => {
  gateway = await openGateway();
  const paths = cases.map((each, index) => [`/${index}`, { post: operationOf(each) }]);
  apiId = await made(gateway, openApi(Object.fromEntries(paths)), {
    stageName: stage.name,
    variables: stage.variables,
  });
  onPage = await openTemplateWorker();
});
afterAll(() => gateway.close());

describe.each(cases.map((each, index) => [each.what, each, index] as const))("%s", (_, each, index) => {
  test("by the embedded gateway", async () => {
    const before = gateway.invocations.length;
    gateway.answer(({ invocationType: type }) => (type === "Event" ? queued() : ok(each.payload ?? "{}")));
    const answered = await fetch(gateway.url(apiId, stage.name, `/${index}`), {
      method: "POST",
      headers: headersOf(each),
      body: each.body ?? "{}",
    });
    const [invoked] = gateway.invocations.slice(before);
    expect({
      event: invoked?.payload.toString(),
      type: invoked?.invocationType,
      status: answered.status,
      body: await answered.text(),
    }).toMatchObject(each.expected);
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
    test.skipIf(template === undefined || expected === undefined || about.test(template))(
      `by the page: ${phase}`,
      () => {
        const body = phase === "request" ? (each.body ?? "{}") : (each.payload ?? "{}");
        const answer = onPage({ phase, template: template ?? "", body, path: {}, method: "POST" });
        expect("output" in answer && answer.output).toBe(expected);
      },
    );
  }
});

/** The page's worker, with this thread as its page. */
async function openTemplateWorker(): Promise<typeof onPage> {
  type Listener = (event: { data: TemplateQuestion }) => void;
  let listener: Listener = () => {};
  let answer: TemplateAnswer | TemplateFailure | undefined;
  Object.assign(globalThis, {
    addEventListener(_: string, added: Listener) {
      listener = added;
    },
    postMessage(posted: TemplateAnswer | TemplateFailure) {
      answer = posted;
    },
  });
  // Its types are a browser's, which this project does not have.
  const worker = new URL("../packages/page/src/browser/workers/template-worker.ts", import.meta.url);
  await import(worker.href);
  return (question) => {
    listener({ data: question });
    if (!answer) throw new Error("The page's worker did not answer.");
    return answer;
  };
}

function operationOf({ request, parameters = {}, headers = {}, pattern, response }: Case) {
  const answers = {
    default: { statusCode: "200", responseTemplates: templates(response) },
    ...(pattern === undefined ? {} : { [pattern]: { statusCode: "404", responseTemplates: {} } }),
  };
  return lambda(
    { requestTemplates: templates(request), requestParameters: parameters, responses: answers },
    {
      parameters: Object.keys(headers).map((name) => ({ name, in: "header", schema: { type: "string" } })),
      responses: { "200": { description: "ok" }, "404": { description: "none" } },
    },
  );
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
    uri: functionUri("f"),
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
