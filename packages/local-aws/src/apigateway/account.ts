import type { Account } from "@aws-sdk/client-api-gateway";
import type { AccountSettings } from "./store.ts";

/** An account's settings, with the default limits of a new account. */
export function viewAccount(settings: Readonly<AccountSettings> = {}): Account {
  return {
    ...(settings.cloudwatchRoleArn ? { cloudwatchRoleArn: settings.cloudwatchRoleArn } : {}),
    throttleSettings: { burstLimit: 5_000, rateLimit: 10_000 },
    features: ["UsagePlans"],
    apiKeyVersion: "4",
  };
}
