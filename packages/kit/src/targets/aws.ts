import { executeApiHost, localInvokeUrl } from "@long-running-api/api-gateway/invoke-url";
import { connectConductor } from "@long-running-api/conductor/client";
import { once } from "@long-running-api/foundation/once";
import { Problem } from "@long-running-api/foundation/problem";
import { withVariable } from "../shell-lines.ts";
import { requireNoPassword } from "./server-url.ts";
import { type AwsAccess, keyOf, type Opening, type Target } from "./target.ts";

/** The account id of the embedded cloud; no real account has it. */
export const embeddedAccount = "000000000000";

/** Real AWS through the standard variables and profiles, with an Orkes cluster. Only by explicit choice, and with confirmation. */
export async function aws(opening: Opening): Promise<Target> {
  const {
    CONDUCTOR_SERVER_URL: serverUrl,
    CONDUCTOR_AUTH_KEY: keyId,
    CONDUCTOR_AUTH_SECRET: keySecret,
  } = process.env;
  if (opening.writes && !opening.yes && !process.stdin.isTTY) {
    throw new Problem(
      "Changing a real AWS account needs confirmation, and there is no terminal to ask in.",
      { target: "aws" },
      "Add --yes to confirm.",
    );
  }
  if (!serverUrl) {
    throw new Problem(
      "The target aws needs the URL and a key of a Conductor cluster.",
      { "looked at": "CONDUCTOR_SERVER_URL, CONDUCTOR_AUTH_KEY, CONDUCTOR_AUTH_SECRET" },
      [
        "CONDUCTOR_SERVER_URL=https://developer.orkescloud.com/api",
        "The key and its secret come from Access Control > Applications in the cluster.",
      ],
    );
  }
  requireNoPassword(serverUrl);
  const access = readAccess();
  const account = await callerAccount(access, serverUrl);
  return {
    name: "aws",
    title: `AWS account ${account} in ${access.region}, with Conductor at ${serverUrl}`,
    aws: access,
    conductorUrl: serverUrl,
    ...keyOf(keyId, keySecret),
    conductor: once(() => connectConductor({ serverUrl, keyId, keySecret })),
    real: true,
    invokeUrl: ({ apiId, stage }) =>
      access.endpoint === undefined
        ? `https://${executeApiHost({ apiId, region: access.region })}/${stage}`
        : localInvokeUrl(access.endpoint, { apiId, stage }),
    console: (page) => `https://${access.region}.console.aws.amazon.com/${page}`,
    waiting: { minDelay: 1, maxDelay: 2 },
    started: false,
    close: async () => {},
  };
}

function readAccess(): AwsAccess {
  const region = process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
  if (!region)
    throw new Problem(
      "The target aws needs a region.",
      { "looked at": "AWS_REGION, AWS_DEFAULT_REGION" },
      withVariable("AWS_REGION", "us-east-1", "npx tsx checks --target aws"),
    );
  const endpoint = process.env["AWS_ENDPOINT_URL"]?.replace(/\/$/, "");
  return { region, maxAttempts: 8, retryMode: "adaptive", ...(endpoint ? { endpoint } : {}) };
}

/** The caller's identity; also distinguishes the practice cloud from real AWS. */
async function callerAccount(access: AwsAccess, conductorUrl: string): Promise<string> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const { explainFailure } = await import("./explain.ts");
  const client = new STSClient({ ...access, maxAttempts: 3 });
  try {
    const { Account = "" } = await client.send(new GetCallerIdentityCommand({}));
    if (Account === embeddedAccount) {
      throw new Problem(
        "This is the practice cloud, not AWS.",
        { account: Account, AWS_ENDPOINT_URL: access.endpoint ?? "" },
        "Unset AWS_ENDPOINT_URL, or leave out --target aws.",
      );
    }
    return Account;
  } catch (error) {
    throw explainFailure(error, { name: "aws", title: `AWS in ${access.region}`, conductorUrl }) ?? error;
  } finally {
    client.destroy();
  }
}
