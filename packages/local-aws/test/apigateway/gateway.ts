import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { AwsError, type Service } from "../../src/action.ts";
import { createApiGateway, type InvokeLambda, type LambdaInvocation } from "../../src/apigateway/index.ts";
import { explained } from "../../src/iam/deciding-statement.ts";
import { decideAnonymous } from "../../src/iam/resource-policy.ts";
import { readInvokeUrl } from "../../src/invoke-url.ts";
import { createJournal, type Journal } from "../../src/journal.ts";
import { createAwsServer } from "../../src/server.ts";
import { openStore, type Store } from "../../src/store.ts";
import { readRequest, sendResponse } from "../../src/wire/http.ts";

type Invocation = Parameters<InvokeLambda>[0];

/** API Gateway over real HTTP, with a function that the test provides. */
export interface Gateway {
  client: APIGatewayClient;
  endpoint: string;
  store: Store;
  journal: Journal;
  /** All invocations that the gateway sent to Lambda. */
  invocations: Invocation[];
  /** Sets Lambda's response from now on. */
  answer(answer: (invocation: Invocation) => LambdaInvocation | Promise<LambdaInvocation>): void;
  /** The invoke URL of a deployed API. */
  url(apiId: string, stage: string, path: string): string;
  region(name: string): APIGatewayClient;
  close(): Promise<void>;
}

export const accountId = "000000000000";
const bodyBytesMax = 70 * 1024 * 1024;

/** Opens an empty API Gateway without authorization. */
export async function openGateway(
  options: { quotas?: boolean; file?: string; integrationTimeoutMillisMax?: number; now?(): Date } = {},
): Promise<Gateway> {
  const now = options.now ?? (() => new Date());
  const store = openStore(options.file ?? ":memory:");
  const journal = createJournal({ entriesMax: 1_000, now });
  const invocations: Invocation[] = [];
  let answer: (invocation: Invocation) => LambdaInvocation | Promise<LambdaInvocation> = () => ok("{}");
  let endpoint = "";
  const gateway = createApiGateway({
    store,
    accountId,
    journal,
    now,
    endpoint: () => endpoint,
    quotas: options.quotas ?? false,
    integrationTimeoutMillisMax: options.integrationTimeoutMillisMax,
    authorizeCall(request, resource) {
      if (request.headers["authorization"]?.includes("Credential=stranger/"))
        throw new AwsError(
          "AccessDeniedException",
          `User: stranger is not authorized to invoke ${resource}`,
          403,
        );
      return { accountId, arn: `arn:aws:iam::${accountId}:user/ada`, userId: "AIDA", accessKeyId: "AKIA" };
    },
    decidePolicy: (policy, call) => explained(decideAnonymous(policy, { ...call, now: now() })),
    callDynamoDb: () => Promise.reject(new Error("There is no DynamoDB here.")),
    async invokeLambda(invocation) {
      invocations.push(invocation);
      return answer(invocation);
    },
  });
  const handle = createAwsServer({
    services: [gateway.service as Service<never>],
    accountId,
    endpoint: () => endpoint,
    now,
    journal,
    identify: () => ({
      accountId,
      arn: `arn:aws:iam::${accountId}:root`,
      userId: accountId,
      accessKeyId: "test",
    }),
    authorize: () => undefined,
  });
  const server = createServer(async (request, response) => {
    const target = readInvokeUrl(request.headers.host ?? "", request.url ?? "/");
    const wire = await readRequest(request, bodyBytesMax);
    const call = {
      request: wire,
      rawHeaders: request.rawHeaders,
      sourceIp: request.socket.remoteAddress ?? "",
      protocol: `HTTP/${request.httpVersion}`,
    };
    sendResponse(response, target ? await gateway.execute({ ...target, ...call }) : await handle(wire));
  });
  endpoint = await listen(server);
  const region = (name: string) =>
    new APIGatewayClient({
      endpoint,
      region: name,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    });
  return {
    client: region("us-east-1"),
    endpoint,
    store,
    journal,
    invocations,
    answer(next) {
      answer = next;
    },
    url: (apiId, stage, path) => `${endpoint}/_aws/execute-api/${apiId}/${stage}${path}`,
    region,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway.close();
      store.close();
    },
  };
}

/** A function's response. */
export function ok(payload: string): LambdaInvocation {
  return { status: 200, payload: Buffer.from(payload) };
}

/** The response to an asynchronous call: queued. */
export function queued(): LambdaInvocation {
  return { status: 202, payload: Buffer.alloc(0) };
}

/** The integration URI of a function. */
export function functionUri(name: string): string {
  return `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:${accountId}:function:${name}/invocations`;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
