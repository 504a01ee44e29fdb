import { setTimeout as sleep } from "node:timers/promises";

/** A task of an execution, as Conductor's API has it; only what these tests read. */
export interface Task {
  taskId: string;
  taskType: string;
  referenceTaskName: string;
  status: string;
  inputData: Record<string, unknown>;
  outputData: Record<string, unknown>;
  reasonForIncompletion?: string;
  retryCount: number;
  iteration: number;
  pollCount: number;
  seq: number;
  subWorkflowId?: string;
  workflowInstanceId: string;
}

/** An execution, as Conductor's API has it. */
export interface Execution {
  workflowId: string;
  status: string;
  input: unknown;
  output: unknown;
  variables: unknown;
  reasonForIncompletion?: string;
  tasks: Task[];
}

/** Conductor's API without a client between: the tests compare servers, not clients. */
export interface Rest {
  api: string;
  /** The HTTP status and the response as text. */
  send(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }>;
  get<T>(path: string): Promise<T>;
  register(definition: object): Promise<void>;
  registerTasks(definitions: readonly object[]): Promise<void>;
  /** `domain`: only workers of that domain are given its tasks. */
  start(name: string, input: object, domain?: string): Promise<string>;
  execution(workflowId: string): Promise<Execution>;
  /** The execution once it has ended, or in its current state when time is up. */
  ended(workflowId: string, secondsMax?: number): Promise<Execution>;
}

const headers = { "content-type": "application/json" };
const requestMsMax = 60_000;

/** The API at an address that ends in /api. */
export function restOf(api: string): Rest {
  const send: Rest["send"] = async (method, path, body) => {
    const response = await fetch(api + path, {
      method,
      headers,
      signal: AbortSignal.timeout(requestMsMax),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  };
  const must: Rest["send"] = async (method, path, body) => {
    const answer = await send(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  };
  const get = async <T>(path: string) => JSON.parse((await must("GET", path)).text) as T;
  const execution = (workflowId: string) => get<Execution>(`/workflow/${workflowId}`);
  return {
    api,
    send,
    get,
    // PUT overwrites; POST would fail on a second run of the tests.
    register: async (definition) => void (await must("PUT", "/metadata/workflow", [definition])),
    registerTasks: async (definitions) => void (await must("POST", "/metadata/taskdefs", definitions)),
    start: async (name, input, domain) => {
      const taskToDomain = domain === undefined ? {} : { "*": domain };
      return (await must("POST", "/workflow", { name, version: 1, input, taskToDomain })).text;
    },
    execution,
    async ended(workflowId, secondsMax = 60) {
      const deadline = performance.now() + secondsMax * 1000;
      // There may be hundreds: slower ones are polled less often.
      for (let everyMs = 100; ; everyMs = Math.min(everyMs * 1.3, 2_000)) {
        const late = performance.now() > deadline;
        // A server may be down for a while: that is what some of these tests are about.
        const found = await execution(workflowId).catch((error: unknown) => {
          if (late) throw error;
        });
        if (found && (found.status !== "RUNNING" || late)) return found;
        await sleep(everyMs);
      }
    },
  };
}
