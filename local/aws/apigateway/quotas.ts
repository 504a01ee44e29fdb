import { AwsError, type Service } from "../action.ts";
import type { ApiGatewayStore } from "./store.ts";

// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: calls of the control plane, for an
// account in a region. A bucket holds `burst` calls and gets one back every `millis`.

interface Quota {
  millis: number;
  burst: number;
}

const everything: Quota = { millis: 100, burst: 40 };

const quotas: Readonly<Record<string, Quota>> = {
  CreateRestApi: { millis: 3_000, burst: 1 },
  CreateRestApiEdge: { millis: 30_000, burst: 1 },
  ImportRestApi: { millis: 3_000, burst: 1 },
  PutRestApi: { millis: 1_000, burst: 1 },
  DeleteRestApi: { millis: 30_000, burst: 1 },
  CreateDeployment: { millis: 5_000, burst: 1 },
  CreateResource: { millis: 200, burst: 5 },
  DeleteResource: { millis: 200, burst: 5 },
  GetResources: { millis: 400, burst: 5 },
};

/** Takes one call of an operation from its bucket and from the one of all together; TooManyRequestsException if empty. */
export function createQuotas(now: () => Date): (region: string, operation: string, edge: boolean) => void {
  const buckets = new Map<string, { tokens: number; millis: number }>();
  return (region, operation, edge) => {
    const name = operation === "CreateRestApi" && edge ? "CreateRestApiEdge" : operation;
    const wanted: [string, Quota][] = [[`${region}/*`, everything]];
    const own = quotas[name];
    if (own) wanted.push([`${region}/${name}`, own]);
    const time = now().getTime();
    const filled = wanted.map(([key, quota]) => refill(buckets, key, quota, time));
    const missing = wanted.find((_, index) => (filled[index]?.tokens ?? 0) < 1);
    if (missing) throw tooMany(missing[1], filled[wanted.indexOf(missing)]?.tokens ?? 0);
    for (const bucket of filled) bucket.tokens -= 1;
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
          take(context.region, action.operation[2], isEdge(input));
          return action.handle(input, store, context);
        },
      }));
    },
  };
}

function isEdge(input: object): boolean {
  const { types } = (input as { endpointConfiguration?: { types?: string[] } }).endpointConfiguration ?? {};
  return types === undefined || types[0] === "EDGE";
}

function refill(
  buckets: Map<string, { tokens: number; millis: number }>,
  key: string,
  { millis, burst }: Quota,
  time: number,
): { tokens: number; millis: number } {
  const bucket = buckets.get(key) ?? { tokens: burst, millis: time };
  bucket.tokens = Math.min(burst, bucket.tokens + (time - bucket.millis) / millis);
  bucket.millis = time;
  buckets.set(key, bucket);
  return bucket;
}

function tooMany({ millis }: Quota, tokens: number): AwsError {
  const retryAfterSeconds = String(Math.max(1, Math.ceil(((1 - tokens) * millis) / 1000)));
  return new AwsError("TooManyRequestsException", "Too Many Requests", 429, { retryAfterSeconds });
}
