import { object, optionalObject, text as textOf } from "@long-running-api/conductor/definition/java-json";
import { ConductorError, invalid } from "@long-running-api/conductor/error";
import { hasEnded, isTerminal } from "@long-running-api/conductor/status";
import type { CheckDefinition } from "../check-definition.ts";
import type { Core } from "../executor/core.ts";
import { playMocks } from "../executor/mock-outputs.ts";
import type { Operations } from "../executor/operations.ts";
import { type StartRequest, start } from "../executor/start.ts";
import type { WorkerTasks } from "../executor/worker-tasks.ts";
import type { LiveExecution, Task } from "../model.ts";
import type { Registry } from "../registry.ts";
import { type Answer, type Call, done, json, noContent, type Routes, text } from "./http.ts";
import {
  idempotencyOf,
  priorityMax,
  readIds,
  readMockOutputs,
  readStartRequest,
  searchOf,
  truthParameter,
  wholeParameter,
} from "./request.ts";
import { summaryToWire, taskToWire, workflowToWire } from "./wire.ts";

/** The dependencies of these routes. */
export interface WorkflowParts {
  readonly core: Core;
  readonly workerTasks: WorkerTasks;
  readonly registry: Registry;
  readonly operations: Operations;
  readonly checkDefinition: CheckDefinition;
}

/** Executions: /api/workflow. Literal paths come before those with parameters. */
export function workflowRoutes(parts: WorkflowParts): Routes {
  return { ...bulkRoutes(parts), ...searchRoutes(parts), ...startRoutes(parts), ...runRoutes(parts) };
}

function startRoutes({ core, workerTasks, registry, checkDefinition }: WorkflowParts): Routes {
  const begin = (request: StartRequest): Promise<string> => start(core, registry, checkDefinition, request);
  const definedRequest = (call: Call): StartRequest => {
    const request = readStartRequest(call);
    const { name, version, workflowDef } = request;
    if (workflowDef || registry.workflow(name, version)) return request;
    throw new ConductorError(404, `No such workflow defined. name=${name}, version=${version ?? null}`);
  };
  const startNamed = async (call: Call): Promise<Answer> => {
    const { name = "", version } = call.params;
    const input = object(call.json());
    const correlationId = call.query.get("correlationId") ?? undefined;
    const priority = wholeParameter(call, "priority", 0);
    if (priority < 0 || priority > priorityMax) {
      const message =
        priority < 0 ? "0 is the minimum priority value" : `${priorityMax} is the maximum priority value`;
      throw invalid([{ path: "startWorkflow.arg3", message, invalidValue: String(priority) }]);
    }
    const asked = wholeParameter(call, "version", Number(version ?? 0)) || undefined;
    return text(
      await begin({ name, version: asked, input, correlationId, priority, ...idempotencyOf(call) }),
    );
  };
  return {
    async "POST /api/workflow"(call) {
      return text(await begin(definedRequest(call)));
    },
    async "POST /api/workflow/test"(call) {
      const mocks = readMockOutputs(call.json());
      const request = definedRequest(call);
      // No worker asks for tasks of this domain.
      const taskToDomain = { ...request.taskToDomain, "*": core.newId() };
      const workflowId = await begin({ ...request, taskToDomain, isTest: true });
      await playMocks(core, workerTasks, workflowId, mocks);
      return json(workflowToWire(core.executions.get(workflowId)));
    },
    async "POST /api/workflow/execute/{name}/{version}"(call) {
      const { name = "", version } = call.params;
      const workflowId = await begin(readStartRequest(call, { name, version: Number(version) || undefined }));
      const until = (call.query.get("waitUntilTaskRef") ?? "").split(",").map((name) => name.trim());
      const reached = (execution: LiveExecution) => hasEnded(execution.status) || isBlocked(execution, until);
      const execution = await core.waitUntil(
        workflowId,
        reached,
        wholeParameter(call, "waitForSeconds", 10) || 10,
      );
      return json({
        responseType: "TARGET_WORKFLOW",
        targetWorkflowId: workflowId,
        targetWorkflowStatus: execution.status,
        requestId: call.query.get("requestId") ?? core.newId(),
        workflowId,
        correlationId: execution.correlationId,
        input: execution.input,
        output: execution.output,
        signalTimeout: !reached(execution),
        priority: execution.priority,
        variables: execution.variables,
        tasks: Array.from(execution.tasks.all(), (task) => taskToWire(execution, task)),
        createTime: execution.createTime,
        status: execution.status,
        updateTime: execution.updateTime,
      });
    },
    "POST /api/workflow/start/{name}/{version}": startNamed,
    "POST /api/workflow/{name}": startNamed,
  };
}

