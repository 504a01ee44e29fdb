import type { Task, Workflow } from "@long-running-api/conductor/client";
import { readPollState } from "@long-running-api/conductor/http-poll/failures";
import { stringifyJson } from "@long-running-api/conductor/json";
import { hasEnded, isTerminal } from "@long-running-api/conductor/status";
import { asObject, isObject } from "@long-running-api/foundation/objects";
import { shortened } from "@long-running-api/foundation/text";

/** One poll of an HTTP_POLL task, as far as the execution's record shows it. */
export interface PollSeen {
  taskReferenceName: string;
  number: number;
  /** The request, e.g. "GET …/test/12345". */
  asked: string;
  /** The response, e.g. `200 {"statusCode":200,"body":{"status":"PROCESSING"}}`. */
  answered: string;
  condition: "held" | "did not hold" | "was not reached";
  /** Until the next poll; undefined after the last one. */
  nextInSeconds?: number;
  /** Identifies a response by its headers (a time, a request ID): during a poll the previous response is shown. */
  answer: string;
}

const answerCharactersMax = 160;

/** Tasks that wait for another try, or for their next poll, are still open. */
export function isOpen(status: string | undefined): boolean {
  return status !== undefined && !(isTerminal(status) && hasEnded(status));
}

/** The last poll of a task; undefined before its first response. */
export function lastPoll(task: Task): PollSeen | undefined {
  const response = responseOf(task);
  const pollCount = task.pollCount ?? 0;
  const failure = failureOf(task);
  const answeredOnce =
    response !== undefined ||
    failure !== undefined ||
    task.status === "FAILED" ||
    task.status === "FAILED_WITH_TERMINAL_ERROR";
  if (task.taskType !== "HTTP_POLL" || pollCount === 0 || !answeredOnce) return undefined;
  const open = isOpen(task.status);
  return {
    taskReferenceName: task.referenceTaskName ?? "",
    number: pollCount,
    asked: asked(task),
    answered: failure ?? (response ? answered(response) : (task.reasonForIncompletion ?? "no answer")),
    answer: stringifyJson(response?.["headers"] ?? null),
    condition:
      task.status === "COMPLETED"
        ? "held"
        : open && failure === undefined
          ? "did not hold"
          : "was not reached",
    ...(open ? { nextInSeconds: task.callbackAfterSeconds ?? 0 } : {}),
  };
}

/** Why the last poll of a task that still polls brought no answer. */
export function failureOf(task: Task): string | undefined {
  const { failuresInARow, lastFailures } = readPollState(task.outputData);
  return isOpen(task.status) && failuresInARow > 0 ? lastFailures.at(-1)?.reason : undefined;
}

/**
 * The request of an HTTP or HTTP_POLL task, e.g. "GET …/test/12345": what is the same in all of them is left out,
 * and the query string too, since there may be secrets in it.
 */
export function asked(task: Task): string {
  const request = asObject(asObject(task.inputData)["http_request"]);
  const uri = String(request["uri"] ?? "").replace(/\?.*$/, "?…");
  return `${String(request["method"] ?? "GET")} ${uri.replace(/^https?:\/\/[^/]+(?:\/.*)?(\/[^/]+\/[^/]+)$/, "…$1")}`;
}

/** An HTTP task's response, on one line. */
export function answered(response: Record<string, unknown>): string {
  const { statusCode, body } = response;
  const text = body === null || body === undefined ? "(no body)" : stringifyJson(body);
  return `${String(statusCode)} ${shortened(text, answerCharactersMax)}`;
}

/** A task's response, unless it is an error message. */
export function responseOf(task: Task): Record<string, unknown> | undefined {
  const { response } = asObject(task.outputData);
  return isObject(response) ? response : undefined;
}

/** Why an execution did not complete, in the server's words. */
export function reasonOf(execution: Workflow): string | undefined {
  const failed = execution.tasks?.findLast(({ status }) => status !== "COMPLETED" && !isOpen(status));
  return failed?.reasonForIncompletion ?? execution.reasonForIncompletion;
}
