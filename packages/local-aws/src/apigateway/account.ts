import type { Account } from "@aws-sdk/client-api-gateway";
import type { AccountSettings } from "./store.ts";

/** An account's settings, with the limits that every account begins with. */
export function viewAccount(settings: Readonly<AccountSettings> = {}): Account {
  return {
    ...(settings.cloudwatchRoleArn ? { cloudwatchRoleArn: settings.cloudwatchRoleArn } : {}),
    throttleSettings: { burstLimit: 5_000, rateLimit: 10_000 },
    features: ["UsagePlans"],
    apiKeyVersion: "4",
  };
}
