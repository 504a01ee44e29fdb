import { localInvokeUrl } from "@long-running-api/api-gateway/invoke-url";
import { connectConductor } from "@long-running-api/conductor/client";
import { once } from "@long-running-api/foundation/once";
import { Problem } from "@long-running-api/foundation/problem";
import { withVariable } from "../shell-lines.ts";
import { local } from "./local.ts";
import { requireNoPassword } from "./server-url.ts";
import { keyOf, type Opening, type Target } from "./target.ts";

/** A Conductor OSS server with any AWS-compatible endpoint; without AWS_ENDPOINT_URL the embedded AWS, never real AWS. */
export async function oss(opening: Opening): Promise<Target> {
  const {
    CONDUCTOR_SERVER_URL: serverUrl,
    CONDUCTOR_AUTH_KEY: keyId,
    CONDUCTOR_AUTH_SECRET: keySecret,
    AWS_ENDPOINT_URL: endpoint,
  } = process.env;
  if (!serverUrl) {
    throw new Problem(
      "The target oss needs the URL of a Conductor server.",
      { "looked at": "CONDUCTOR_SERVER_URL" },
      [
        withVariable("CONDUCTOR_SERVER_URL", "http://127.0.0.1:8080/api", "npx tsx checks --target oss"),
        "See docs/oss.md for how to run one.",
      ],
    );
  }
  requireNoPassword(serverUrl);
  const conductor = once(() => connectConductor({ serverUrl, keyId, keySecret }));
  const shared = {
    name: "oss",
    conductorUrl: serverUrl,
    conductor,
    real: false,
    ...keyOf(keyId, keySecret),
  } as const;
  if (!endpoint) {
    const embedded = await local(opening);
    return { ...embedded, ...shared, title: `Conductor at ${serverUrl} with ${embedded.title}` };
  }
  refuseRealAws(endpoint);
  return {
    ...shared,
    title: `Conductor at ${serverUrl} with the AWS endpoint ${endpoint}`,
    aws: {
      region: process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"] ?? "us-east-1",
      endpoint,
      maxAttempts: 3,
      retryMode: "standard",
      ...(process.env["AWS_ACCESS_KEY_ID"] || process.env["AWS_PROFILE"]
        ? {}
        : { credentials: { accessKeyId: "test", secretAccessKey: "test" } }),
    },
    invokeUrl: (api) => localInvokeUrl(endpoint, api),
    waiting: { minDelay: 1, maxDelay: 2 },
    started: false,
    close: async () => {},
  };
}

function refuseRealAws(endpoint: string): void {
  const { hostname } = new URL(endpoint);
  if (!/(^|\.)amazonaws\.com(\.cn)?$/.test(hostname)) return;
  throw new Problem(
    "The target oss does not use real AWS.",
    { AWS_ENDPOINT_URL: endpoint },
    "Use --target aws for a real account.",
  );
}
