import { createHash } from "node:crypto";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type FunctionConfiguration,
  GetFunctionCommand,
  type LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { waitUntil } from "@long-running-api/foundation/wait";
import { unless } from "@long-running-api/kit/aws-errors";
import { type Names, tagsOf } from "@long-running-api/kit/names";
import type { Target } from "@long-running-api/kit/targets/target";
import { isOurs, requireOurs } from "../owned.ts";
import type { FunctionCode } from "./code.ts";

export interface FunctionDesign {
  code: FunctionCode;
  roleArn: string;
  processingSeconds: number;
  timeoutSeconds: number;
  waiting: Target["waiting"];
  /** By default what the tutorial's function does. */
  description?: string;
  /** Environment variables in addition to those for the table and the work. */
  variables?: Readonly<Record<string, string>>;
}

const secondsMax = 120; // a function takes a few to become Active
const roleSecondsMax = 60;

/** The tutorial's 1 minute, or longer where the processing time asks for it. */
export function timeoutSeconds(processingSeconds: number): number {
  return Math.max(60, Math.ceil(processingSeconds) + 5);
}

/** Creates the function, or updates the existing one; changes only what differs. */
export async function ensureFunction(
  client: LambdaClient,
  names: Names,
  design: FunctionDesign,
): Promise<FunctionConfiguration> {
  const FunctionName = names.function;
  const { waiting } = design;
  const found = await findFunction(client, FunctionName);
  if (!found) await create(client, names, design);
  else {
    requireOurs({
      tags: found.tags,
      names,
      thing: `The function ${FunctionName}`,
      option: "--function NAME",
    });
    await update(client, FunctionName, found.configuration, names, design);
  }
  await waitUntilFunctionActiveV2({ client, ...waiting, maxWaitTime: secondsMax }, { FunctionName });
  return (await findFunction(client, FunctionName))?.configuration ?? {};
}

/** A function with its tags; undefined if it does not exist. */
export async function findFunction(
  client: LambdaClient,
  FunctionName: string,
): Promise<{ configuration: FunctionConfiguration; tags: Record<string, string> } | undefined> {
  const found = await unless("ResourceNotFoundException", () =>
    client.send(new GetFunctionCommand({ FunctionName })),
  );
  return found && { configuration: found.Configuration ?? {}, tags: found.Tags ?? {} };
}

async function create(client: LambdaClient, names: Names, design: FunctionDesign): Promise<void> {
  await whileRoleIsYoung(() =>
    client.send(
      new CreateFunctionCommand({
        FunctionName: names.function,
        Code: { ZipFile: design.code.zip },
        ...settings(names, design),
        Tags: tagsOf(names),
      }),
    ),
  );
}

async function update(
  client: LambdaClient,
  FunctionName: string,
  current: FunctionConfiguration,
  names: Names,
  design: FunctionDesign,
): Promise<void> {
  const { waiting } = design;
  const wanted = settings(names, design);
  if (!sameSettings(current, wanted)) {
    await whileRoleIsYoung(() =>
      client.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...wanted })),
    );
    await waitUntilFunctionUpdatedV2({ client, ...waiting, maxWaitTime: secondsMax }, { FunctionName });
  }
  if (current.CodeSha256 !== createHash("sha256").update(design.code.zip).digest("base64")) {
    await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: design.code.zip }));
    await waitUntilFunctionUpdatedV2({ client, ...waiting, maxWaitTime: secondsMax }, { FunctionName });
  }
}

function settings(names: Names, design: FunctionDesign) {
  const { code, roleArn, processingSeconds, timeoutSeconds, variables = {} } = design;
  const own = { TABLE_NAME: names.table, PROCESSING_SECONDS: String(processingSeconds) };
  return {
    Runtime: code.runtime,
    Handler: code.handler,
    Role: roleArn,
    Timeout: timeoutSeconds,
    Description:
      design.description ??
      "The tutorial's long-running function: the action invoke works for a while, the action status returns the status",
    Environment: { Variables: { ...own, ...variables } },
  };
}

function sameSettings(current: FunctionConfiguration, wanted: ReturnType<typeof settings>): boolean {
  const { Environment, ...rest } = wanted;
  const same = (Object.keys(rest) as (keyof typeof rest)[]).every((key) => current[key] === rest[key]);
  const variables = current.Environment?.Variables ?? {};
  return same && Object.entries(Environment.Variables).every(([name, value]) => variables[name] === value);
}

/**
 * A role that is seconds old is not yet known everywhere: about a third of scripted runs are refused with this
 * message, which goes away. It is not a mistake, so the step waits.
 */
async function whileRoleIsYoung(request: () => Promise<unknown>): Promise<void> {
  let last: unknown;
  const done = await waitUntil(
    async () => {
      try {
        await request();
        return true;
      } catch (error) {
        last = error;
        if (error instanceof Error && /cannot be assumed by Lambda/.test(error.message)) return undefined;
        throw error;
      }
    },
    { secondsMax: roleSecondsMax, everyMs: 2_000 },
  );
  if (!done) throw last;
}

/** Deletes our function before its log group: an invocation in progress would create the group again. */
export async function dropFunction(
  clients: { lambda: LambdaClient; logs: CloudWatchLogsClient },
  names: Names,
): Promise<string> {
  const FunctionName = names.function;
  const found = await findFunction(clients.lambda, FunctionName);
  if (!found) return `The function ${FunctionName} did not exist.`;
  if (!isOurs(found.tags, names))
    return `The function ${FunctionName} was not created by these steps (it lacks their tags), so it is kept.`;
  await unless("ResourceNotFoundException", () =>
    clients.lambda.send(new DeleteFunctionCommand({ FunctionName })),
  );
  const { DeleteLogGroupCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  await unless("ResourceNotFoundException", () =>
    clients.logs.send(new DeleteLogGroupCommand({ logGroupName: `/aws/lambda/${FunctionName}` })),
  );
  return `Deleted the function ${FunctionName} and its log group.`;
}
