import type { Registry } from "../definition/registry.ts";
import type { CheckSyntax } from "../definition/validate.ts";
import { ConductorError, noSuchWorkflow } from "../error.ts";
import type { Core } from "../executor/core.ts";
import type { Operations } from "../executor/operations.ts";
import { start } from "../executor/start.ts";
import { object, optionalObject, text as textOf } from "../java-json.ts";
import { hasEnded, isTerminal } from "../model.ts";
import type { LiveExecution } from "../store/index.ts";
import type { Search } from "../store/search.ts";
import { type Answer, type Call, done, json, noContent, type Route, text } from "./http.ts";
import { idempotencyOf, readIds, readStartRequest, truthParameter, wholeParameter } from "./request.ts";
import { summaryToWire, taskToWire, workflowToWire } from "./wire.ts";

/** What these paths work on. */
export interface WorkflowParts {
  readonly core: Core;
  readonly registry: Registry;
  readonly operations: Operations;
  readonly checkSyntax: CheckSyntax;
}

/** The executions: /api/workflow. */
export function workflowRoutes(parts: WorkflowParts): Route[] {
  // Paths with a word come before those where any name may stand.
  return [
    ...bulkRoutes(parts),
    ...executeRoutes(parts),
    ...searchRoutes(parts),
    ...startRoutes(parts),
    ...runRoutes(parts),
  ];
}

function startRoutes({ core, registry, checkSyntax }: WorkflowParts): Route[] {
  const startNamed = async (call: Call): Promise<Answer> => {
    const { name = "", version } = call.params;
    const asked = wholeParameter(call, "version", Number(version ?? 0));
    const request = {
      name,
      version: asked > 0 ? asked : undefined,
      input: object(call.json()),
      correlationId: call.query.get("correlationId") ?? undefined,
      priority: wholeParameter(call, "priority", 0),
      ...idempotencyOf(call),
    };
    return text(await start(core, registry, checkSyntax, request));
  };
  return [
    {
      route: "POST /api/workflow",
      async handle(call) {
        const request = readStartRequest(call);
        if (!request.workflowDef && !registry.workflow(request.name, request.version)) {
          throw new ConductorError(
            404,
            `No such workflow defined. name=${request.name}, version=${request.version ?? null}`,
          );
        }
        return text(await start(core, registry, checkSyntax, request));
      },
    },
    {
      route: "POST /api/workflow/test",
      handle() {
        throw new ConductorError(
          501,
          "The local Conductor runs no mock tests. The real server can: npx tsx local conductor-oss",
        );
      },
    },
    { route: "POST /api/workflow/start/{name}/{version}", handle: startNamed },
    { route: "POST /api/workflow/{name}", handle: startNamed },
  ];
}

