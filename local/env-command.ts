import { Problem } from "@long-running-api/foundation/problem";
import type { Address } from "@long-running-api/kit/local-cloud/address";
import { findCloud } from "@long-running-api/kit/local-cloud/background";
import { dataFolder } from "@long-running-api/kit/local-cloud/data";
import type { Output } from "@long-running-api/kit/output";
import {
  applied,
  type ShellName,
  shellLines,
  shellOf,
  usage,
  type Variables,
} from "@long-running-api/kit/shell-lines";

/** What the AWS CLI, the AWS SDKs and Conductor's clients read. A profile or token of a real account must not interfere. */
export function variablesOf({ aws, conductor }: Pick<Address, "aws" | "conductor">): Variables {
  return {
    AWS_ENDPOINT_URL: aws,
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    CONDUCTOR_SERVER_URL: conductor,
    CONDUCTOR_AUTH_KEY: undefined,
    CONDUCTOR_AUTH_SECRET: undefined,
  };
}

/** `local env`: the lines that point a shell at the running cloud. */
export async function env(folder: string, shell: ShellName, output: Output): Promise<number> {
  const cloud = await findCloud(folder);
  if (!cloud)
    throw new Problem("No local cloud is running.", { "looked at": folder }, [
      "npx tsx local           starts one; leave it open, and use another terminal",
      "npx tsx steps/01-table  starts one in the background",
    ]);
  const variables = variablesOf(cloud);
  output.document(
    Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value ?? null])),
  );
  for (const line of shellLines(shell, variables)) output.say(line);
  if (output.terminal) output.say(usage(shell, commandFor(folder, shell)));
  return 0;
}

/** How to point this terminal's shell at the cloud of a data folder. */
export function howToUse(folder: string): string {
  const shell = shellOf(process);
  return applied(shell, commandFor(folder, shell));
}

function commandFor(folder: string, shell: ShellName): string {
  const data = folder === dataFolder() ? "" : ` --data "${folder}"`;
  const other = shell === shellOf(process) ? "" : ` --shell ${shell}`;
  return `npx tsx local env${other}${data}`;
}
