import { AsyncLocalStorage } from "node:async_hooks";
import type { Task, TaskExecLog, Workflow, WorkflowDef } from "@io-orkes/conductor-javascript";
import { fetchOnceMore } from "@long-running-api/foundation/fetch";

export type { Task, TaskExecLog, Workflow, WorkflowDef };

/** What steps and checks ask of a Conductor server, through the official SDK. */
export interface ConductorApi {
  /** Nothing when there is no such definition. The latest version without one. */
  definition(name: string, version?: number): Promise<WorkflowDef | undefined>;
  definitions(): Promise<WorkflowDef[]>;
  register(definition: WorkflowDef): Promise<void>;
  unregister(name: string, version: number): Promise<void>;
  /** Names of the task definitions. */
  taskDefinitions(): Promise<string[]>;
  unregisterTask(name: string): Promise<void>;
  /** Answers the workflowId. */
  start(request: {
    name: string;
    version?: number;
    input: Record<string, unknown>;
    correlationId?: string;
  }): Promise<string>;
  /** Nothing when there is no such execution. */
  execution(workflowId: string): Promise<Workflow | undefined>;
  /** Executions of a definition, newest first, without their tasks; at most 100. */
  executions(
    query: string,
  ): Promise<{ workflowId: string; status: string; correlationId?: string; startTime?: string }[]>;
  terminate(workflowId: string, reason: string): Promise<void>;
  /** Takes an execution out of the server's memory; it must have ended. */
  remove(workflowId: string): Promise<void>;
  logs(taskId: string): Promise<TaskExecLog[]>;
  queueSize(taskType: string): Promise<number>;
}

export interface ConductorAccess {
  serverUrl: string;
  keyId?: string | undefined;
  keySecret?: string | undefined;
}

/** The server answered, and refused. `status` is HTTP's. */
export class ConductorRefusal extends Error {
  override readonly name = "ConductorRefusal";
  readonly status: number;
  /** The answer's Content-Type: HTML in place of JSON means that the URL is not the API's. */
  readonly contentType: string;

  constructor(message: string, status: number, contentType: string) {
    super(message);
    this.status = status;
    this.contentType = contentType;
  }
}

/** The server could not be reached at all. */
export class ConductorUnreachable extends Error {
  /** The SDK does not repeat a request that timed out; it would wait six seconds for one that was refused. */
  override readonly name = "TimeoutError";
}

interface Seen {
  status?: number;
  contentType?: string;
  unreachable?: ConductorUnreachable;
}

const requestMsMax = 30_000;

/** What was seen of the answer to a question. One for all connections: each would make every promise a little slower. */
const current = new AsyncLocalStorage<Seen>();

