import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { cloudWatchLogs } from "./clients.ts";
import { theFunction } from "./the-function.ts";

const lineCharactersMax = 240;

/** The last error in the function's log since a time; undefined if there is no error or no log. */
export async function lastError(context: ProbeContext, sinceMs: number): Promise<string | undefined> {
  return lastErrorIn(await linesSince(context, sinceMs));
}

/** The lines of the function's log since a time; none where there is no log, or it may not be read. */
export async function linesSince(context: ProbeContext, sinceMs: number): Promise<readonly string[]> {
  const { name } = await context.ask(theFunction);
  const { client, FilterLogEventsCommand } = await context.ask(cloudWatchLogs);
  const answer = await undefinedIfUnreadable(context, () =>
    client.send(
      new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, startTime: sinceMs, limit: 1_000 }),
      bounded(context),
    ),
  );
  return (answer?.events ?? []).map(({ message = "" }) => message);
}

/** How long each invocation that has ended took, in milliseconds: the REPORT lines, as text or as JSON. */
export function durationsIn(messages: readonly string[]): number[] {
  return messages.flatMap((message) => {
    const found =
      /^REPORT RequestId: .*?\tDuration: ([\d.]+) ms/.exec(message) ??
      /"type":\s*"platform\.report".*"durationMs":\s*([\d.]+)/.exec(message);
    return found ? [Number(found[1])] : [];
  });
}

/** What a runtime logs when an invocation fails: an exception, a timeout, an exited process. */
export function lastErrorIn(messages: readonly string[]): string | undefined {
  const line = messages.findLast((message) =>
    /\b\w*(Error|Exception)\b|Task timed out|Runtime exited/.test(message),
  );
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
