import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { cloudWatchLogs } from "./clients.ts";
import { theFunction } from "./the-function.ts";

const lineCharactersMax = 240;

/** The last error in the function's log since a time; undefined if there is no error or no log. */
export async function lastError(context: ProbeContext, sinceMs: number): Promise<string | undefined> {
  return lastErrorIn(await linesSince(context, sinceMs));
}

/** The lines of the function's log since a time; none if there is no log, or if it cannot be read. */
export async function linesSince(context: ProbeContext, sinceMs: number): Promise<readonly string[]> {
  return await linesOf(context, (await context.ask(theFunction)).name, sinceMs);
}

/** The same for any function. */
async function linesOf(context: ProbeContext, name: string, sinceMs: number): Promise<readonly string[]> {
  return (await eventsOf(context, name, sinceMs)).map(({ message }) => message);
}

/** The lines of a function since a time, by invocation. */
export async function linesByInvocation(
  context: ProbeContext,
  name: string,
  sinceMs: number,
): Promise<readonly (readonly string[])[]> {
  return groupByInvocation(await eventsOf(context, name, sinceMs));
}

/** A line of a log, and the stream that it is in: one execution environment, which runs one invocation at a time. */
export interface LogLine {
  stream: string;
  message: string;
}

/** The lines from one START to the next of each stream; lines before the first START belong to its invocation too. */
export function groupByInvocation(lines: readonly LogLine[]): string[][] {
  const groups: string[][] = [];
  const current = new Map<string, { lines: string[]; started: boolean }>();
  for (const { stream, message } of lines) {
    const starts = startId(message) !== undefined;
    let group = current.get(stream);
    if (group === undefined || (starts && group.started)) {
      group = { lines: [], started: false };
      current.set(stream, group);
      groups.push(group.lines);
    }
    group.lines.push(message);
    group.started ||= starts;
  }
  return groups;
}

function startId(message: string): string | undefined {
  const start =
    /^START RequestId: ([\w-]+)/.exec(message) ??
    /"type":\s*"platform\.start".*"requestId":\s*"([\w-]+)"/.exec(message);
  return start?.[1];
}

async function eventsOf(context: ProbeContext, name: string, sinceMs: number): Promise<LogLine[]> {
  const { client, FilterLogEventsCommand } = await context.ask(cloudWatchLogs);
  const answer = await undefinedIfUnreadable(context, () =>
    client.send(
      new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, startTime: sinceMs, limit: 1_000 }),
      bounded(context),
    ),
  );
  return (answer?.events ?? []).map(({ message = "", logStreamName = "" }) => ({
    stream: logStreamName,
    message,
  }));
}

/** An invocation in the log; `ms` is its duration, undefined while it runs. */
export interface LoggedInvocation {
  requestId: string;
  ms: number | undefined;
}

/** The invocations that start in these lines, by their START and REPORT lines, as text or as JSON. */
export function invocationsIn(messages: readonly string[]): LoggedInvocation[] {
  const durations = new Map<string, number>();
  const started = new Set<string>();
  for (const message of messages) {
    const start = startId(message);
    if (start !== undefined) started.add(start);
    const report =
      /^REPORT RequestId: ([\w-]+).*?\tDuration: ([\d.]+) ms/.exec(message) ??
      /"type":\s*"platform\.report".*"requestId":\s*"([\w-]+)".*"durationMs":\s*([\d.]+)/.exec(message);
    if (report?.[1]) durations.set(report[1], Number(report[2]));
  }
  return [...started].map((requestId) => ({ requestId, ms: durations.get(requestId) }));
}

/** What a runtime logs when an invocation fails: an exception, a timeout, an exited process. */
export function lastErrorIn(messages: readonly string[]): string | undefined {
  const errors = messages.filter((message) =>
    /\b\w*(Error|Exception)\b|Task timed out|Runtime exited/.test(message),
  );
  // A REPORT line has only the kind of the error.
  const line = errors.findLast((message) => !/^(INIT_)?REPORT\b/.test(message)) ?? errors.at(-1);
  if (line === undefined) return undefined;
  const { errorType, errorMessage } = fieldsOf(line);
  const text =
    errorMessage === undefined
      ? line.replace(/^\S+Z\t[\w-]+\t(ERROR\t)?/, "")
      : `${errorType}: ${errorMessage}`;
  return text
    .replace(/Traceback \(most recent call last\)[\s\S]*/, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, lineCharactersMax);
}

/** The Node.js runtime logs an error as JSON after a prefix; newer log formats are pure JSON. */
function fieldsOf(line: string): { errorType?: string; errorMessage?: string } {
  const json = line.slice(Math.max(0, line.indexOf("{")));
  try {
    const fields = JSON.parse(json) as Record<string, unknown>;
    const { errorType, errorMessage } = { ...fields, ...(fields["message"] as object | undefined) } as Record<
      string,
      unknown
    >;
    return typeof errorMessage === "string" ? { errorType: String(errorType ?? "Error"), errorMessage } : {};
  } catch {
    return {};
  }
}
