import {
  MetadataClient,
  orkesConductorClient,
  TaskClient,
  TaskManager,
  WorkflowExecutor,
} from "@io-orkes/conductor-javascript";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type ServedConductor, serveConductor } from "../src/serve.ts";
import { runStub } from "./stub.ts";

/** Orkes' own SDK, with nothing but the server's address. */
let conductor: ServedConductor;
let stub: Awaited<ReturnType<typeof runStub>>;
let metadata: MetadataClient;
let executor: WorkflowExecutor;
let tasks: TaskClient;
let manager: TaskManager;

const silent = {
  info: () => undefined,
  debug: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

beforeAll(async () => {
  for (const name of ["CONDUCTOR_SERVER_URL", "CONDUCTOR_AUTH_KEY", "CONDUCTOR_AUTH_SECRET"])
    vi.stubEnv(name, undefined);
  stub = await runStub();
  conductor = await serveConductor({ minPollIntervalSeconds: 0 });
  const client = await orkesConductorClient({ serverUrl: `${conductor.url}/api` });
  metadata = new MetadataClient(client);
  executor = new WorkflowExecutor(client);
  tasks = new TaskClient(client);
  const greet = async (task: { inputData?: Record<string, unknown> }) => {
    const name = String(task.inputData?.["name"]);
    if (name === "nobody")
      return { status: "FAILED" as const, reasonForIncompletion: "there is nobody", outputData: {} };
    return { status: "COMPLETED" as const, outputData: { greeting: `Hello, ${name}` } };
  };
  const options = { pollInterval: 20, concurrency: 2 };
  manager = new TaskManager(client, [{ taskDefName: "greet", execute: greet }], { logger: silent, options });
  manager.startPolling();
  await metadata.registerWorkflowDef(greeting, true);
});

afterAll(async () => {
  await manager.stopPolling();
  await conductor.close();
  stub.stop();
  vi.unstubAllEnvs();
});

const greeting = {
  name: "greeting",
  version: 1,
  timeoutSeconds: 0,
  inputParameters: ["name"],
  outputParameters: { said: "${greet.output.greeting}" },
  tasks: [
    {
      name: "greet",
      taskReferenceName: "greet",
      type: "SIMPLE",
      inputParameters: { name: "${workflow.input.name}" },
    },
  ],
};

describe("the official JavaScript SDK", () => {
  it("runs the tutorial's workflow: HTTP, then HTTP_POLL until COMPLETED", async () => {
    const request = (path: string, more: object) => ({
      http_request: { uri: `http://${stub.host}/${path}`, ...more },
    });
    const terminationCondition =
      '(function(){ return $.output.response.statusCode == 200 && $.output.response.body.body.status == "COMPLETED";})();';
    const poll = {
      method: "GET",
      terminationCondition,
      pollingInterval: "0.05",
      pollingStrategy: "FIXED",
      encode: true,
    };
    await metadata.registerWorkflowDef({
      name: "LongRunningAPIWorkflow",
      version: 1,
      inputParameters: ["requestId"],
      tasks: [
        {
          name: "InvokeLambdaTask",
          taskReferenceName: "invokeLambda",
          type: "HTTP",
          inputParameters: request("invoke-lambda", {
            method: "POST",
            body: { requestId: "${workflow.input.requestId}" },
          }),
        },
        {
          name: "http_poll",
          taskReferenceName: "http_poll_ref",
          type: "HTTP_POLL",
          inputParameters: request("${workflow.input.requestId}", poll),
        },
      ],
    } as never);
    const id = await executor.startWorkflow({
      name: "LongRunningAPIWorkflow",
      input: { requestId: "sdk-1" },
    });
    const execution = await ended(id);
    expect(execution.status).toBe("COMPLETED");
    expect(execution.tasks?.map(({ taskType, pollCount }) => [taskType, pollCount])).toEqual([
      ["HTTP", 1],
      ["HTTP_POLL", 3],
    ]);
    const log = await fetch(`${conductor.url}/api/tasks/${execution.tasks?.[1]?.taskId}/log`);
    const lines = (await log.json()) as { log: string }[];
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)?.log).toMatch(/^poll 3: GET .*sdk-1 → 200 .*condition true/);
  });

  it("starts, and its worker answers", async () => {
    const id = await executor.startWorkflow({
      name: "greeting",
      input: { name: "Ada" },
      correlationId: "ada",
    });
    expect((await ended(id)).output).toEqual({ said: "Hello, Ada" });
    expect(await executor.getWorkflowStatus(id, true, false)).toMatchObject({
      status: "COMPLETED",
      correlationId: "ada",
    });
  });

  it("executes and waits for the end", async () => {
    const run = await executor.executeWorkflow(
      { name: "greeting", version: 1, input: { name: "Bea" } },
      "greeting",
      1,
      "r-1",
    );
    expect(run).toMatchObject({ status: "COMPLETED", output: { said: "Hello, Bea" } });
  });

  it("searches", async () => {
    const id = await executor.startWorkflow({
      name: "greeting",
      input: { name: "Cy" },
      correlationId: "search-me",
    });
    await ended(id);
    const found = await executor.search(0, 5, "correlationId='search-me' AND status IN (COMPLETED)", "*");
    expect(found.results?.map(({ workflowId }) => workflowId)).toEqual([id]);
    expect((await executor.search(0, 5, "workflowType=nosuch", "*")).totalHits).toBe(0);
  });

  it("pauses, resumes, terminates, restarts, retries", async () => {
    const id = await executor.startWorkflow({ name: "greeting", input: { name: "nobody" } });
    const failed = await ended(id);
    expect(failed).toMatchObject({
      status: "FAILED",
      reasonForIncompletion: expect.stringContaining("there is nobody"),
    });
    await executor.retry(id, false);
    expect((await ended(id)).tasks).toHaveLength(2);
    await executor.restart(id, false);
    expect((await ended(id)).tasks).toHaveLength(1);
    const waiting = await executor.startWorkflow({
      name: "waiting",
      workflowDef: waitingDefinition,
    } as never);
    await executor.pause(waiting);
    expect((await executor.getWorkflow(waiting, false)).status).toBe("PAUSED");
    await executor.resume(waiting);
    await executor.terminate(waiting, "enough");
    expect(await executor.getWorkflow(waiting, false)).toMatchObject({
      status: "TERMINATED",
      reasonForIncompletion: "enough",
    });
  });

  it("completes a waiting task by its reference name", async () => {
    const id = await executor.startWorkflow({ name: "waiting", workflowDef: waitingDefinition } as never);
    await executor.updateTaskByRefName("w", id, "COMPLETED", { by: "hand" });
    expect(await executor.getWorkflow(id, true)).toMatchObject({
      status: "COMPLETED",
      output: { by: "hand" },
    });
  });

  it("reads and removes definitions", async () => {
    await metadata.registerTask({
      name: "greet",
      retryCount: 0,
      timeoutSeconds: 0,
      responseTimeoutSeconds: 10,
    } as never);
    expect(await metadata.getTask("greet")).toMatchObject({ name: "greet", retryCount: 0 });
    expect(await metadata.getWorkflowDef("greeting")).toMatchObject({
      name: "greeting",
      version: 1,
      schemaVersion: 2,
    });
    await metadata.registerWorkflowDef({ ...greeting, name: "gone" }, true);
    await metadata.unregisterWorkflow("gone", 1);
    await expect(metadata.getWorkflowDef("gone")).rejects.toThrow();
  });

  it("finds tasks", async () => {
    expect(
      (await tasks.search(0, 1, "", "*", "taskType='greet' AND status='COMPLETED'")).results,
    ).toHaveLength(1);
  });

  it("gets the validation errors of a definition", async () => {
    const bad = { name: "bad", tasks: [{ name: "f", taskReferenceName: "f", type: "FORK_JOIN" }] };
    await expect(metadata.registerWorkflowDef(bad as never)).rejects.toThrow();
  });
});

const waitingDefinition = {
  name: "waiting",
  version: 1,
  tasks: [{ name: "w", taskReferenceName: "w", type: "WAIT", inputParameters: {} }],
};

describe("with a key", () => {
  it("the SDK fetches and uses a token; requests without one are rejected", async () => {
    const guarded = await serveConductor({ auth: { keyId: "id", keySecret: "secret" } });
    const client = await orkesConductorClient({
      serverUrl: `${guarded.url}/api`,
      keyId: "id",
      keySecret: "secret",
    });
    const registered = await new MetadataClient(client).registerWorkflowDef(
      { ...greeting, name: "guarded" },
      true,
    );
    expect(registered).toBeFalsy();
    expect((await fetch(`${guarded.url}/api/metadata/workflow`)).status).toBe(401);
    expect((await fetch(`${guarded.url}/health`)).status).toBe(200);
    await guarded.close();
  });
});

async function ended(id: string) {
  for (let look = 0; look < 300; look++) {
    const execution = await executor.getWorkflow(id, true);
    if (execution.status !== "RUNNING") return execution;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Execution ${id} did not end.`);
}
