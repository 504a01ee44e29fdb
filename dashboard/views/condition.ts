import { STATUS_CODES } from "node:http";
import { multiple, type Pairs } from "@long-running-api/api-gateway/headers";
import { parseBody } from "@long-running-api/conductor/http/response-body";
import type { Names } from "@long-running-api/kit/names";
import type { Target } from "@long-running-api/kit/targets/target";
import type { AnswerSeen, ConditionDocument } from "@long-running-api/page/documents";
import { openProbeContext } from "../../checks/engine/probe-context.ts";
import { asObject } from "../../checks/rules/gateway/json.ts";
import type { JournalEntry } from "../journal.ts";
import { executionSeen } from "./cloud-execution.ts";

/** What the document is read from. */
export interface ConditionParts {
  readonly target: Target;
  readonly names: Names;
  readonly journal: (() => Promise<readonly JournalEntry[]>) | undefined;
}

interface TaskRecord {
  readonly taskType?: string;
  readonly scheduledTime?: number;
  readonly endTime?: number;
  readonly inputData?: Readonly<Record<string, unknown>>;
  readonly outputData?: Readonly<Record<string, unknown>>;
}

/** The condition of the last run that polled, and the answers that it was evaluated on; undefined before such a run. */
export async function conditionDocument(parts: ConditionParts): Promise<ConditionDocument | undefined> {
  const context = openProbeContext(parts);
  try {
    const seen = await executionSeen(context);
    const record = asObject(seen?.record);
    const tasks = (record?.["tasks"] ?? []) as readonly TaskRecord[];
    const task = tasks.findLast(({ taskType }) => taskType === "HTTP_POLL");
    if (!task) return undefined;
    const input = task.inputData ?? {};
    const request = asObject(input["http_request"]) ?? input;
    const requestId = asObject(record?.["input"])?.["requestId"];
    const logged = parts.journal ? answersIn(await parts.journal(), task, String(request["uri"] ?? "")) : [];
    return {
      condition: String(request["terminationCondition"] ?? ""),
      ...(requestId === undefined ? {} : { requestId: String(requestId) }),
      ...(request["pollingInterval"] === undefined
        ? {}
        : { pollSeconds: Number(request["pollingInterval"]) }),
      input,
      answers: logged.length > 0 ? logged : lastAnswer(task, seen?.polls ?? 0),
    };
  } finally {
    await context.end();
  }
}

/** The answers to the polls of a task, in order, out of the journal. */
export function answersIn(
  entries: readonly JournalEntry[],
  { scheduledTime = 0, endTime }: Pick<TaskRecord, "scheduledTime" | "endTime">,
  uri: string,
): AnswerSeen[] {
  const end = endTime || Number.POSITIVE_INFINITY;
  return entries
    .filter(({ kind, method, path, time }) => {
      const at = Date.parse(time);
      return (
        kind === "execute" &&
        method === "GET" &&
        at >= scheduledTime &&
        at <= end &&
        uri.endsWith(String(path))
      );
    })
    .map(({ status, boxes }, index) => {
      const answered = asObject(asObject(boxes)?.["methodResponse"]);
      const body = String(answered?.["body"] ?? "");
      const returned = asObject(asObject(boxes)?.["integration"])?.["body"];
      return {
        poll: index + 1,
        response: {
          statusCode: Number(status),
          reasonPhrase: STATUS_CODES[Number(status)] ?? "",
          headers: multiple((answered?.["headers"] ?? []) as Pairs),
          body: parseBody(body),
        },
        ...(typeof returned === "string" ? { returned } : {}),
      };
    });
}

/** Conductor keeps the last answer only. */
function lastAnswer({ outputData }: TaskRecord, poll: number): AnswerSeen[] {
  const response = asObject(outputData?.["response"]);
  if (!response) return [];
  return [
    { poll, response: { ...response, statusCode: Number(response["statusCode"]), body: response["body"] } },
  ];
}
