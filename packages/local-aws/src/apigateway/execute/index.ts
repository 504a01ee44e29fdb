import { randomUUID } from "node:crypto";
import type { TestInvokeMethodResponse } from "@aws-sdk/client-api-gateway";
import type { Journal } from "../../journal.ts";
import type { WireResponse } from "../../wire/wire.ts";
import { apiKey, partKey } from "../find.ts";
import type { ApiGatewayStore, ApiStage, TestCall } from "../store.ts";
import { admittedKey } from "../usage-plans.ts";
import { clientRequest } from "./client-request.ts";
import { type CompiledApi, compileApi } from "./compile.ts";
import { contextVariables, newExtendedRequestId, traceIdOf } from "./context.ts";
import { detailsOf } from "./describe-call.ts";
import type { Exchange, ExecuteCall } from "./exchange.ts";
import { openExecutionLog } from "./log.ts";
import { createMapper } from "./mapper.ts";
import { createMappingThreads } from "./mapping-threads.ts";
import { type Finished, run } from "./run.ts";
import type { Services } from "./services.ts";
import { createTestInvoke } from "./test-invoke.ts";
import { createThrottle } from "./throttle.ts";

/** The dependencies of the data plane. */
export interface ExecuteOptions extends Omit<Services, "admittedKey" | "takeToken" | "mapper"> {
  store: ApiGatewayStore;
  accountId: string;
  /** The region of an API; undefined for an unknown one. */
  regionOf(apiId: string): string | undefined;
}

/** Calls of deployed APIs and of the Test tab: both pass the console's boxes, one file each, in order. */
export interface DataPlane {
  execute(call: ExecuteCall): Promise<WireResponse>;
  testInvoke(call: TestCall): Promise<TestInvokeMethodResponse>;
  close(): Promise<void>;
}

/** Creates the data plane. */
export function createDataPlane(options: ExecuteOptions): DataPlane {
  const threads = createMappingThreads();
  const services: Services = {
    ...options,
    mapper: createMapper(threads),
    admittedKey: (stage, value) => admittedKey(options.store, stage, value),
    takeToken: createThrottle(options.now),
  };
  return {
    async execute(call) {
      const target = find(options, call);
      if (typeof target === "string") return refuse(options, call, target);
      return finish(options, await run(services, open(options, target, call)), call);
    },
    testInvoke: createTestInvoke(services),
    close: () => threads.close(),
  };
}

interface Target {
  api: CompiledApi;
  stage: Readonly<ApiStage>;
}

/** The deployment that a call reaches, or the reason for none. */
function find({ store, regionOf }: ExecuteOptions, { apiId, stage: name }: ExecuteCall): Target | string {
  const region = regionOf(apiId);
  const api = region === undefined ? undefined : store.apis.get(apiKey({ region }, apiId));
  if (region === undefined || !api) return `No API ${apiId} is here.`;
  if (api.disableExecuteApiEndpoint) return `The default endpoint of API ${apiId} is disabled.`;
  if (api.endpointConfiguration?.types?.[0] === "PRIVATE")
    return `API ${apiId} is private: on AWS its name resolves only inside a VPC.`;
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
    arrival: { kind: "stage", call, stage },
    api,
    stage: { name: stage.stageName, variables: stage.variables ?? {} },
    request: clientRequest(call, traceId, context.domainName),
    log: openExecutionLog(context.requestId),
    trace: {},
    context,
    traceId,
    pathParameters: {},
  };
}

function finish(
  { journal, now }: ExecuteOptions,
  { exchange, answer }: Finished,
  call: ExecuteCall,
): WireResponse {
  const { context, request } = exchange;
  journal.add(
    {
      kind: "execute",
      requestId: context.requestId,
      apiId: context.apiId,
      stage: context.stage,
      method: request.method,
      path: request.path,
      resourcePath: context.resourcePath,
      status: answer.status,
      ms: now().getTime() - context.requestTimeEpoch,
    },
    detailsOf(exchange, answer),
  );
  const headers: Record<string, string> = {
    "x-amzn-RequestId": context.requestId,
    "x-amz-apigw-id": context.extendedRequestId,
  };
  // Set here so that Node does not add a Keep-Alive header, which AWS does not send.
  if (call.protocol === "HTTP/1.1" && call.request.headers["connection"] !== "close")
    headers["Connection"] = "keep-alive";
  for (const [name, value] of answer.headers)
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  const { status, body } = answer;
  return { status, headers, body: typeof body === "string" ? body : Buffer.from(body) };
}

/** No such API or no such stage: AWS does not distinguish them. */
function refuse(
  { journal }: { journal: Journal },
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
