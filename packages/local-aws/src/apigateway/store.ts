import type {
  ApiKey,
  GatewayResponse,
  Method,
  MethodSetting,
  Model,
  RequestValidator,
  RestApi,
  Stage,
  TestInvokeMethodRequest,
  TestInvokeMethodResponse,
  UsagePlan,
} from "@aws-sdk/client-api-gateway";
import type { Context } from "../action.ts";
import type { Collection, Store } from "../store.ts";

/** A stored resource: its methods hold their integrations and responses, as in the SDK's types. */
export interface ApiResource {
  id: string;
  parentId?: string;
  pathPart?: string;
  path: string;
  methods: Record<string, Method>;
}

/** A REST API with everything that a deployment snapshots. */
export interface Api extends Omit<RestApi, "createdDate"> {
  id: string;
  name: string;
  region: string;
  createdSeconds: number;
  rootResourceId: string;
  resources: Record<string, ApiResource>;
  /** By name. */
  models: Record<string, Model>;
  validators: Record<string, RequestValidator>;
  /** Only those set explicitly; the others are AWS's defaults. */
  gatewayResponses: Record<string, GatewayResponse>;
}

/** A snapshot of an API: later changes of the API do not affect it. */
export interface ApiDeployment {
  id: string;
  apiId: string;
  region: string;
  description?: string | undefined;
  createdSeconds: number;
  api: Api;
}

/** A stage: a name, variables and settings for one deployment. */
export interface ApiStage extends Omit<Stage, "createdDate" | "lastUpdatedDate"> {
  apiId: string;
  region: string;
  stageName: string;
  deploymentId: string;
  methodSettings: Record<string, MethodSetting>;
  createdSeconds: number;
  updatedSeconds: number;
}

/** An API key, as usage plans hand them to clients. */
export interface StoredApiKey extends Omit<ApiKey, "createdDate" | "lastUpdatedDate"> {
  id: string;
  region: string;
  value: string;
  createdSeconds: number;
  updatedSeconds: number;
}

/** A usage plan and the keys that it admits. */
export interface StoredUsagePlan extends UsagePlan {
  id: string;
  region: string;
  keyIds: string[];
}

export interface AccountSettings {
  cloudwatchRoleArn?: string | undefined;
}

/** A call of the console's Test tab. */
export interface TestCall {
  api: Readonly<Api>;
  resource: Readonly<ApiResource>;
  method: Method;
  input: TestInvokeMethodRequest;
  context: Context;
}

/** How long API Gateway waits for an integration: the default, and the maximum without a raised quota. */
export const integrationTimeoutMillisDefault = 29_000;

/** The store and services of API Gateway's actions. */
export interface ApiGatewayStore {
  apis: Collection<Api>;
  deployments: Collection<ApiDeployment>;
  stages: Collection<ApiStage>;
  apiKeys: Collection<StoredApiKey>;
  usagePlans: Collection<StoredUsagePlan>;
  accounts: Collection<AccountSettings>;
  /** The account's quota for integrations of Regional and private APIs. */
  integrationTimeoutMillisMax: number;
  transaction: Store["transaction"];
  /** The console's Test tab: a call of one method without a deployment. */
  testInvoke(call: TestCall): Promise<TestInvokeMethodResponse>;
}

/** Opens the collections of API Gateway. */
export function openApiGatewayStore(
  store: Store,
  testInvoke: ApiGatewayStore["testInvoke"],
  integrationTimeoutMillisMax = integrationTimeoutMillisDefault,
): ApiGatewayStore {
  return {
    apis: store.collection("apigateway/apis"),
    deployments: store.collection("apigateway/deployments"),
    stages: store.collection("apigateway/stages"),
    apiKeys: store.collection("apigateway/api-keys"),
    usagePlans: store.collection("apigateway/usage-plans"),
    accounts: store.collection("apigateway/accounts"),
    integrationTimeoutMillisMax,
    transaction: (body) => store.transaction(body),
    testInvoke,
  };
}
