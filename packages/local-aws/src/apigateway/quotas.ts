import { AwsError, type Service } from "../action.ts";
import type { ApiGatewayStore } from "./store.ts";

// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: calls of the control plane, for an
// account in a region. A bucket holds `burst` calls and regains one every `millis`.

interface Quota {
  millis: number;
  burst: number;
}

interface Bucket {
  tokens: number;
  millis: number;
}

const everything: Quota = { millis: 100, burst: 40 };

const quotas: Readonly<Record<string, Quota>> = {
  CreateRestApi: { millis: 3_000, burst: 1 },
  // For an edge-optimized API, CreateRestApi's default.
  CreateEdgeApi: { millis: 30_000, burst: 1 },
  ImportRestApi: { millis: 3_000, burst: 1 },
  PutRestApi: { millis: 1_000, burst: 1 },
  DeleteRestApi: { millis: 30_000, burst: 1 },
  CreateDeployment: { millis: 5_000, burst: 1 },
  CreateResource: { millis: 200, burst: 5 },
  DeleteResource: { millis: 200, burst: 5 },
  GetResources: { millis: 400, burst: 5 },
};

/** Takes one call from the operation's bucket and from the shared one; rejects it if either is empty. */
export function createQuotas(now: () => Date): (region: string, operation: string) => void {
  const buckets = new Map<string, Bucket>();
  return (region, operation) => {
    const own = quotas[operation];
    const wanted = [
      { quota: everything, bucket: refilled(buckets, `${region}/*`, everything, now()) },
      ...(own ? [{ quota: own, bucket: refilled(buckets, `${region}/${operation}`, own, now()) }] : []),
    ];
    const empty = wanted.find(({ bucket }) => bucket.tokens < 1);
    if (empty) throw tooMany(((1 - empty.bucket.tokens) * empty.quota.millis) / 1000);
    for (const { bucket } of wanted) bucket.tokens -= 1;
  };
}

/** The service with its quotas enforced before each action. */
export function withQuotas(service: Service<ApiGatewayStore>, now: () => Date): Service<ApiGatewayStore> {
  const take = createQuotas(now);
  return {
    ...service,
    async actions() {
      const actions = await service.actions();
      return actions.map((action) => ({
        ...action,
        handle(input, store, context) {
          take(context.region, quotaOf(action.operation[2], input));
          return action.handle(input, store, context);
        },
      }));
    },
  };
}

function quotaOf(operation: string, input: object): string {
  if (operation !== "CreateRestApi") return operation;
  const { types } = (input as { endpointConfiguration?: { types?: string[] } }).endpointConfiguration ?? {};
  return types === undefined || types[0] === "EDGE" ? "CreateEdgeApi" : operation;
}

function refilled(buckets: Map<string, Bucket>, key: string, { millis, burst }: Quota, now: Date): Bucket {
  const time = now.getTime();
  const bucket = buckets.get(key) ?? { tokens: burst, millis: time };
  bucket.tokens = Math.min(burst, bucket.tokens + (time - bucket.millis) / millis);
  bucket.millis = time;
  buckets.set(key, bucket);
  return bucket;
}

function tooMany(seconds: number): AwsError {
  const retryAfterSeconds = String(Math.max(1, Math.ceil(seconds)));
  return new AwsError("TooManyRequestsException", "Too Many Requests", 429, { retryAfterSeconds });
}