function executeRoutes({ core, registry, checkSyntax }: WorkflowParts): Route[] {
  return [
    {
      route: "POST /api/workflow/execute/{name}/{version}",
      async handle(call) {
        const { name = "", version = "" } = call.params;
        const asked = Number(version);
        const request = readStartRequest(call, { name, version: asked > 0 ? asked : undefined });
        const workflowId = await start(core, registry, checkSyntax, request);
        const until = (call.query.get("waitUntilTaskRef") ?? "").split(",").map((name) => name.trim());
        const seconds = wholeParameter(call, "waitForSeconds", 10) || 10;
        const reached = (execution: LiveExecution) =>
          hasEnded(execution.status) || isBlocked(execution, until);
        const execution = await core.waitUntil(workflowId, reached, seconds);
        return json({
          responseType: "TARGET_WORKFLOW",
          targetWorkflowId: workflowId,
          targetWorkflowStatus: execution.status,
          requestId: call.query.get("requestId") ?? core.newId(),
          workflowId,
          ...(execution.correlationId === undefined ? {} : { correlationId: execution.correlationId }),
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
    },
  ];
}

/** Nothing more comes by itself: a WAIT without an end, or one of the tasks that were asked for has ended. */
function isBlocked(execution: LiveExecution, until: readonly string[]): boolean {
  for (const task of execution.tasks.all()) {
    if (isTerminal(task.status) ? until.includes(task.referenceTaskName) : waitsForever(task)) return true;
  }
  return false;
}

function waitsForever({
  taskType,
  inputData,
}: {
  taskType: string;
  inputData: Record<string, unknown>;
}): boolean {
  return taskType === "WAIT" && !inputData["duration"] && !inputData["until"];
}

function runRoutes({ core, operations }: WorkflowParts): Route[] {
  const { executions } = core;
  const id = (call: Call): string => call.params["workflowId"] ?? "";
  const done204 = (run: (workflowId: string, call: Call) => void) => (call: Call) => {
    run(id(call), call);
    return noContent;
  };
  const done200 = (run: (workflowId: string, call: Call) => void) => (call: Call) => {
    run(id(call), call);
    return done;
  };
  const reason = (call: Call): string | undefined => call.query.get("reason") ?? undefined;
  return [
    {
      route: "GET /api/workflow/{workflowId}",
      handle: (call) =>
        json(workflowToWire(executions.get(id(call)), truthParameter(call, "includeTasks", true))),
    },
    {
      route: "GET /api/workflow/{workflowId}/status",
      handle(call) {
        const { status, output, variables, correlationId } = executions.get(id(call));
        return json({
          workflowId: id(call),
          ...(correlationId === undefined ? {} : { correlationId }),
          ...(truthParameter(call, "includeOutput", false) ? { output } : {}),
          ...(truthParameter(call, "includeVariables", false) ? { variables } : {}),
          status,
        });
      },
    },
    {
      route: "GET /api/workflow/{workflowId}/tasks",
      handle(call) {
        const execution = executions.get(id(call));
        const wanted = call.query.getAll("status").flatMap((status) => status.toUpperCase().split(","));
        const tasks = [...execution.tasks.all()].filter(
          ({ status }) => wanted.length === 0 || wanted.includes(status),
        );
        const from = wholeParameter(call, "start", 0);
        const page = tasks.slice(from, from + wholeParameter(call, "count", 15));
        return json({ totalHits: tasks.length, results: page.map((task) => taskToWire(execution, task)) });
      },
    },
    {
      route: "DELETE /api/workflow/{workflowId}",
      handle: done200((workflowId, call) => operations.terminate(workflowId, reason(call))),
    },
    {
      route: "DELETE /api/workflow/{workflowId}/remove",
      handle: done200((workflowId, call) =>
        operations.remove(workflowId, !truthParameter(call, "archiveWorkflow", true)),
      ),
    },
    {
      route: "DELETE /api/workflow/{workflowId}/terminate-remove",
      handle: done200((workflowId, call) => {
        if (!hasEnded(executions.get(workflowId).status)) operations.terminate(workflowId, reason(call));
        operations.remove(workflowId);
      }),
    },
    { route: "PUT /api/workflow/decide/{workflowId}", handle: done200(operations.decide) },
    { route: "PUT /api/workflow/{workflowId}/pause", handle: done200(operations.pause) },
    { route: "PUT /api/workflow/{workflowId}/resume", handle: done200(operations.resume) },
    { route: "POST /api/workflow/{workflowId}/retry", handle: done204(operations.retry) },
    {
      route: "POST /api/workflow/{workflowId}/restart",
      handle: done204((workflowId, call) =>
        operations.restart(workflowId, truthParameter(call, "useLatestDefinitions", false)),
      ),
    },
    {
      route: "POST /api/workflow/{workflowId}/rerun",
      handle(call) {
        const sent = object(call.json());
        operations.rerun(id(call), {
          reRunFromTaskId: textOf(sent["reRunFromTaskId"]),
          taskInput: sent["taskInput"] ? object(sent["taskInput"]) : undefined,
          workflowInput: sent["workflowInput"] ? object(sent["workflowInput"]) : undefined,
          correlationId: textOf(sent["correlationId"]),
        });
        return text(id(call));
      },
    },
    { route: "POST /api/workflow/{workflowId}/resetcallbacks", handle: done204(operations.resetCallbacks) },
    {
      route: "POST /api/workflow/{workflowId}/variables",
      handle(call) {
        operations.setVariables(id(call), object(call.json()));
        return json(workflowToWire(executions.get(id(call))));
      },
    },
    {
      route: "PUT /api/workflow/{workflowId}/skiptask/{taskReferenceName}",
      handle: done200((workflowId, call) => {
        const sent = call.text.trim() === "" ? {} : object(call.json());
        const { taskReferenceName = "" } = call.params;
        operations.skipTask(workflowId, taskReferenceName, {
          taskInput: optionalObject(sent["taskInput"]),
          taskOutput: optionalObject(sent["taskOutput"]),
        });
      }),
    },
  ];
}

function searchRoutes({ core }: WorkflowParts): Route[] {
  const { executions, store } = core;
  const found = (call: Call, toWire: (execution: LiveExecution) => object): Answer => {
    const { totalHits, ids } = store.searchExecutions(searchOf(call));
    return json({ totalHits, results: ids.map((workflowId) => toWire(executions.get(workflowId))) });
  };
  const correlated = (call: Call, name: string, correlationId: string): object[] =>
    store
      .correlated(name, correlationId, truthParameter(call, "includeClosed", false))
      .map((workflowId) =>
        workflowToWire(executions.get(workflowId), truthParameter(call, "includeTasks", false)),
      );
  return [
    { route: "GET /api/workflow/search", handle: (call) => found(call, summaryToWire) },
    {
      route: "GET /api/workflow/search-v2",
      handle: (call) => found(call, (execution) => workflowToWire(execution, false)),
    },
    { route: "GET /api/workflow/search-by-tasks", handle: (call) => foundByTasks(core, call, summaryToWire) },
    {
      route: "GET /api/workflow/search-by-tasks-v2",
      handle: (call) => foundByTasks(core, call, (execution) => workflowToWire(execution, false)),
    },
    {
      route: "GET /api/workflow/running/{name}",
      handle: (call) => json(store.runningIds(call.params["name"] ?? "", wholeParameter(call, "version", 1))),
    },
    {
      route: "GET /api/workflow/{name}/correlated/{correlationId}",
      handle: (call) => json(correlated(call, call.params["name"] ?? "", call.params["correlationId"] ?? "")),
    },
    {
      route: "POST /api/workflow/{name}/correlated",
      handle(call) {
        const ids = readIds(call.json());
        return json(
          Object.fromEntries(ids.map((each) => [each, correlated(call, call.params["name"] ?? "", each)])),
        );
      },
    },
  ];
}

/** Executions by their tasks: one result for each task found, as on the server. */
function foundByTasks(
  { store, executions }: Core,
  call: Call,
  toWire: (execution: LiveExecution) => object,
): Answer {
  const { totalHits, ids } = store.searchTasks(searchOf(call));
  const workflowIds = new Set(ids.map((taskId) => store.workflowIdOf(taskId) ?? ""));
  return json({
    totalHits,
    results: [...workflowIds].map((workflowId) => toWire(executions.get(workflowId))),
  });
}

/** The search that a call asks for. */
export function searchOf(call: Call): Search {
  return {
    start: wholeParameter(call, "start", 0),
    size: wholeParameter(call, "size", 100),
    sort: call.query.get("sort") ?? undefined,
    freeText: call.query.get("freeText") ?? undefined,
    query: call.query.get("query") ?? undefined,
  };
}

function bulkRoutes({ core, operations }: WorkflowParts): Route[] {
  const bulk = (run: (workflowId: string, call: Call) => void) => (call: Call) => {
    const bulkErrorResults: Record<string, string> = {};
    const bulkSuccessfulResults: string[] = [];
    for (const workflowId of readIds(call.json())) {
      try {
        run(workflowId, call);
        bulkSuccessfulResults.push(workflowId);
      } catch (error) {
        if (!(error instanceof ConductorError)) throw error;
        bulkErrorResults[workflowId] = error.message;
      }
    }
    return json({ bulkErrorResults, bulkSuccessfulResults });
  };
  const terminate = (workflowId: string, call: Call): void =>
    operations.terminate(workflowId, call.query.get("reason") ?? undefined);
  const remove = (workflowId: string): void => operations.remove(workflowId);
  return [
    { route: "PUT /api/workflow/bulk/pause", handle: bulk(operations.pause) },
    { route: "PUT /api/workflow/bulk/resume", handle: bulk(operations.resume) },
    { route: "POST /api/workflow/bulk/retry", handle: bulk(operations.retry) },
    {
      route: "POST /api/workflow/bulk/restart",
      handle: bulk((workflowId, call) =>
        operations.restart(workflowId, truthParameter(call, "useLatestDefinitions", false)),
      ),
    },
    { route: "POST /api/workflow/bulk/terminate", handle: bulk(terminate) },
    { route: "DELETE /api/workflow/bulk/remove", handle: bulk(remove) },
    { route: "POST /api/workflow/bulk/delete", handle: bulk(remove) },
    {
      route: "DELETE /api/workflow/bulk/terminate-remove",
      handle: bulk((workflowId, call) => {
        const execution = core.executions.find(workflowId);
        if (!execution) throw noSuchWorkflow(workflowId);
        if (!hasEnded(execution.status)) terminate(workflowId, call);
        remove(workflowId);
      }),
    },
  ];
}
