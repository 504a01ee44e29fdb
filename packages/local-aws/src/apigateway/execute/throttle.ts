import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { GatewayFailure } from "@long-running-api/api-gateway";
import type { Routed } from "./exchange.ts";
import type { Services } from "./services.ts";

interface Bucket {
  tokens: number;
  millis: number;
}

/** Rejects a call over the rate limit; calls from the Test tab are not throttled. */
export function throttleCall(exchange: Routed, { takeToken }: Pick<Services, "takeToken">): Routed {
  const { arrival, context, request } = exchange;
  if (arrival.kind === "test" || takeToken(arrival.stage, context.resourcePath, request.method))
    return exchange;
  throw new GatewayFailure({ responseType: "THROTTLED", message: "Too Many Requests" });
}

/**
 * Token buckets of the stages' throttling settings: `rateLimit` a second, up to `burstLimit` at once.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function createThrottle(now: () => Date): Services["takeToken"] {
  const buckets = new WeakMap<MethodSetting, Bucket>();
  return ({ methodSettings }, path, method) => {
    const setting = settingFor(methodSettings, path, method);
    return setting?.throttlingRateLimit === undefined || take(buckets, setting, now().getTime());
  };
}

const settingsByPath = new WeakMap<object, Map<string, MethodSetting>>();

/** A method's own setting takes precedence over the stage's, which is the one for all paths and methods. */
function settingFor(
  settings: Readonly<Record<string, MethodSetting>>,
  path: string,
  method: string,
): MethodSetting | undefined {
  const known =
    settingsByPath.get(settings) ?? new Map(Object.entries(settings).map(([key, own]) => [plain(key), own]));
  settingsByPath.set(settings, known);
  return known.get(`${path}/${method}`) ?? known.get("/*/*");
}

/** The path in a setting's key has ~1 for its slashes, the first of which may be missing. */
function plain(key: string): string {
  const at = key.lastIndexOf("/");
  const path = key.slice(0, at).replaceAll("~1", "/");
  return `${path.startsWith("/") ? path : `/${path}`}${key.slice(at)}`;
}

function take(buckets: WeakMap<MethodSetting, Bucket>, setting: MethodSetting, millis: number): boolean {
  const rate = setting.throttlingRateLimit ?? 0;
  const burst = setting.throttlingBurstLimit ?? 0;
  const bucket = buckets.get(setting) ?? { tokens: burst, millis };
  bucket.tokens = Math.min(burst, bucket.tokens + ((millis - bucket.millis) / 1000) * rate);
  bucket.millis = millis;
  buckets.set(setting, bucket);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
