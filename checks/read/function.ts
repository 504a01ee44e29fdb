import { unless } from "@long-running-api/kit/aws-errors";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { lambda } from "./clients.ts";
import { unreadable } from "./unreadable.ts";

/** The parts of a function that matter to the tutorial. */
export interface FunctionSeen {
  name: string;
  /** Without a qualifier. */
  arn: string;
  /** The alias or version that was read, if not the latest code. */
  qualifier?: string;
  runtime: string;
  handler: string;
  timeoutSeconds: number;
  packageType: string;
  layers: number;
  state: string;
  stateReason: string;
  lastUpdateStatus: string;
  lastUpdateStatusReason: string;
  role: string;
  environment: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  /** The reserved concurrency, if any. */
  reservedConcurrency?: number;
  /** Milliseconds since 1970; 0 if unknown. */
  lastModifiedMs: number;
}

interface FunctionAndCode {
  seen: FunctionSeen;
  /** A signed URL: never printed. */
  codeUrl: string | undefined;
}

/** A function by name or ARN (with an alias, if any); undefined if it does not exist. */
export async function getFunction(
  context: ProbeContext,
  nameOrArn: string,
): Promise<FunctionAndCode | undefined> {
  const { client, GetFunctionCommand } = await context.ask(lambda);
  const answer = await unless("ResourceNotFoundException", () =>
    client.send(new GetFunctionCommand({ FunctionName: nameOrArn }), bounded(context)),
  );
  if (!answer) return undefined;
  const configuration = answer.Configuration;
  if (!configuration) throw unreadable("GetFunction", "no Configuration");
  const arn = configuration.FunctionArn ?? "";
  const [unqualified = arn, qualifier] = splitArn(arn);
  const reserved = answer.Concurrency?.ReservedConcurrentExecutions;
  const seen: FunctionSeen = {
    name: configuration.FunctionName ?? "",
    arn: unqualified,
    ...(qualifier === undefined ? {} : { qualifier }),
    runtime: configuration.Runtime ?? "",
    handler: configuration.Handler ?? "",
    timeoutSeconds: configuration.Timeout ?? 3,
    packageType: configuration.PackageType ?? "Zip",
    layers: configuration.Layers?.length ?? 0,
    state: configuration.State ?? "",
    stateReason: configuration.StateReason ?? "",
    lastUpdateStatus: configuration.LastUpdateStatus ?? "",
    lastUpdateStatusReason: configuration.LastUpdateStatusReason ?? "",
    role: configuration.Role ?? "",
    environment: configuration.Environment?.Variables ?? {},
    tags: answer.Tags ?? {},
    ...(reserved === undefined ? {} : { reservedConcurrency: reserved }),
    lastModifiedMs: Date.parse(configuration.LastModified ?? "") || 0,
  };
  return { seen, codeUrl: answer.Code?.Location };
}

/** A function's ARN, with its alias or version, if any. */
export function addressOf({ arn, qualifier }: Pick<FunctionSeen, "arn" | "qualifier">): string {
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** `arn:aws:lambda:region:account:function:name:qualifier` in two. */
function splitArn(arn: string): [string, string | undefined] {
  const parts = arn.split(":");
  return [parts.slice(0, 7).join(":"), parts[7]];
}

const pagesMax = 20;

/** The names of all functions in the region; at most 1,000. */
export async function functionNames(context: ProbeContext): Promise<string[]> {
  const { client, ListFunctionsCommand } = await context.ask(lambda);
  const names: string[] = [];
  let marker: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { Functions = [], NextMarker } = await client.send(
      new ListFunctionsCommand({ Marker: marker }),
      bounded(context),
    );
    names.push(...Functions.map(({ FunctionName = "" }) => FunctionName));
    marker = NextMarker;
    if (!marker) break;
  }
  return names;
}
