import type { Task, TaskDef, TaskResult, WorkflowDef } from "@io-orkes/conductor-javascript";
import { fetchOnceMore } from "@long-running-api/foundation/fetch";

export type { Task, TaskDef, TaskResult, WorkflowDef };

export interface ServerAccess {
  /** With or without /api at the end. */
  serverUrl: string;
  keyId?: string | undefined;
  keySecret?: string | undefined;
}

/** What the worker asks of a Conductor server, through the official SDK's client. */
export interface ConductorServer {
  url: string;
  /** Takes at most `count` tasks that are due now. The server does not wait for more to come. */
  poll(request: {
    type: string;
    count: number;
    workerId: string;
    domain?: string | undefined;
  }): Promise<Task[]>;
  update(result: TaskResult): Promise<void>;
  workflows(): Promise<WorkflowDef[]>;
  taskDefinitions(): Promise<TaskDef[]>;
  /** Registers a task definition, in place of one of that name. */
  register(definition: TaskDef): Promise<void>;
  /** HTTP's status for a path of the API, asked by GET. */
  statusOf(path: string): Promise<number>;
  version(): Promise<string | undefined>;
}

/** The server answered and refused, or could not be reached: then there is no status. */
export class ServerError extends Error {
  override readonly name = "ServerError";
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

const requestMsMax = 30_000;
const connectMsMax = 15_000;
/** How the SDK's own calls ask for the token that its client holds. */
const security = [{ name: "X-Authorization", type: "apiKey" as const }];

/**
 * Connects. The SDK's TaskRunner is not used on top of it: while stopping it drops a task that an update has brought
 * along, it sleeps between polls whatever is waiting, and its long poll makes every task wait until the batch is full
 * or 100 ms are over (the server sleeps that long between two looks).
 */
export async function connectServer({ serverUrl, keyId, keySecret }: ServerAccess): Promise<ConductorServer> {
  const { createConductorClient } = await import("@io-orkes/conductor-javascript");
  const url = serverUrl.replace(/\/+$/, "").replace(/\/api$/, "");
  const client = await withEnvironment(
    // The SDK reads these before its arguments; a blank key counts as none, and keeps it from warning.
    {
      CONDUCTOR_SERVER_URL: url,
      CONDUCTOR_AUTH_KEY: keyId ?? " ",
      CONDUCTOR_AUTH_SECRET: keySecret ?? " ",
    },
    () =>
      inTime(url, createConductorClient({ serverUrl: url, requestTimeoutMs: requestMsMax }, fetchOnceMore)),
  );

  async function ask<T>(
    method: "get" | "post" | "put",
    request: Parameters<typeof client.get>[0],
  ): Promise<T> {
    const answer = await client[method]({ ...request, security, throwOnError: false }).catch(
      (error: unknown) => ({ error, response: undefined, data: undefined }),
    );
    const status = answer.response?.status;
    if (status !== undefined && status < 300) return answer.data as T;
    throw new ServerError(
      `${method.toUpperCase()} ${request.url}: ${messageOf(answer.error, status)}`,
      status,
    );
  }
  const json = { "Content-Type": "application/json" };

  return {
    url: `${url}/api`,
    async poll({ type, count, workerId, domain }) {
      const query = { workerid: workerId, count, timeout: 0, ...(domain === undefined ? {} : { domain }) };
      const tasks = await ask<Task[] | undefined>("get", {
        url: "/api/tasks/poll/batch/{type}",
        path: { type },
        query,
      });
      return Array.isArray(tasks) ? tasks : [];
    },
    update: (body) => ask("post", { url: "/api/tasks", body, headers: json }),
    workflows: () => ask("get", { url: "/api/metadata/workflow" }),
    taskDefinitions: () => ask("get", { url: "/api/metadata/taskdefs" }),
    register: (definition) =>
      ask("post", { url: "/api/metadata/taskdefs", body: [definition], headers: json }),
    async statusOf(path) {
      try {
        await ask("get", { url: `/api${path}` });
        return 200;
      } catch (error) {
        if (error instanceof ServerError && error.status !== undefined) return error.status;
        throw error;
      }
    },
    version: () => ask<string | undefined>("get", { url: "/api/version" }).catch(() => undefined),
  };
}

/** The SDK reads the environment before it first waits: what is set for that moment is put back at once. */
function withEnvironment<T>(values: Record<string, string>, call: () => T): T {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, values);
  try {
    return call();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** With a key the SDK asks for a token first, and tries for two minutes where there is nobody to give one. */
async function inTime<T>(url: string, connecting: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const words = `no token for the key within ${connectMsMax / 1000} s`;
    timer = setTimeout(() => reject(new ServerError(`POST ${url}/api/token: ${words}`)), connectMsMax);
  });
  try {
    return await Promise.race([connecting, late]);
  } catch (error) {
    if (error instanceof ServerError) throw error;
    throw new ServerError(`POST ${url}/api/token: ${messageOf(error, undefined)}`);
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(error: unknown, status: number | undefined): string {
  if (typeof error === "object" && error !== null) {
    const cause = "cause" in error && error.cause instanceof Error ? error.cause.message : "";
    if (cause !== "") return cause;
    if ("message" in error && typeof error.message === "string" && error.message !== "") return error.message;
  }
  return status === undefined ? String(error) : `HTTP ${status}`;
}
