import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { withVariable } from "@long-running-api/kit/shell-lines";
import { embeddedAccount, leavePracticeCloud } from "@long-running-api/kit/targets/aws";
import { setClock } from "@long-running-api/kit/targets/credentials";
import type { AwsAccess } from "@long-running-api/kit/targets/target";
import type { Finding } from "../finding.ts";
import { fromFailure } from "../from-failure.ts";
import { permissions } from "./permissions.ts";
import { otherRegions } from "./regions.ts";

const clockSecondsMax = 300; // what AWS allows: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html

/** The AWS identity and region, and whether they can do the tutorial. */
export async function aws(table: string, env: NodeJS.ProcessEnv = process.env): Promise<Finding[]> {
  const region = env["AWS_REGION"] || env["AWS_DEFAULT_REGION"];
  if (!region)
    return [
      {
        title: "AWS region",
        status: "lacking",
        seen: "AWS_REGION is not set.",
        toDo: [withVariable("AWS_REGION", "us-east-1", "npx tsx doctor --target aws")],
      },
    ];
  const endpoint = env["AWS_ENDPOINT_URL"]?.replace(/\/$/, "");
  const access: AwsAccess = {
    region,
    maxAttempts: 2,
    retryMode: "standard",
    ...(endpoint ? { endpoint } : {}),
  };
  const { identity, awsTime } = await whoAmI(access);
  const clock = clockOf(awsTime);
  if ("status" in identity) return [identity, ...clock];
  return [
    account(identity, access),
    ...clock,
    await otherRegions(access, table),
    await permissions(access, identity.arn),
  ];
}

interface Identity {
  account: string;
  arn: string;
}

/** The caller's identity, or why there is none; and AWS's time, which every response contains. */
async function whoAmI(
  access: AwsAccess,
): Promise<{ identity: Identity | Finding; awsTime: Date | undefined }> {
  const client = new STSClient(access);
  let awsTime: Date | undefined;
  client.middlewareStack.add(
    (next) => async (request) => {
      const answer = await next(request);
      const { headers } = answer.response as { headers?: Record<string, string> };
      const date = headers?.["date"];
      if (date) awsTime = new Date(date);
      return answer;
    },
    { step: "deserialize", priority: "low", name: "seeDate" },
  );
  try {
    const { Account: account = "", Arn: arn = "" } = await client.send(new GetCallerIdentityCommand({}));
    return { identity: { account, arn }, awsTime };
  } catch (error) {
    const where = { name: "aws", title: `AWS in ${access.region}`, conductorUrl: "" } as const;
    return { identity: fromFailure("AWS account", error, where), awsTime };
  } finally {
    client.destroy();
  }
}

function account({ account, arn }: Identity, { region, endpoint }: AwsAccess): Finding {
  const title = "AWS account";
  if (account === embeddedAccount)
    return {
      title,
      status: "lacking",
      seen: `${account}: this is the practice cloud at ${endpoint}, not AWS.`,
      toDo: [leavePracticeCloud],
    };
  const seen = `${account} in ${region}, as ${arn}`;
  if (!endpoint) return { title, status: "ok", seen };
  return {
    title,
    status: "note",
    seen: `${seen}; AWS_ENDPOINT_URL sends everything to ${endpoint}`,
    toDo: ["Unset AWS_ENDPOINT_URL, unless that is intended."],
  };
}

function clockOf(awsTime: Date | undefined): Finding[] {
  if (!awsTime) return [];
  const seconds = Math.round((Date.now() - awsTime.getTime()) / 1000);
  const title = "clock";
  if (Math.abs(seconds) <= clockSecondsMax)
    return [{ title, status: "ok", seen: `${Math.abs(seconds)} s from AWS's` }];
  return [
    {
      title,
      status: "lacking",
      seen: `This computer is ${Math.abs(seconds)} s ${seconds > 0 ? "ahead of" : "behind"} AWS, which rejects requests that are minutes off.`,
      toDo: [setClock],
    },
  ];
}
