import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedConductor, serveConductor } from "../src/serve.ts";

/** https://docs.conductor-oss.org: `POST /api/workflow/test` runs a workflow with outputs that it brings along. */

let conductor: ServedConductor;
let calls = 0;
const server = http.createServer((_request, response) => {
  calls++;
  response.end("{}");
});

beforeAll(async () => {
  conductor = await serveConductor();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await post("/api/metadata/taskdefs", [
    { name: "work", retryCount: 1, retryDelaySeconds: 60, responseTimeoutSeconds: 60 },
  ]);
  for (const [name, tasks] of Object.entries(workflowsOf(uri)))
    await post("/api/metadata/workflow", { name, version: 1, tasks });
});
afterAll(async () => {
  await conductor.close();
  server.close();
});

function workflowsOf(uri: string): Record<string, object[]> {
  const work = { name: "work", taskReferenceName: "work", type: "SIMPLE" };
  const call = {
    name: "call",
    taskReferenceName: "call",
    type: "HTTP",
    inputParameters: { http_request: { uri, method: "GET" } },
  };
  const x = "${call.output.response.body.y}";
  const read = {
    name: "read",
    taskReferenceName: "read",
    type: "INLINE",
    inputParameters: { evaluatorType: "javascript", expression: "$.x + 1", x },
  };
  const wait = {
    name: "wait",
    taskReferenceName: "wait",
    type: "WAIT",
    inputParameters: { duration: "1 hours" },
  };
  const subWorkflowParam = { name: "sequence", version: 1 };
  return {
    sequence: [work, call, read],
    forked: [
      { name: "fork", taskReferenceName: "fork", type: "FORK_JOIN", forkTasks: [[work], [wait]] },
      { name: "join", taskReferenceName: "join", type: "JOIN", joinOn: ["work", "wait"] },
    ],
    parent: [{ name: "sub", taskReferenceName: "sub", type: "SUB_WORKFLOW", subWorkflowParam }],
  };
}

interface Ran {
  workflowId: string;
  status: string;
  output: object;
  tasks: {
    referenceTaskName: string;
    status: string;
    startTime: number;
    endTime: number;
    subWorkflowId?: string;
  }[];
}

async function post(path: string, body: object): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(conductor.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

const test = (name: string, more: object): Promise<Ran> =>
  post("/api/workflow/test", { name, version: 1, ...more }) as Promise<Ran>;
const states = ({ tasks }: Ran): string[] => tasks.map((task) => `${task.referenceTaskName} ${task.status}`);
const answered = [{ output: { response: { body: { y: 5 } } } }];

describe("POST /api/workflow/test", () => {
  it("reports the mock outputs, runs the operators, and sends no requests", async () => {
    const ran = await test("sequence", {
      taskRefToMockOutput: { work: [{ output: { a: 1 } }], call: answered },
    });
    expect(ran).toMatchObject({ status: "COMPLETED", output: { result: 6 } });
    expect(calls).toBe(0);
    const kept = await fetch(`${conductor.url}/api/workflow/${ran.workflowId}`);
    expect(((await kept.json()) as Ran).status).toBe("COMPLETED");
  });

  it("goes through the tries of a task one after the other, without their delays", async () => {
    const work = [{ status: "FAILED" }, { output: { a: 2 }, executionTime: 1_500, queueWaitTime: 200 }];
    const ran = await test("sequence", { taskRefToMockOutput: { work, call: answered } });
    expect(states(ran)).toEqual(["work FAILED", "work COMPLETED", "call COMPLETED", "read COMPLETED"]);
    const [, second] = ran.tasks;
    expect((second?.endTime ?? 0) - (second?.startTime ?? 0)).toBeGreaterThanOrEqual(1_500);
  });

  it("stops at a task without a mock output", async () => {
    const ran = await test("sequence", { taskRefToMockOutput: { work: [{ output: {} }] } });
    expect([ran.status, states(ran)]).toEqual(["RUNNING", ["work COMPLETED", "call SCHEDULED"]]);
    expect(states(await test("sequence", {}))).toEqual(["work SCHEDULED"]);
    expect(calls).toBe(0);
  });

  it("plays the branches of a fork", async () => {
    const ran = await test("forked", {
      taskRefToMockOutput: { work: [{}], wait: [{ output: { by: "mock" } }] },
    });
    expect(ran).toMatchObject({ status: "COMPLETED", output: { wait: { by: "mock" } } });
  });

  it("plays a sub workflow with its own mock outputs, and stops where it has none", async () => {
    const inside = { name: "sequence", taskRefToMockOutput: { work: [{}], call: answered } };
    const ran = await test("parent", { subWorkflowTestRequest: { sub: inside } });
    expect(ran).toMatchObject({ status: "COMPLETED", output: { result: 6 } });
    const stopped = await test("parent", {});
    expect([stopped.status, states(stopped)]).toEqual(["RUNNING", ["sub IN_PROGRESS"]]);
  });
});
