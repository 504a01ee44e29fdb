import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Running, runConductor } from "./harness.ts";

/**
 * https://docs.conductor-oss.org/devguide/cookbook/http-poll-long-running-job.html: Conductor OSS's own example for
 * HTTP_POLL as it is published, but for the interval of a minute.
 */
const definition = JSON.parse(
  readFileSync(new URL("../../vectors/http-poll-external-job.json", import.meta.url), "utf8").replace(
    '"pollingInterval": 60',
    '"pollingInterval": "0.02"',
  ),
) as { name: string };

let conductor: Running;
let jobs: http.Server;
/** How often each job was asked for. */
const polls = new Map<string, number>();

beforeAll(async () => {
  jobs = http.createServer((request, response) => void answer(request, response));
  jobs.listen(0, "127.0.0.1");
  await once(jobs, "listening");
  conductor = await runConductor({ minPollIntervalSeconds: 0 });
  expect((await post("/api/metadata/workflow", definition)).status).toBe(200);
});
afterAll(async () => {
  await conductor.close();
  jobs.closeAllConnections();
  jobs.close();
});

/** The vendor: a job is named after its data set, and goes one state further with each look at it. */
async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const send = (status: number, body: object) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  if (request.method === "POST") {
    let body = "";
    for await (const piece of request) body += piece;
    const jobId = `job-${(JSON.parse(body) as { dataset: string }).dataset}`;
    return send(202, { jobId, state: "QUEUED" });
  }
  const jobId = request.url?.split("/")[2] ?? "";
  const count = (polls.get(jobId) ?? 0) + 1;
  polls.set(jobId, count);
  if (count < 4) return send(200, { jobId, state: count === 1 ? "QUEUED" : "RUNNING", progress: count * 33 });
  if (jobId === "job-bad")
    return send(200, { jobId, state: "FAILED", progress: 100, error: "upstream rejected the job" });
  send(200, {
    jobId,
    state: "SUCCEEDED",
    progress: 100,
    result: { rows: 4211, artifact: `s3://exports/${jobId}.csv` },
  });
}

describe("http_poll_external_job", () => {
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
    expect(polls.get("job-good")).toBe(4);
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

  it("fails with what jq says", async () => {
    const { status, tasks } = await transformed(".list.a");
    const error = 'Cannot index array with string ("a")';
    expect(status).toBe("FAILED");
    expect(tasks[0]).toMatchObject({ status: "FAILED", outputData: { error }, reasonForIncompletion: error });
  });

  it("fails with its bounds, and the server goes on answering meanwhile", async () => {
    const text = { workflowDef: transform("last(repeat(1))"), name: "transform", input: {} };
    const workflowId = await (await post("/api/workflow", text)).text();
    expect((await fetch(`${conductor.url}/health`)).status).toBe(200);
    expect((await execution(workflowId)).status).toBe("RUNNING");
    expect((await ended(workflowId)).tasks[0]).toMatchObject({
      outputData: { error: "The query did not end within 4000 ms." },
    });
  });

  it("is refused without a query, and with one that is not jq, with its position", async () => {
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
  const { port } = jobs.address() as AddressInfo;
  const input = { jobApiUrl: `http://127.0.0.1:${port}`, dataset };
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
