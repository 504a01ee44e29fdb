import type {
  Task,
  TaskDef,
  TaskExecLog,
  TaskResult,
  Workflow,
  WorkflowDef,
} from "@io-orkes/conductor-javascript";
import { ConductorRefusal } from "./client-errors.ts";
import type { ConductorRequest, Connection } from "./rest.ts";

export { ConductorRefusal, ConductorUnreachable, invalidKey, unreachable } from "./client-errors.ts";
export type { Task, TaskDef, TaskExecLog, TaskResult, Workflow, WorkflowDef };

/** The Conductor API that steps, checks, the doctor and the worker use. */
export interface ConductorApi {
  /** The URL of the API: `http://127.0.0.1:8080/api`. */
  readonly url: string;
  /** The latest version by default; undefined when the definition does not exist. */
  definition(name: string, version?: number): Promise<WorkflowDef | undefined>;
  definitions(): Promise<WorkflowDef[]>;
  /** `lenient`: the local Conductor accepts what fails when it runs, as servers always do (they ignore the parameter). */
  register(definition: WorkflowDef, options?: { lenient?: boolean }): Promise<void>;
  unregister(name: string, version: number): Promise<void>;
  taskDefinitions(): Promise<TaskDef[]>;
  /** Registers a task definition; replaces one of the same name. */
  registerTask(definition: TaskDef): Promise<void>;
  unregisterTask(name: string): Promise<void>;
  /** Returns the workflowId. */
  start(request: {
    name: string;
    version?: number;
    input: Record<string, unknown>;
    correlationId?: string;
    /** Runs this definition instead of a registered one. */
    workflowDef?: WorkflowDef;
  }): Promise<string>;
  /** Undefined when the execution does not exist. */
  execution(workflowId: string): Promise<Workflow | undefined>;
  /** Executions of a definition, newest first, without their tasks; at most 100. */
  executions(query: string): Promise<ExecutionSummary[]>;
  terminate(workflowId: string, reason: string): Promise<void>;
  /** Removes an ended execution from the server. */
  remove(workflowId: string): Promise<void>;
  logs(taskId: string): Promise<TaskExecLog[]>;
  queueSize(taskType: string): Promise<number>;
  /** Polls for at most `count` tasks that are due now; the server does not wait for more. */
  poll(request: PollRequest): Promise<Task[]>;
  /** The tasks of a type that workers have right now, as the server knows it. */
  tasksInProgress(type: string): Promise<TaskInProgress[]>;
  /** Undefined when the task does not exist. */
  task(taskId: string): Promise<Task | undefined>;
  /** Updates a task. */
  update(result: TaskResult): Promise<void>;
  /** The HTTP status of a GET on a path of the API. */
  statusOf(path: string): Promise<number>;
  /** The server's version; undefined when it does not report one. */
  version(): Promise<string | undefined>;
}

/** The API that an HTTP_POLL worker uses. */
export type WorkerApi = Pick<
  ConductorApi,
  | "url"
  | "definitions"
  | "execution"
  | "taskDefinitions"
  | "registerTask"
  | "poll"
  | "tasksInProgress"
  | "task"
  | "update"
  | "statusOf"
  | "version"
>;

/** One execution in a search's results. */
export interface ExecutionSummary {
  readonly workflowId: string;
  readonly status: string;
  readonly correlationId?: string;
  readonly startTime?: string;
}

/** A task that a worker has, as the server's search lists it. */
export interface TaskInProgress {
  readonly taskId: string;
  /** Differs after each update. */
  readonly updateTime: string;
}

/** The tasks that a worker polls for. */
export interface PollRequest {
  readonly type: string;
  readonly count: number;
  readonly workerId: string;
  readonly domain?: string | undefined;
}

const tasksPageSize = 500;
const tasksPagesMax = 20;

