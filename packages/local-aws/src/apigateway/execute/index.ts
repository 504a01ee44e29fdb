import { randomUUID } from "node:crypto";
import type { Caller } from "../../action.ts";
import type { Journal } from "../../journal.ts";
import type { WireRequest, WireResponse } from "../../wire/wire.ts";
import { apiKey, partKey } from "../find.ts";
import type { ApiGatewayStore, ApiStage } from "../store.ts";
import { admittedKey } from "../usage-plans.ts";
import { checkSize, clientRequest, type ExecuteCall } from "./client-request.ts";
import { type CompiledApi, compileApi } from "./compile.ts";
import { contextVariables, newExtendedRequestId, traceIdOf } from "./context.ts";
import type { Exchange, Routed } from "./exchange.ts";
import type { InvokeLambda } from "./lambda.ts";
import { openExecutionLog } from "./log.ts";
import { checkMethodRequest } from "./method-request.ts";
import { checkResourcePolicy, type DecidePolicy } from "./resource-policy.ts";
import { route } from "./route.ts";
import { type Finished, run } from "./run.ts";
import { createThrottle } from "./throttle.ts";

export interface ExecuteOptions {
  store: ApiGatewayStore;
  accountId: string;
  journal: Journal;
  now(): Date;
  invokeLambda: InvokeLambda;
  /** Who signed a call, where that caller may invoke the method; throws AwsError otherwise. */
  authorizeCall(request: WireRequest, resource: string): Caller;
  /** What an API's resource policy says to a call that nobody signed. */
  decidePolicy: DecidePolicy;
  /** Where an API lives; nothing for one that is not there. */
  regionOf(apiId: string): string | undefined;
}

/** Makes the data plane: calls of deployed APIs pass the boxes of the console, one file each, in order. */
export function createExecute(options: ExecuteOptions): (call: ExecuteCall) => Promise<WireResponse> {
  const throttle = createThrottle(options.now);
  return async (call) => {
    const target = find(options, call);
    if (typeof target === "string") return refuse(options, call, target);
    const exchange = open(options, target, call);
    const answer = await run(options, exchange, () => {
      checkSize(call);
      enter(exchange);
      checkResourcePolicy(exchange as Routed, options.decidePolicy);
      throttle(target.stage, exchange.context.resourcePath, exchange.request.method);
      checkMethodRequest(exchange as Routed, {
        authorizeCall: (resource) => options.authorizeCall(call.request, resource),
        admittedKey: (value) => admittedKey(options.store, target.stage, value),
      });
    });
    return finish(options, exchange, answer, call);
  };
}

interface Target {
  api: CompiledApi;
  stage: Readonly<ApiStage>;
}

/** The deployment that a call reaches, or why there is none. */
function find({ store, regionOf }: ExecuteOptions, { apiId, stage: name }: ExecuteCall): Target | string {
  const region = regionOf(apiId);
  const api = region === undefined ? undefined : store.apis.get(apiKey({ region }, apiId));
  if (region === undefined || !api) return `No API ${apiId} is here.`;
  if (api.disableExecuteApiEndpoint) return `The default endpoint of API ${apiId} is disabled.`;
  if (api.endpointConfiguration?.types?.[0] === "PRIVATE")
    return `API ${apiId} is private: on AWS its name is known inside a VPC alone.`;
  const stage = store.stages.get(partKey({ region }, apiId, name));
  const deployment = stage && store.deployments.get(partKey({ region }, apiId, stage.deploymentId));
  if (!deployment) return `API ${apiId} has no stage ${name}: is it deployed?`;
  return { api: compileApi(deployment, deployment.api, deployment.id), stage };
}

function open({ accountId, now }: ExecuteOptions, { api, stage }: Target, call: ExecuteCall): Exchange {
  const time = now();
  const traceId = traceIdOf(call.request.headers["x-amzn-trace-id"], time);
  const context = contextVariables({
    accountId,
    region: api.api.region,
    apiId: api.api.id,
    deploymentId: api.deploymentId,
    stage: stage.stageName,
    method: call.request.method,
    path: call.path,
    protocol: call.protocol,
    host: call.request.headers["host"] ?? "",
    sourceIp: call.sourceIp,
    userAgent: call.request.headers["user-agent"],
    now: time,
  });
  return {
    api,
    stage: { name: stage.stageName, arnName: stage.stageName, variables: stage.variables ?? {} },
    request: clientRequest(call, traceId, context.domainName),
    log: openExecutionLog(context.requestId),
    context,
    traceId,
    pathParameters: {},
    responseOverride: {},
  };
}

function enter(exchange: Exchange): void {
  const found = route(exchange.api, exchange.request.method, exchange.request.path);
  exchange.method = found.method;
  exchange.pathParameters = found.pathParameters;
  exchange.context.resourceId = found.method.resource.id;
  exchange.context.resourcePath = found.method.resource.path;
}

function finish(
  { journal, now }: ExecuteOptions,
  exchange: Exchange,
  answer: Finished,
  call: ExecuteCall,
): WireResponse {
  const { context, log, request } = exchange;
  journal.add({
    kind: "execute",
    requestId: context.requestId,
    apiId: context.apiId,
    stage: context.stage,
    method: request.method,
    path: request.path,
    resourcePath: context.resourcePath,
    status: answer.status,
    ms: now().getTime() - context.requestTimeEpoch,
    log: log.lines,
  });
  const headers: Record<string, string> = {
    "x-amzn-RequestId": context.requestId,
    "x-amz-apigw-id": context.extendedRequestId,
  };
  // Said here, so that Node does not add a Keep-Alive header, which AWS does not send.
  if (call.protocol === "HTTP/1.1" && call.request.headers["connection"] !== "close")
    headers["Connection"] = "keep-alive";
  for (const [name, value] of answer.headers)
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  return { status: answer.status, headers, body: answer.body };
}

/** No such API, or no such stage of it: AWS does not tell which. */
function refuse(
  { journal }: ExecuteOptions,
  { apiId, stage, path, request }: ExecuteCall,
  why: string,
): WireResponse {
  const requestId = randomUUID();
  journal.add({
    kind: "execute",
    requestId,
    apiId,
    stage,
    method: request.method,
    path,
    status: 403,
    log: [why],
  });
  return {
    status: 403,
    headers: {
      "Content-Type": "application/json",
      "x-amzn-RequestId": requestId,
      "x-amzn-ErrorType": "ForbiddenException",
      "x-amz-apigw-id": newExtendedRequestId(),
    },
    body: '{"message":"Forbidden"}',
  };
}