/** Whether nothing more happens by itself: one of the requested tasks has ended, or a WAIT is indefinite. */
function isBlocked(execution: LiveExecution, until: readonly string[]): boolean {
  const blocks = ({ status, taskType, referenceTaskName, inputData }: Task): boolean =>
    isTerminal(status)
      ? until.includes(referenceTaskName)
      : taskType === "WAIT" && !inputData["duration"] && !inputData["until"];
  return [...execution.tasks.all()].some(blocks);
}

function runRoutes({ core: { executions }, operations }: WorkflowParts): Routes {
  const id = (call: Call): string => call.params["workflowId"] ?? "";
  const reason = (call: Call): string | undefined => call.query.get("reason") ?? undefined;
  const does =
    (answer: Answer, operate: (workflowId: string, call: Call) => void) =>
    (call: Call): Answer => {
      operate(id(call), call);
      return answer;
    };
  const restart = (workflowId: string, call: Call): void =>
    operations.restart(workflowId, truthParameter(call, "useLatestDefinitions", false));
  return {
    "GET /api/workflow/{workflowId}": (call) =>
      json(workflowToWire(executions.get(id(call)), truthParameter(call, "includeTasks", true))),
    "GET /api/workflow/{workflowId}/status"(call) {
      const { status, output, variables, correlationId } = executions.get(id(call));
      return json({
        workflowId: id(call),
        correlationId,
        output: truthParameter(call, "includeOutput", false) ? output : undefined,
        variables: truthParameter(call, "includeVariables", false) ? variables : undefined,
        status,
      });
    },
    "GET /api/workflow/{workflowId}/tasks"(call) {
      const execution = executions.get(id(call));
      const wanted = call.query.getAll("status").flatMap((status) => status.toUpperCase().split(","));
      const tasks = [...execution.tasks.all()].filter(
        ({ status }) => wanted.length === 0 || wanted.includes(status),
      );
      const from = wholeParameter(call, "start", 0);
      const page = tasks.slice(from, from + wholeParameter(call, "count", 15));
      return json({ totalHits: tasks.length, results: page.map((task) => taskToWire(execution, task)) });
    },
    "DELETE /api/workflow/{workflowId}": does(done, (workflowId, call) =>
      operations.terminate(workflowId, reason(call)),
    ),
    "DELETE /api/workflow/{workflowId}/remove": does(done, (workflowId, call) =>
      operations.remove(workflowId, !truthParameter(call, "archiveWorkflow", true)),
    ),
    "DELETE /api/workflow/{workflowId}/terminate-remove": does(done, (workflowId, call) =>
      operations.terminateAndRemove(workflowId, reason(call)),
    ),
    "PUT /api/workflow/decide/{workflowId}": does(done, operations.decide),
    "PUT /api/workflow/{workflowId}/pause": does(done, operations.pause),
    "PUT /api/workflow/{workflowId}/resume": does(done, operations.resume),
    "POST /api/workflow/{workflowId}/retry": does(noContent, (workflowId, call) => {
      if (truthParameter(call, "resumeSubworkflowTasks", false)) operations.retryInside(workflowId);
      else operations.retry(workflowId);
    }),
    "POST /api/workflow/{workflowId}/restart": does(noContent, restart),
    "POST /api/workflow/{workflowId}/resetcallbacks": does(noContent, operations.resetCallbacks),
    "POST /api/workflow/{workflowId}/rerun"(call) {
      const sent = object(call.json());
      operations.rerun(id(call), {
        reRunFromTaskId: textOf(sent["reRunFromTaskId"]),
        taskInput: sent["taskInput"] ? object(sent["taskInput"]) : undefined,
        workflowInput: sent["workflowInput"] ? object(sent["workflowInput"]) : undefined,
        correlationId: textOf(sent["correlationId"]),
      });
      return text(id(call));
    },
    "PUT /api/workflow/{workflowId}/skiptask/{taskReferenceName}": does(done, (workflowId, call) => {
      const sent = call.text.trim() === "" ? {} : object(call.json());
      const [input, output] = [optionalObject(sent["taskInput"]), optionalObject(sent["taskOutput"])];
      operations.skipTask(workflowId, call.params["taskReferenceName"] ?? "", input, output);
    }),
  };
}