/** The API over a connection. */
export function conductorApi({ url, ask }: Connection): ConductorApi {
  const get = (at: string, more: Partial<ConductorRequest> = {}) => ask({ method: "GET", url: at, ...more });
  const send = async (request: ConductorRequest): Promise<void> => void (await ask(request));

  return {
    url,
    definition: (name, version) =>
      get("/api/metadata/workflow/{name}", {
        path: { name },
        ...(version === undefined ? {} : { query: { version } }),
      }).catch(undefinedOn404) as Promise<WorkflowDef | undefined>,
    definitions: async () => listOf<WorkflowDef>(await get("/api/metadata/workflow")),
    register: (definition, { lenient = false } = {}) =>
      send({
        method: "POST",
        url: "/api/metadata/workflow",
        query: { overwrite: true, ...(lenient ? { lenient: true } : {}) },
        body: definition,
      }),
    unregister: (name, version) =>
      send({ method: "DELETE", url: "/api/metadata/workflow/{name}/{version}", path: { name, version } }),
    taskDefinitions: async () => listOf<TaskDef>(await get("/api/metadata/taskdefs")),
    registerTask: (definition) => send({ method: "POST", url: "/api/metadata/taskdefs", body: [definition] }),
    unregisterTask: (name) =>
      send({ method: "DELETE", url: "/api/metadata/taskdefs/{name}", path: { name } }),
    start: async (request) => String(await ask({ method: "POST", url: "/api/workflow", body: request })),
    execution: (workflowId) =>
      get("/api/workflow/{workflowId}", { path: { workflowId }, query: { includeTasks: true } }).catch(
        undefinedOn404,
      ) as Promise<Workflow | undefined>,
    executions: async (query) => {
      const search = { start: 0, size: 100, query, freeText: "*", sort: "startTime:DESC" };
      const found = (await get("/api/workflow/search", { query: search })) as { results?: unknown };
      return listOf<Workflow>(found.results).map(summaryOf);
    },
    terminate: (workflowId, reason) =>
      send({ method: "DELETE", url: "/api/workflow/{workflowId}", path: { workflowId }, query: { reason } }),
    remove: (workflowId) =>
      send({
        method: "DELETE",
        url: "/api/workflow/{workflowId}/remove",
        path: { workflowId },
        query: { archiveWorkflow: false },
      }),
    logs: async (taskId) => listOf<TaskExecLog>(await get("/api/tasks/{taskId}/log", { path: { taskId } })),
    queueSize: async (taskType) => {
      const sizes = (await get("/api/tasks/queue/sizes", { query: { taskType } })) as Record<string, number>;
      return sizes[taskType] ?? 0;
    },
    poll: async ({ type, count, workerId, domain }) => {
      const query = { workerid: workerId, count, timeout: 0, ...(domain === undefined ? {} : { domain }) };
      return listOf<Task>(await get("/api/tasks/poll/batch/{type}", { path: { type }, query }));
    },
    // Not search-v2, which has the whole tasks: on Postgres it answers 500.
    tasksInProgress: async (type) => {
      const tasks: TaskInProgress[] = [];
      const query = `taskType='${type}' AND status='IN_PROGRESS'`;
      for (let page = 0; page < tasksPagesMax; page += 1) {
        const search = { start: page * tasksPageSize, size: tasksPageSize, query, freeText: "*" };
        // A server without a search, such as the embedded one, lists none.
        const found = await get("/api/tasks/search", { query: search }).catch(undefinedOn404);
        const results = listOf<TaskInProgress>((found as { results?: unknown } | undefined)?.results);
        tasks.push(...results.map(({ taskId, updateTime }) => ({ taskId, updateTime })));
        if (results.length < tasksPageSize) break;
      }
      return tasks;
    },
    task: (taskId) =>
      get("/api/tasks/{taskId}", { path: { taskId } }).catch(undefinedOn404) as Promise<Task | undefined>,
    update: (result) => send({ method: "POST", url: "/api/tasks", body: result }),
    statusOf: async (at) => {
      try {
        await get(`/api${at}`);
        return 200;
      } catch (error) {
        if (error instanceof ConductorRefusal && error.status >= 300) return error.status;
        throw error; // among them a web page where the API should be
      }
    },
    version: async () => {
      const found = await get("/api/version").catch(() => undefined);
      return typeof found === "string" ? found : undefined;
    },
  };
}

/** A list from the response; empty when it has no body. */
function listOf<Item>(answer: unknown): Item[] {
  return Array.isArray(answer) ? (answer as Item[]) : [];
}

function summaryOf({ workflowId = "", status, correlationId, startTime }: Workflow): ExecutionSummary {
  return {
    workflowId,
    status: status ?? "",
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(startTime === undefined ? {} : { startTime: String(startTime) }),
  };
}

function undefinedOn404(error: unknown): undefined {
  if (error instanceof ConductorRefusal && error.status === 404) return undefined;
  throw error;
}
