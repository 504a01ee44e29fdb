import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import type { ApiStage } from "../store.ts";
import { GatewayFailure } from "./failure.ts";

interface Bucket {
  tokens: number;
  millis: number;
}

/**
 * Token buckets of the stages' throttling settings: `rateLimit` a second, up to `burstLimit` at once.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function createThrottle(
  now: () => Date,
): (stage: Readonly<ApiStage>, path: string, method: string) => void {
  const buckets = new WeakMap<MethodSetting, Bucket>();
  return ({ methodSettings }, path, method) => {
    const setting = settingFor(methodSettings, path, method);
    if (setting?.throttlingRateLimit === undefined) return;
    if (!take(buckets, setting, now().getTime())) throw new GatewayFailure("THROTTLED", "Too Many Requests");
  };
}

/** A method's own setting wins over the stage's: keys are as in UpdateStage, `~1pets/GET` or `* / *` without spaces. */
function settingFor(
  settings: Readonly<Record<string, MethodSetting>>,
  path: string,
  method: string,
): MethodSetting | undefined {
  const name = path === "/" ? "~1" : path.slice(1);
  return (
    settings[`${name}/${method}`] ?? settings[`${name.replaceAll("/", "~1")}/${method}`] ?? settings["*/*"]
  );
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
