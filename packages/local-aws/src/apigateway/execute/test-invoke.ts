import type { TestInvokeMethodResponse } from "@aws-sdk/client-api-gateway";
import { pathVariable, utf8Text } from "@long-running-api/api-gateway";
import { type HeaderList, headerOf, multiple, single } from "@long-running-api/api-gateway/headers";
import { escapeRegex } from "@long-running-api/foundation/text";
import type { TestCall } from "../store.ts";
import { compileApi, compileMethod } from "./compile.ts";
import { contextVariables, traceIdOf } from "./context.ts";
import type { Exchange } from "./exchange.ts";
import { logText, openExecutionLog } from "./log.ts";
import { run } from "./run.ts";
import type { Services } from "./services.ts";

const stageOfTests = "test-invoke-stage";

/** The console's Test tab: calls one method in its current state, without a deployment, authorization or throttling. */
export function createTestInvoke(services: Services): (call: TestCall) => Promise<TestInvokeMethodResponse> {
  return async (call) => {
    const { exchange, answer, failed } = await run(services, open(call));
    const headers = failed
      ? answer.headers.filter(([name]) => name.toLowerCase() !== "content-type")
      : answer.headers;
    const { requestTimeEpoch } = exchange.context;
    return {
      status: answer.status,
      body: typeof answer.body === "string" ? answer.body : utf8Text(answer.body),
      headers: single(headers),
      multiValueHeaders: multiple(headers),
      log: logText(exchange.log, new Date(requestTimeEpoch)),
      latency: services.now().getTime() - requestTimeEpoch,
    };
  };
}

function open({ api, resource, method, input, context: { accountId, region, now } }: TestCall): Exchange {
  const time = now();
  const [path = "", query = ""] = (input.pathWithQueryString || resource.path).split(/\?(.*)/s);
  const headers = sentHeaders(input);
  const traceId = traceIdOf(headerOf(headers, "x-amzn-trace-id"), time);
  const httpMethod = input.httpMethod ?? "";
  const context = contextVariables({
    accountId,
    region,
    apiId: api.id,
    deploymentId: "",
    stage: stageOfTests,
    method: httpMethod,
    path,
    protocol: "HTTP/1.1",
    host: "testPrefix.testDomainName",
    sourceIp: "test-invoke-source-ip",
    userAgent: headerOf(headers, "user-agent"),
    now: time,
  });
  return {
    arrival: { kind: "test", method: compileMethod(api, resource, method) },
    api: compileApi(api, api, ""),
    stage: { name: stageOfTests, variables: input.stageVariables ?? {} },
    request: {
      method: httpMethod,
      path,
      headers,
      query: [...new URLSearchParams(query)],
      body: Buffer.from(input.body ?? "", "utf8"),
    },
    log: openExecutionLog(context.requestId),
    trace: {},
    context: { ...context, resourceId: resource.id, resourcePath: resource.path },
    traceId,
    pathParameters: parametersIn(resource.path, path),
  };
}

function sentHeaders({ headers = {}, multiValueHeaders = {} }: TestCall["input"]): HeaderList {
  const many = Object.entries(multiValueHeaders).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const one = Object.entries(headers).filter(([name]) => multiValueHeaders[name] === undefined);
  return [...one, ...many];
}

/** The path parameters of a path; none when it does not match the resource, which the Test tab allows. */
function parametersIn(resourcePath: string, path: string): Record<string, string> {
  const names: string[] = [];
  const source = resourcePath
    .split(/(\{[^}]+\})/)
    .map((part) => {
      const variable = pathVariable(part);
      if (!variable) return escapeRegex(part);
      names.push(variable.name);
      return variable.isGreedy ? "(.+)" : "([^/]+)";
    })
    .join("");
  const found = new RegExp(`^${source}/?$`).exec(path);
  return found ? Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ""])) : {};
}
