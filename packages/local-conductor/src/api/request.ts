import {
  object,
  oneOf,
  optionalList,
  optionalObject,
  text,
  truth,
  whole,
} from "@long-running-api/conductor/definition/java-json";
import type { Json } from "@long-running-api/conductor/definition/model";
import { ConductorError, invalid } from "@long-running-api/conductor/error";
import { isJsonObject } from "@long-running-api/conductor/json";
import type { MockOutputs, TaskMock } from "../executor/mock-outputs.ts";
import type { StartRequest } from "../executor/start.ts";
import type { TaskResult } from "../executor/worker-tasks.ts";
import type { TaskStatus } from "../model.ts";
import type { Search } from "../store/search.ts";
import type { Call } from "./http.ts";

/** The highest priority of an execution. */
export const priorityMax = 99;

const reportable = ["IN_PROGRESS", "FAILED", "FAILED_WITH_TERMINAL_ERROR", "COMPLETED", "CANCELED"] as const;

/** The start request in the body, with the idempotency headers, which are equivalent to its fields. */
export function readStartRequest(call: Call, forced: Partial<StartRequest> = {}): StartRequest {
  const sent = object(call.json(), "com.netflix.conductor.common.metadata.workflow.StartWorkflowRequest");
  const name = forced.name ?? text(sent["name"]) ?? "";
  if (name === "")
    throw invalid([{ path: "startWorkflow.arg0.name", message: "Workflow name cannot be null or empty" }]);
  const version = sent["version"] ?? undefined;
  const priority = whole(sent["priority"], 0);
  if (priority < 0 || priority > priorityMax) {
    const message = `priority: ${priority} should be ${priority < 0 ? "minimum 0" : `maximum ${priorityMax}`}`;
    throw invalid([{ path: "startWorkflow.arg0.priority", message, invalidValue: String(priority) }]);
  }
  return {
    name,
    version: version === undefined ? undefined : whole(version, 1),
    input: optionalObject(sent["input"]),
    correlationId: text(sent["correlationId"]),
    priority,
    taskToDomain: optionalObject(sent["taskToDomain"]) as Record<string, string>,
    workflowDef: sent["workflowDef"],
    ...idempotencyOf(call, text(sent["idempotencyKey"]), text(sent["idempotencyStrategy"])),
    ...forced,
  };
}

/** The idempotency key and strategy: from the body, else from the headers. */
export function idempotencyOf(call: Call, key?: string, strategy?: string): Partial<StartRequest> {
  const header = (name: string): string | undefined => {
    const value = call.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const idempotencyStrategy = oneOf(
    strategy ?? header("x-on-conflict"),
    ["FAIL", "RETURN_EXISTING", "FAIL_ON_RUNNING"],
    "com.netflix.conductor.common.metadata.workflow.IdempotencyStrategy",
    "RETURN_EXISTING",
  );
  return { idempotencyKey: key ?? header("x-idempotency-key"), idempotencyStrategy };
}

/** The mock outputs of a test request. */
export function readMockOutputs(value: unknown): MockOutputs {
  const sent = object(value, "com.netflix.conductor.common.run.WorkflowTestRequest");
  const tasks = Object.entries(optionalObject(sent["taskRefToMockOutput"]));
  const inside = Object.entries(optionalObject(sent["subWorkflowTestRequest"]));
  return {
    tasks: Object.fromEntries(
      tasks.map(([name, mocks]) => [name, optionalList(mocks, mockJava).map(readTaskMock)]),
    ),
    subWorkflows: Object.fromEntries(inside.map(([name, request]) => [name, readMockOutputs(request)])),
  };
}

const mockJava = "com.netflix.conductor.common.run.WorkflowTestRequest$TaskMock";

function readTaskMock(value: unknown): TaskMock {
  const sent = object(value, mockJava);
  return {
    status: readStatus(sent["status"] ?? "COMPLETED"),
    output: optionalObject(sent["output"]),
    executionTime: whole(sent["executionTime"], 0),
    queueWaitTime: whole(sent["queueWaitTime"], 0),
  };
}

/** What a worker reports. */
export function readTaskResult(call: Call): TaskResult {
  const sent = object(call.json(), "com.netflix.conductor.common.metadata.tasks.TaskResult");
  const errors = [
    ...(text(sent["workflowInstanceId"])
      ? []
      : [{ path: "updateTask.arg0.workflowInstanceId", message: "Workflow Id cannot be null or empty" }]),
    ...(text(sent["taskId"])
      ? []
      : [{ path: "updateTask.arg0.taskId", message: "Task ID cannot be null or empty" }]),
  ];
  if (errors.length > 0) throw invalid(errors);
  return {
    workflowInstanceId: text(sent["workflowInstanceId"]) ?? "",
    taskId: text(sent["taskId"]) ?? "",
    status: readStatus(sent["status"]),
    outputData: optionalObject(sent["outputData"]),
    callbackAfterSeconds: Math.max(whole(sent["callbackAfterSeconds"], 0), 0),
    reasonForIncompletion: text(sent["reasonForIncompletion"]),
    workerId: text(sent["workerId"]),
    logs: readLogs(sent["logs"]),
    extendLease: truth(sent["extendLease"], false),
  };
}

/** A status that may be reported. */
export function readStatus(value: unknown): TaskStatus {
  return oneOf(
    value,
    reportable,
    "com.netflix.conductor.common.metadata.tasks.TaskResult$Status",
    "IN_PROGRESS",
  );
}

/** A status in the path that may be reported. */
export function readPathStatus(value: string | undefined): TaskStatus {
  const found = reportable.find((status) => status === value);
  if (found) return found;
  const java = "com.netflix.conductor.common.metadata.tasks.TaskResult$Status";
  throw new ConductorError(
    500,
    `Method parameter 'status': Failed to convert value of type 'java.lang.String' to required type '${java}'; Failed to convert from type [java.lang.String] to type [@org.springframework.web.bind.annotation.PathVariable ${java}] for value [${value}]`,
  );
}

/** A number in the query string. */
export function wholeParameter(call: Call, name: string, otherwise: number): number {
  const value = call.query.get(name);
  if (value === null || value === "") return otherwise;
  if (/^-?\d+$/.test(value)) return Number(value);
  throw new ConductorError(400, `The parameter ${name} must be a whole number; it is "${value}".`);
}

/** A boolean in the query string. */
export function truthParameter(call: Call, name: string, otherwise: boolean): boolean {
  const value = call.query.get(name);
  return value === null ? otherwise : value === "true";
}

/** The identifiers in the body. */
export function readIds(value: unknown): string[] {
  return optionalList(value, "java.lang.String").map(String);
}

function readLogs(value: unknown): { log: string; createdTime: number }[] {
  return optionalList(value, "com.netflix.conductor.common.metadata.tasks.TaskExecLog")
    .filter(isJsonObject)
    .map((line: Json) => ({ log: text(line["log"]) ?? "", createdTime: whole(line["createdTime"], 0) }));
}

/** The search in the query string. */
export function searchOf(call: Call): Search {
  return {
    start: wholeParameter(call, "start", 0),
    size: wholeParameter(call, "size", 100),
    sort: call.query.get("sort") ?? undefined,
    freeText: call.query.get("freeText") ?? undefined,
    query: call.query.get("query") ?? undefined,
  };
}