function searchRoutes({ core: { executions, store } }: WorkflowParts): Routes {
  const found = (call: Call, toWire: (execution: LiveExecution) => object): Answer => {
    const { totalHits, ids } = store.searchExecutions(searchOf(call));
    return json({ totalHits, results: ids.map((workflowId) => toWire(executions.get(workflowId))) });
  };
  const correlated = (call: Call, correlationId: string): object[] =>
    store
      .correlated(call.params["name"] ?? "", correlationId, truthParameter(call, "includeClosed", false))
      .map((workflowId) =>
        workflowToWire(executions.get(workflowId), truthParameter(call, "includeTasks", false)),
      );
  return {
    "GET /api/workflow/search": (call) => found(call, summaryToWire),
    "GET /api/workflow/search-v2": (call) => found(call, (execution) => workflowToWire(execution, false)),
    "GET /api/workflow/search-by-tasks"(call) {
      const { totalHits, ids } = store.searchTasks(searchOf(call));
      const workflowIds = new Set(ids.map((taskId) => store.workflowIdOf(taskId) ?? ""));
      return json({
        totalHits,
        results: [...workflowIds].map((workflowId) => summaryToWire(executions.get(workflowId))),
      });
    },
    "GET /api/workflow/running/{name}": (call) =>
      json(store.runningIds(call.params["name"] ?? "", wholeParameter(call, "version", 1))),
    "GET /api/workflow/{name}/correlated/{correlationId}": (call) =>
      json(correlated(call, call.params["correlationId"] ?? "")),
    "POST /api/workflow/{name}/correlated": (call) =>
      json(Object.fromEntries(readIds(call.json()).map((each) => [each, correlated(call, each)]))),
  };
}

function bulkRoutes({ operations }: WorkflowParts): Routes {
  const bulk = (operate: (workflowId: string, call: Call) => void) => (call: Call) => {
    const bulkErrorResults: Record<string, string> = {};
    const bulkSuccessfulResults: string[] = [];
    for (const workflowId of readIds(call.json())) {
      try {
        operate(workflowId, call);
        bulkSuccessfulResults.push(workflowId);
      } catch (error) {
        if (!(error instanceof ConductorError)) throw error;
        bulkErrorResults[workflowId] = error.message;
      }
    }
    return json({ bulkErrorResults, bulkSuccessfulResults });
  };
  const reason = (call: Call): string | undefined => call.query.get("reason") ?? undefined;
  return {
    "PUT /api/workflow/bulk/pause": bulk(operations.pause),
    "PUT /api/workflow/bulk/resume": bulk(operations.resume),
    "POST /api/workflow/bulk/retry": bulk(operations.retry),
    "POST /api/workflow/bulk/restart": bulk((workflowId) => operations.restart(workflowId, false)),
    "POST /api/workflow/bulk/terminate": bulk((workflowId, call) =>
      operations.terminate(workflowId, reason(call)),
    ),
    "DELETE /api/workflow/bulk/remove": bulk((workflowId) => operations.remove(workflowId, false)),
    "DELETE /api/workflow/bulk/terminate-remove": bulk((workflowId, call) =>
      operations.terminateAndRemove(workflowId, reason(call)),
    ),
  };
}
