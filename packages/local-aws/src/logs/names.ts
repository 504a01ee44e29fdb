import type { Context } from "../action.ts";
import { constraint, invalidParameter, notFound, validation } from "./errors.ts";
import type { LogStore } from "./log-store.ts";
import type { LogGroup, LogStream } from "./store.ts";

/** A log group's ARN for IAM; DescribeLogGroups appends `:*`. */
export function groupArn(
  group: string,
  { region, accountId }: { region: string; accountId: string },
): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${group}`;
}

/** A stream's ARN, and the one that stands for a group in permissions: AWS's errors show it with an empty stream. */
export function streamArn(
  group: string,
  stream: string,
  place: { region: string; accountId: string },
): string {
  return `${groupArn(group, place)}:log-stream:${stream}`;
}

interface GroupInput {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
  logStreamName?: string | undefined;
}

/** The ARN for permissions on a group. */
export function groupResource(input: GroupInput, context: Context): string[] {
  return [streamArn(nameIn(input), "", context)];
}

/** The ARN for permissions on a stream. */
export function streamResource(input: GroupInput, context: Context): string[] {
  return [streamArn(nameIn(input), input.logStreamName ?? "", context)];
}

export function requireGroupName(name: string | undefined): string {
  if (name === undefined) throw constraint(name, "logGroupName", "Member must not be null");
  requireShort(name);
  if (!/^[\w\-/.#]+$/.test(name))
    throw constraint(
      name,
      "logGroupName",
      "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
    );
  return name;
}

export function requireStreamName(name: string | undefined): string {
  if (name === undefined) throw constraint(name, "logStreamName", "Member must not be null");
  requireShort(name);
  if (!/^[^:*\n]+$/.test(name))
    throw constraint(name, "logStreamName", "Member must satisfy regular expression pattern: [^:*]*");
  return name;
}

function requireShort(name: string): void {
  if (name.length > 512)
    throw invalidParameter("Invalid LogGroup or LogStream, both must have length less than or equal to 512.");
}

/** The group that a request names, by name or ARN, or ResourceNotFoundException. */
export function requireGroup(input: GroupInput, logs: LogStore, region: string): Readonly<LogGroup> {
  if (input.logGroupName !== undefined && input.logGroupIdentifier !== undefined)
    throw validation("LogGroup name and LogGroup ARN are mutually exclusive parameters.");
  const group = logs.group(region, requireGroupName(nameIn(input) || undefined));
  if (!group) throw notFound("group");
  return group;
}

/** The stream that a request names, or ResourceNotFoundException. */
export function requireStream(input: GroupInput, logs: LogStore, region: string): Readonly<LogStream> {
  const group = requireGroup(input, logs, region);
  const stream = logs.stream(region, group.name, requireStreamName(input.logStreamName));
  if (!stream) throw notFound("stream");
  return stream;
}

/** The group in an ARN such as arn:aws:logs:us-east-1:…:log-group:/aws/lambda/f:*, or the name itself. */
export function groupIn(arnOrName: string): string {
  return /^arn:aws:logs:[^:]*:[^:]*:log-group:([^:]*)/.exec(arnOrName)?.[1] ?? arnOrName;
}

function nameIn({ logGroupName, logGroupIdentifier }: GroupInput): string {
  return groupIn(logGroupName ?? logGroupIdentifier ?? "");
}