/** Connects to a server. The SDK reads the environment before its arguments, so both are given the same. */
export async function connectConductor({
  serverUrl,
  keyId,
  keySecret,
}: ConductorAccess): Promise<ConductorApi> {
  const sdk = await import("@io-orkes/conductor-javascript");
  // Nothing may be awaited from here until the SDK has read them: others may be connecting elsewhere.
  process.env["CONDUCTOR_SERVER_URL"] = serverUrl;
  process.env["CONDUCTOR_AUTH_KEY"] = keyId ?? " "; // a blank one counts as none, and keeps the SDK from warning
  process.env["CONDUCTOR_AUTH_SECRET"] = keySecret ?? " ";
  const noToken = firstTokenRefusal();
  const client = await refusals(serverUrl, () =>
    Promise.race([
      sdk.createConductorClient(
        { serverUrl, requestTimeoutMs: requestMsMax },
        recordingFetch(serverUrl, noToken.refuse),
      ),
      noToken.refusal,
    ]),
  );
  const metadata = new sdk.MetadataClient(client);
  const workflows = new sdk.WorkflowExecutor(client);
  const tasks = new sdk.TaskClient(client);
  const ask = <T>(question: () => Promise<T>) => refusals(serverUrl, question);
  const orNothing = <T>(question: () => Promise<T>) => ask(question).catch(nothingOn404);

  return {
    definition: (name, version) => orNothing(() => metadata.getWorkflowDef(name, version)),
    definitions: () => ask(() => metadata.getAllWorkflowDefs()),
    register: (definition) => ask(() => metadata.registerWorkflowDef(definition, true)),
    unregister: (name, version) => ask(() => metadata.unregisterWorkflow(name, version)),
    taskDefinitions: async () => (await ask(() => metadata.getAllTaskDefs())).map(({ name }) => name),
    unregisterTask: (name) => ask(() => metadata.unregisterTask(name)),
    start: (request) => ask(() => workflows.startWorkflow(request)),
    execution: (workflowId) => orNothing(() => workflows.getWorkflow(workflowId, true)),
    async executions(query) {
      const found = await ask(() => workflows.search(0, 100, query, "*", "startTime:DESC"));
      return (found.results ?? []).map(({ workflowId = "", status = "", correlationId, startTime }) => ({
        workflowId,
        status,
        ...(correlationId === undefined ? {} : { correlationId }),
        ...(startTime === undefined ? {} : { startTime: String(startTime) }),
      }));
    },
    terminate: (workflowId, reason) => ask(() => workflows.terminate(workflowId, reason)),
    remove: async (workflowId) => {
      await ask(() =>
        client.delete({
          url: "/api/workflow/{workflowId}/remove",
          path: { workflowId },
          query: { archiveWorkflow: false },
          security: [{ name: "X-Authorization", type: "apiKey" }],
          throwOnError: true,
        }),
      );
    },
    logs: async (taskId) => (await ask(() => tasks.getTaskLogs(taskId))) ?? [],
    queueSize: async (taskType) => (await ask(() => tasks.getQueueSizeForTask([taskType])))[taskType] ?? 0,
  };
}

/** The SDK would ask for a token again and again for two minutes, also with a key that is wrong. */
function firstTokenRefusal(): { refusal: Promise<never>; refuse(error: Error): void } {
  let refuse: (error: Error) => void = () => {};
  const refusal = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  refusal.catch(() => {}); // most keys are right, and nobody waits for this any more
  return { refusal, refuse: (error) => refuse(error) };
}

/** The SDK's errors carry no status: it is read where the answer passes by. */
function recordingFetch(serverUrl: string, refuseToken: (error: Error) => void): typeof fetch {
  return async (input, init) => {
    const seen = current.getStore();
    const forToken = /\/token$/.test(new URL(input instanceof Request ? input.url : input).pathname);
    try {
      const response = await fetchOnceMore(input, init);
      if (forToken && (response.status === 401 || response.status === 403))
        refuseToken(
          new ConductorRefusal("The key or its secret is not valid.", response.status, "application/json"),
        );
      if (seen)
        Object.assign(seen, {
          status: response.status,
          contentType: response.headers.get("content-type") ?? "",
        });
      return response;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const unreachable = new ConductorUnreachable(
        `${serverUrl} does not answer: ${cause instanceof Error ? cause.message || cause.name : String(cause)}`,
      );
      if (seen) seen.unreachable = unreachable;
      if (forToken) refuseToken(unreachable);
      throw unreachable;
    }
  };
}

async function refusals<T>(serverUrl: string, question: () => Promise<T>): Promise<T> {
  const seen: Seen = {};
  try {
    const answer = await current.run(seen, question);
    if (seen.contentType?.startsWith("text/html"))
      throw new ConductorRefusal(
        `${serverUrl} answers with a web page: is this the address of the API (…/api)?`,
        seen.status ?? 0,
        seen.contentType,
      );
    return answer;
  } catch (error) {
    if (error instanceof ConductorRefusal) throw error;
    if (seen.unreachable) throw seen.unreachable;
    const message = error instanceof Error ? error.message : String(error);
    if (seen.status === undefined || seen.status < 300) throw error;
    throw new ConductorRefusal(message, seen.status, seen.contentType ?? "");
  }
}

function nothingOn404(error: unknown): undefined {
  if (error instanceof ConductorRefusal && error.status === 404) return undefined;
  throw error;
}
