import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";
import { isRunning } from "@long-running-api/kit/local-cloud/background";
import { createOutput } from "@long-running-api/kit/output";
import type { Recorded } from "@long-running-api/local-aws/journal";
import type { McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";
import { aboutRequest } from "../../local/about-request.ts";
import { textOf } from "../../local/journal-text.ts";
import { journalOf } from "../../local/logs-command.ts";
import { answer } from "../answer.ts";
import { atTarget, type Session } from "../session.ts";

const recentMax = 50;
const linesMax = 400;

const request = z.object({
  id: z.string().describe("API Gateway's ID of the call, for request_logs"),
  time: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.number(),
  ms: z.number().optional(),
  page: z.string().optional().describe("shows this call box by box"),
});

const recent = z.object({ requests: z.array(request).describe("the newest first") });
const logs = z.object({
  lines: z.array(z.string()),
  left: z.number().describe("how many more lines there are; they are not shown"),
});

const annotations = { readOnlyHint: true, openWorldHint: false };

/** The tools that read the embedded cloud's journal. */
export function registerRequests(server: McpServer, session: Session): void {
  server.registerTool(
    "recent_requests",
    {
      title: "The last calls of the API",
      description:
        "Lists the last calls to the learner's API on the embedded cloud, with their status codes.",
      inputSchema: z.object({ limit: z.number().int().min(1).max(recentMax).optional() }),
      outputSchema: recent,
      annotations,
    },
    ({ limit = 10 }, context) =>
      answer(context, () =>
        withJournal(session, async (entries, page) => ({
          requests: requestsIn(entries, page).slice(0, limit),
        })),
      ),
  );
  server.registerTool(
    "request_logs",
    {
      title: "What happened to one request",
      description:
        "Everything that the embedded cloud logged about one request: the call, its templates and what they rendered, the function's output, the AWS calls that it made.",
      inputSchema: z.object({
        id: z
          .string()
          .describe("the tutorial's requestId, e.g. 12345, or an ID of API Gateway's or Lambda's"),
      }),
      outputSchema: logs,
      annotations,
    },
    ({ id }, context) => answer(context, () => withJournal(session, async (entries) => logsOf(id, entries))),
  );
}

async function withJournal<T>(
  session: Session,
  act: (entries: readonly Recorded[], page: string | undefined) => Promise<T>,
): Promise<T> {
  return await atTarget(session, async ({ aws, page, title }) => {
    if (aws.endpoint === undefined || !(await isRunning(aws.endpoint)))
      throw new Problem(
        "Only the embedded cloud keeps a journal of requests.",
        { target: title },
        "On AWS, read the function's log group in CloudWatch Logs.",
      );
    return await act(await journalOf({ aws: aws.endpoint }, 0), page);
  });
}

function requestsIn(entries: readonly Recorded[], page: string | undefined): z.output<typeof request>[] {
  return entries
    .flatMap((entry) => {
      const { kind, time, requestId, method, path, status, ms } = entry;
      if (kind !== "execute" || typeof requestId !== "string") return [];
      return [
        {
          id: requestId,
          time,
          method: String(method),
          path: String(path),
          status: Number(status),
          ...(typeof ms === "number" ? { ms } : {}),
          ...(page === undefined ? {} : { page: `${page}/#/request/${requestId}` }),
        },
      ];
    })
    .reverse();
}

function logsOf(id: string, entries: readonly Recorded[]): z.output<typeof logs> {
  const { colors } = createOutput({ json: true, color: false });
  const lines = aboutRequest(id)(entries).flatMap((entry) => textOf(entry, colors));
  if (lines.length === 0) throw nothingAbout(id, entries);
  return { lines: lines.slice(0, linesMax), left: Math.max(0, lines.length - linesMax) };
}

function nothingAbout(id: string, entries: readonly Recorded[]): Problem {
  const known = requestsIn(entries, undefined);
  const words = known.flatMap(({ id: own, path }) => [own, path.split("/").at(-1) ?? ""]);
  const closest = nearest(id, words);
  return new Problem(
    `Nothing is logged about ${id}.`,
    closest === undefined ? {} : { closest },
    "recent_requests lists the last calls.",
  );
}
