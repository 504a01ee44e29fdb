import { cookbookDefinition, openVendor, type Vendor } from "@long-running-api/test-support/vendor";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedConductor, serveConductor } from "../src/serve.ts";

const definition = cookbookDefinition("0.02");

let conductor: ServedConductor;
let vendor: Vendor;

beforeAll(async () => {
  vendor = await openVendor();
  conductor = await serveConductor({ minPollIntervalSeconds: 0 });
  expect((await post("/api/metadata/workflow", definition)).status).toBe(200);
});
afterAll(async () => {
  await conductor.close();
  vendor.close();
});

// They wait for their polls together.
describe.concurrent("http_poll_external_job", () => {
  it("records the artifact of a job that succeeds", async () => {
    const execution = await run("good");
    expect(execution).toMatchObject({
      status: "COMPLETED",
      output: {
        jobId: "job-good",
        finalState: "SUCCEEDED",
        rows: 4211,
        artifact: "s3://exports/job-good.csv",
      },
    });
    const result = { jobId: "job-good", rows: 4211, artifact: "s3://exports/job-good.csv" };
    expect(execution.tasks.map((task) => [task.taskType, task.status])).toEqual([
      ["HTTP", "COMPLETED"],
      ["HTTP_POLL", "COMPLETED"],
      ["SWITCH", "COMPLETED"],
      ["JSON_JQ_TRANSFORM", "COMPLETED"],
    ]);
    expect(execution.tasks.at(-1)?.outputData).toEqual({ result, resultList: [result] });
    expect(vendor.polls.get("job-good")).toBe(4);
  });

  it("ends as FAILED when the job fails", async () => {
    const execution = await run("bad");
    expect(execution).toMatchObject({
      status: "FAILED",
      output: { error: "remote_job_failed", jobId: "job-bad", detail: "upstream rejected the job" },
    });
    expect(execution.tasks.at(-1)).toMatchObject({ taskType: "TERMINATE", status: "COMPLETED" });
  });
});

describe("JSON_JQ_TRANSFORM", () => {
  const transform = (queryExpression: unknown) => ({
    name: "transform",
    tasks: [
      {
        name: "t",
        taskReferenceName: "t",
        type: "JSON_JQ_TRANSFORM",
        inputParameters: { list: "${workflow.input.list}", queryExpression },
      },
    ],
  });

  async function transformed(queryExpression: string): Promise<Execution> {
    const text = { workflowDef: transform("${workflow.input.query}"), name: "transform" };
    const started = await post("/api/workflow", {
      ...text,
      input: { list: [3, 1, 2], query: queryExpression },
    });
    return ended(await started.text());
  }

  it.each([
    [".list | sort", { result: [1, 2, 3], resultList: [[1, 2, 3]] }],
    [".list[]", { result: 3, resultList: [3, 1, 2] }],
    ["empty", { result: null, resultList: [] }],
    ["null", { result: null, resultList: [null] }],
  ])("%s", async (query, outputData) => {
    expect((await transformed(query)).tasks[0]).toMatchObject({ status: "COMPLETED", outputData });
  });

  it("fails with jq's message", async () => {
    const { status, tasks } = await transformed(".list.a");
    const error = 'Cannot index array with string "a"';
    expect(status).toBe("FAILED");
    expect(tasks[0]).toMatchObject({ status: "FAILED", outputData: { error }, reasonForIncompletion: error });
  });

  it("fails at its limits, while the server keeps serving requests", async () => {
    const text = { workflowDef: transform("last(range(1e12))"), name: "transform", input: {} };
    const workflowId = await (await post("/api/workflow", text)).text();
    expect((await fetch(`${conductor.url}/health`)).status).toBe(200);
    expect((await execution(workflowId)).status).toBe("RUNNING");
    expect((await ended(workflowId)).tasks[0]).toMatchObject({
      outputData: { error: "The query did not end within 4000 ms." },
    });
  });

  it("is rejected without a query, and for an invalid query with the position", async () => {
    const missing = await post("/api/metadata/workflow", transform(undefined));
    expect(missing.status).toBe(400);
    expect(await missing.text()).toContain(
      "inputParameters.queryExpression field is required for taskType: JSON_JQ_TRANSFORM taskName: t",
    );
    const wrong = await post("/api/metadata/workflow", transform("{a: .list[}"));
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain(
      "queryExpression of taskName: t is not valid jq: syntax error, unexpected INVALID_CHARACTER at line 1, column 11",
    );
  });
});

interface Execution {
  status: string;
  output: unknown;
  tasks: { taskType: string; status: string; outputData: unknown; reasonForIncompletion?: string }[];
}

async function run(dataset: string): Promise<Execution> {
  const input = { jobApiUrl: vendor.url, dataset };
  return ended(await (await post(`/api/workflow/${definition.name}`, input)).text());
}

async function ended(workflowId: string): Promise<Execution> {
  for (let look = 0; look < looksMax; look += 1) {
    const found = await execution(workflowId);
    if (found.status !== "RUNNING") return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Execution ${workflowId} did not end.`);
}

const looksMax = 1_500;

async function execution(workflowId: string): Promise<Execution> {
  return (await (await fetch(`${conductor.url}/api/workflow/${workflowId}`)).json()) as Execution;
}

function post(path: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(conductor.url + path, { method: "POST", headers, body: JSON.stringify(body) });
}
