import type { FunctionSeen } from "@long-running-api/page/documents";
import { undefinedIfUnreadable } from "../../checks/engine/explain-probe-failure.ts";
import { bounded, type ProbeContext } from "../../checks/engine/probe-context.ts";
import { cloudWatchLogs, lambda } from "../../checks/read/clients.ts";
import { findFunction } from "../../checks/read/find-function.ts";

/** How many processes a function has: those that wait for work, and those at work. Only an embedded cloud knows. */
export type ProcessCounts = (functionArn: string) => { readonly idle: number; readonly busy: number };

const linesMax = 60;
const lookBackMs = 3_600_000;
const lineCharactersMax = 2_000;

/** The function with the end of its log; undefined if it does not exist. */
export async function functionSeen(
  context: ProbeContext,
  processes: ProcessCounts | undefined,
): Promise<FunctionSeen | undefined> {
  const { found } = await context.ask(findFunction);
  if (!found) return undefined;
  const { client, GetFunctionConfigurationCommand } = await context.ask(lambda);
  const [{ MemorySize }, log] = await Promise.all([
    client.send(new GetFunctionConfigurationCommand({ FunctionName: found.arn }), bounded(context)),
    logOf(context, found.name),
  ]);
  return {
    name: found.name,
    state: found.state,
    runtime: found.runtime,
    timeoutSeconds: found.timeoutSeconds,
    ...(MemorySize === undefined ? {} : { memoryMb: MemorySize }),
    role: found.role.slice(found.role.lastIndexOf("/") + 1),
    environment: found.environment,
    ...(processes ? { processes: processes(found.arn) } : {}),
    log,
  };
}

/** The last lines of the last hour; none if there is no log, or if it cannot be read. */
async function logOf(context: ProbeContext, name: string): Promise<FunctionSeen["log"]> {
  const { client, FilterLogEventsCommand } = await context.ask(cloudWatchLogs);
  const answer = await undefinedIfUnreadable(context, () =>
    client.send(
      new FilterLogEventsCommand({
        logGroupName: `/aws/lambda/${name}`,
        startTime: context.now() - lookBackMs,
        limit: 1_000,
      }),
      bounded(context),
    ),
  );
  return (answer?.events ?? [])
    .map(({ timestamp = 0, message = "" }) => ({
      time: timestamp,
      message: message.trimEnd().slice(0, lineCharactersMax),
    }))
    .slice(-linesMax);
}
