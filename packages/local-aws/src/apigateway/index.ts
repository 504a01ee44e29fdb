import type { Service } from "../action.ts";
import type { Journal } from "../journal.ts";
import type { Store } from "../store.ts";
import type { WireResponse } from "../wire/wire.ts";
import type { CallDynamoDb } from "./execute/dynamodb.ts";
import type { ExecuteCall } from "./execute/exchange.ts";
import type { DataPlane, ExecuteOptions } from "./execute/index.ts";
import type { InvokeLambda } from "./execute/lambda.ts";
import type { DecidePolicy, Services } from "./execute/services.ts";
import { withQuotas } from "./quotas.ts";
import { type ApiGatewayStore, openApiGatewayStore } from "./store.ts";
import { taggedIn } from "./tags.ts";

export type { CallDynamoDb } from "./execute/dynamodb.ts";
export type { ExecuteCall } from "./execute/exchange.ts";
export type { InvokeLambda, LambdaInvocation } from "./execute/lambda.ts";

export interface ApiGatewayOptions {
  store: Store;
  accountId: string;
  journal: Journal;
  now(): Date;
  endpoint(): string;
  invokeLambda: InvokeLambda;
  callDynamoDb: CallDynamoDb;
  /** Returns the signer of a call with IAM authorization if it may invoke the method; throws AwsError otherwise. */
  authorizeCall: Services["authorizeCall"];
  /** The decision of an API's resource policy on an unsigned call. */
  decidePolicy: DecidePolicy;
  /** Whether to enforce AWS's control-plane quotas; off by default. */
  quotas?: boolean;
  /** A raised quota for the timeout of integrations of Regional and private APIs; 29,000 by default. */
  integrationTimeoutMillisMax?: number | undefined;
}

export interface ApiGateway {
  service: Service<ApiGatewayStore>;
  execute(call: ExecuteCall): Promise<WireResponse>;
  hasApi(apiId: string): boolean;
  /** Tagged resources, for the tagging API. */
  tagged(region: string): { arn: string; tags: { Key: string; Value: string }[] }[];
  /** Ends the threads for slow mappings. */
  close(): Promise<void>;
}

/** API Gateway's REST APIs: the control plane as a service, the data plane as `execute`. */
export function createApiGateway(options: ApiGatewayOptions): ApiGateway {
  const store = openApiGatewayStore(
    options.store,
    async (call) => (await dataPlane()).testInvoke(call),
    options.integrationTimeoutMillisMax,
  );
  const regionOf = createRegionIndex(store);
  let opened: ReturnType<typeof openDataPlane> | undefined;
  // Loaded on the first call: an unused API needs no template engine.
  const dataPlane = () => {
    opened ??= openDataPlane({ ...options, store, regionOf });
    return opened;
  };
  const service: Service<ApiGatewayStore> = {
    signingName: "apigateway",
    protocol: "rest-json",
    store,
    actions: () => import("./actions/index.ts").then(({ actions }) => actions),
    catalogue: () => import("@aws-sdk/client-api-gateway"),
    needs: ({ method, path, region }) => [
      { action: `apigateway:${method}`, resources: [`arn:aws:apigateway:${region}::${path}`] },
    ],
  };
  return {
    service: options.quotas ? withQuotas(service, options.now) : service,
    execute: async (call) => (await dataPlane()).execute(call),
    hasApi: (apiId) => regionOf(apiId) !== undefined,
    tagged: (region) => taggedIn(store, region),
    close: async () => (await opened)?.close(),
  };
}

async function openDataPlane(options: ExecuteOptions): Promise<DataPlane> {
  const { createDataPlane } = await import("./execute/index.ts");
  return createDataPlane(options);
}

/** API ids are unique across regions; a call names only the id. */
function createRegionIndex(store: ApiGatewayStore): (apiId: string) => string | undefined {
  const regions = new Map<string, string>();
  return (apiId) => {
    const known = regions.get(apiId);
    if (known !== undefined && store.apis.get(`${known}/${apiId}`)) return known;
    const key = store.apis.keys().find((candidate) => candidate.endsWith(`/${apiId}`));
    if (key === undefined) return undefined;
    const region = key.slice(0, key.length - apiId.length - 1);
    regions.set(apiId, region);
    return region;
  };
}
