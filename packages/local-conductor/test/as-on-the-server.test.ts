import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedConductor, serveConductor } from "../src/serve.ts";

/** Each seen on Conductor OSS 3.32.3. */

let served: ServedConductor;
let stub: http.Server;
let stubUrl = "";
const asked: { url: string; headers: http.IncomingHttpHeaders; body: string }[] = [];
const held: (() => void)[] = [];

beforeAll(async () => {
  stub = http.createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += String(piece);
    asked.push({ url: request.url ?? "", headers: request.headers, body });
    response.setHeader("content-type", "application/json");
    if (request.url?.startsWith("/held")) held.push(() => response.end("{}"));
    else {
      response.statusCode = Number(/^\/status\/(\d+)/.exec(request.url ?? "")?.[1] ?? 200);
      response.end('{"status":"COMPLETED","id":"job-7"}');
    }
  });
  await new Promise<void>((resolve) => stub.listen(0, "127.0.0.1", resolve));
  stubUrl = `http://127.0.0.1:${(stub.address() as AddressInfo).port}`;
  served = await serveConductor({ secrets: (name) => (name === "KEY" ? "s3cr3t" : undefined) });
});
afterAll(async () => {
  stub.closeAllConnections();
  stub.close();
  await served.close();
});

interface Answer {
  status: number;
  text: string;
}

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${served.url}/api${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, text: await response.text() };
}

const read = ({ text }: Answer) => JSON.parse(text);
const messages = (answer: Answer): string[] =>
  (read(answer).validationErrors ?? [read(answer)]).map(({ message }: { message: string }) => message);

type Fields = Record<string, unknown>;
const task = (ref: string, type: string, inputParameters: Fields = {}, more: Fields = {}): Fields => ({
  name: ref,
  taskReferenceName: ref,
  type,
  inputParameters,
  ...more,
});
const httpTask = (ref: string, path: string, request: Fields = {}): Fields =>
  task(ref, "HTTP", { http_request: { uri: `${stubUrl}${path}`, method: "GET", ...request } });
const flow = (name: string, tasks: Fields[], more: Fields = {}): Fields => ({
  name,
  version: 1,
  schemaVersion: 2,
  timeoutSeconds: 0,
  tasks,
  ...more,
});

const register = (definition: Fields) => call("POST", "/metadata/workflow?overwrite=true", definition);
const get = async (workflowId: string) => read(await call("GET", `/workflow/${workflowId}`));

/** Registers and starts; returns the execution as it ends, or after what it waits for. */
async function run(tasks: Fields[], more: Fields = {}, input: Fields = {}) {
  const name = String(more["name"] ?? "flow");
  const registered = await register(flow(name, tasks, more));
  expect(registered.text).toBe("");
  const started = await call("POST", `/workflow/execute/${name}/1?waitForSeconds=20`, { name, input });
  return get(read(started).workflowId);
}

async function start(name: string): Promise<string> {
  return (await call("POST", "/workflow", { name, input: {} })).text;
}

const search = async (kind: "workflow" | "tasks", query: string) =>
  read(await call("GET", `/${kind}/search?size=100&query=${encodeURIComponent(query)}`));

describe("a task definition is rejected for", () => {
  it.each([
    [{ pollTimeoutSeconds: -1 }, "TaskDef pollTimeoutSeconds: 0 must be >= 0"],
    [{ backoffScaleFactor: 0 }, "Backoff scale factor. Applicable for LINEAR_BACKOFF"],
    [{ backoffJitterMs: -5 }, "TaskDef backoffJitterMs: 0 must be >= 0"],
    [{ maxRetryDelaySeconds: -1 }, "TaskDef maxRetryDelaySeconds: 0 must be >= 0"],
    [{ totalTimeoutSeconds: -1 }, "TaskDef totalTimeoutSeconds: 0 must be >= 0"],
    [
      { timeoutSeconds: 100, totalTimeoutSeconds: 70 },
      "TaskDef: td timeoutSeconds: 100 must be less than or equal to totalTimeoutSeconds: 70",
    ],
  ])("%j", async (more, message) => {
    const answer = await call("POST", "/metadata/taskdefs", [
      { name: "td", responseTimeoutSeconds: 60, ...more },
    ]);
    expect([answer.status, messages(answer)]).toEqual([400, [message]]);
  });

  it.each([
    { retryDelaySeconds: -1 },
    { timeoutSeconds: -1 },
    { concurrentExecLimit: -1 },
    { rateLimitFrequencyInSeconds: 0 },
  ])("nothing: %j", async (more) => {
    const sent = [{ name: "td", responseTimeoutSeconds: 60, ...more }];
    expect((await call("POST", "/metadata/taskdefs", sent)).status).toBe(200);
  });
});

describe("a definition", () => {
  const schema = { name: "s", version: 1, type: "JSON", data: { type: "object", required: ["x"] } };

  it("keeps its schemas, and is not checked against them", async () => {
    const definition = flow("schemas", [task("s", "SET_VARIABLE")], {
      inputSchema: schema,
      outputSchema: { name: "o", version: 2, type: "JSON" },
    });
    expect((await register(definition)).status).toBe(200);
    expect(read(await call("GET", "/metadata/workflow/schemas"))).toMatchObject({
      inputSchema: { createTime: 0, updateTime: 0, ...schema },
      outputSchema: { name: "o", version: 2 },
    });
    await call("POST", "/metadata/taskdefs", [
      { name: "td", responseTimeoutSeconds: 60, inputSchema: schema },
    ]);
    expect(read(await call("GET", "/metadata/taskdefs/td")).inputSchema).toMatchObject(schema);
    expect((await call("POST", "/workflow", { name: "schemas", input: {} })).status).toBe(200);
  });

  it.each([
    [task("t", "SIMPLE", {}, { startDelay: -1 }), "must be greater than or equal to 0"],
    [task("t", "SET_VARIABLE", { a: "${}" }), "key: a input parameter value:  is not valid"],
    [
      task("t", "SET_VARIABLE", { a: ["${workflow.input.}"] }),
      "key: a input parameter value: workflow.input. is not valid",
    ],
    [
      task("t", "SET_VARIABLE", { a: "${ workflow.input.s }" }),
      "key: a input parameter value:  workflow.input.s  is not valid",
    ],
    [
      task("t", "SET_VARIABLE", { a: "${nosuch[*]}" }),
      "taskReferenceName: nosuch[*] for given task: t input value: a of input parameter: ${nosuch[*]} is not defined in workflow definition.",
    ],
  ])("with %j is rejected", async (given, message) => {
    const answer = await register(flow("refused", [given]));
    expect([answer.status, messages(answer)]).toEqual([400, [message]]);
  });

  it("may have such an expression within a branch and among its outputs: only the top level is checked", async () => {
    const inner = [task("in", "SET_VARIABLE", { a: "${}" })];
    const which = task("which", "SWITCH", { v: 1 }, { evaluatorType: "value-param", expression: "v" });
    const given = flow("allowed", [{ ...which, decisionCases: { a: inner } }], {
      outputParameters: { a: "${}" },
    });
    expect((await register(given)).status).toBe(200);
  });

  it("lists texts as its inputs", async () => {
    const tasks = [task("s", "SET_VARIABLE")];
    const refused = await register(flow("inputs", tasks, { inputParameters: [{ a: 1 }] }));
    expect([refused.status, messages(refused)]).toEqual([
      500,
      [
        "JSON parse error: Cannot deserialize value of type `java.lang.String` from Object value (token `JsonToken.START_OBJECT`)",
      ],
    ]);
    expect((await register(flow("inputs", tasks, { inputParameters: [1, null, true] }))).status).toBe(200);
    expect(read(await call("GET", "/metadata/workflow/inputs")).inputParameters).toEqual(["1", null, "true"]);
  });

  it("has the settings of its polls checked although an address is filled in at run time", async () => {
    const http_request = {
      uri: "${workflow.input.url}/x",
      method: "GET",
      terminationCondition: "true",
      pollingStrategy: "SOMETIMES",
    };
    const answer = await register(flow("poll", [task("p", "HTTP_POLL", { http_request })]));
    expect([answer.status, messages(answer).join()]).toEqual([
      400,
      expect.stringContaining("http_request.pollingStrategy must be one of"),
    ]);
    const filled = { ...http_request, pollingStrategy: "${workflow.input.strategy}" };
    expect((await register(flow("poll", [task("p", "HTTP_POLL", { http_request: filled })]))).status).toBe(
      200,
    );
  });

  it("may be wrong on purpose, as far as the server takes it", async () => {
    const http_request = { uri: "http://h/", method: "GET", terminationCondition: "(((" };
    const given = flow("wrong", [task("p", "HTTP_POLL", { http_request })]);
    expect((await register(given)).status).toBe(400);
    const path = "/metadata/workflow?overwrite=true&lenient=true";
    expect((await call("POST", path, given)).status).toBe(200);
    const unknown = flow("wrong", [task("p", "http_poll", { http_request })]);
    expect((await call("POST", path, unknown)).status).toBe(400);
  });

  it.each([
    ["http_poll", /Did you mean HTTP_POLL\?/],
    ["HTTP_POL", /Did you mean HTTP_POLL\?/],
    ["WAIT_FOR_WEBHOOK", /Only servers of Orkes run it/],
    ["SENDGRID", /Only servers of Orkes run it/],
    ["LLM_CHAT_COMPLETE", /Conductor OSS runs it with its AI integration/],
    ["LLM_CHAT_COMPLET", /Did you mean LLM_CHAT_COMPLETE\?/],
    ["MY_OWN_WORK", /of type SIMPLE/],
    ["EVENT", /The real server can/],
  ])("of type %s is rejected with an alternative", async (type, words) => {
    const [message] = messages(await register(flow("types", [task("t", type)])));
    expect(message).toMatch(words);
    if (type !== "EVENT") expect(message).not.toContain("The real server can");
  });

  it("with a jq function that the server's jq lacks is rejected by name", async () => {
    const query = (queryExpression: string) => task("q", "JSON_JQ_TRANSFORM", { queryExpression, d: "x" });
    const [message] = messages(await register(flow("jq", [query(".d | fromdate")])));
    expect(message).toContain("Function fromdate/0 does not exist");
    const ran = await run([query("[leaf_paths] | length")]);
    expect(ran.tasks[0].outputData.result).toBe(2);
    const late = await run([query("${workflow.input.q}")], {}, { q: "now" });
    expect([late.status, late.tasks[0].reasonForIncompletion]).toEqual([
      "FAILED",
      expect.stringContaining("Function now/0 does not exist"),
    ]);
  });
});

describe("an execution", () => {
  it.each([
    [500, "priority: 500 should be maximum 99"],
    [-1, "priority: -1 should be minimum 0"],
  ])("is not started with priority %d", async (priority, message) => {
    await register(flow("plain", [task("s", "SET_VARIABLE")]));
    const answer = await call("POST", "/workflow", { name: "plain", input: {}, priority });
    expect([answer.status, messages(answer)]).toEqual([400, [message]]);
    expect((await call("POST", `/workflow/plain?priority=${priority}`, {})).status).toBe(400);
  });

  it("that is terminated from outside starts no failure workflow", async () => {
    await register(flow("comp_none", [task("s", "SET_VARIABLE")]));
    await register(flow("ended", [task("w", "WAIT")], { failureWorkflow: "comp_none" }));
    const workflowId = await start("ended");
    await call("DELETE", `/workflow/${workflowId}?reason=mistake`);
    expect((await get(workflowId)).status).toBe("TERMINATED");
    expect((await search("workflow", "workflowType=comp_none")).totalHits).toBe(0);
  });

  it("that fails passes the failed task to its failure workflow, and records that workflow", async () => {
    await register(flow("comp", [task("s", "SET_VARIABLE", { task: "${workflow.input.failureTaskId}" })]));
    const failed = await run([httpTask("h", "/status/500")], { failureWorkflow: "comp" }, { order: 1 });
    const [found] = (await search("workflow", "workflowType=comp")).results;
    const started = await get(found.workflowId);
    expect(started.input).toMatchObject({
      order: 1,
      workflowId: failed.workflowId,
      failureStatus: "FAILED",
      failureTaskId: failed.tasks[0].taskId,
    });
    expect(failed.output["conductor.failure_workflow"]).toBe(found.workflowId);
    expect(failed.output.response).toContain("500");
  });

  it("names a failure workflow that is not there", async () => {
    const failed = await run([httpTask("h", "/status/500")], { failureWorkflow: "no_such" });
    expect(failed.output["conductor.failure_workflow"]).toBe(
      "Error workflow no_such failed to start.  reason: No such workflow defined. name=no_such, version=null",
    );
  });

  it("is found by its tasks, and its tasks by its definition", async () => {
    await run([httpTask("one", "/x"), httpTask("two", "/x")], { name: "searched" });
    const found = await search("tasks", "workflowType=searched");
    const names = found.results.map(({ taskDefName }: { taskDefName: string }) => taskDefName);
    expect([found.totalHits, names.sort()]).toEqual([2, ["one", "two"]]);
  });
});

describe("a report", () => {
  it("of CANCELED ends the workflow", async () => {
    await register(flow("waits", [task("w", "WAIT")]));
    const workflowId = await start("waits");
    expect((await call("POST", `/tasks/${workflowId}/w/CANCELED`, {})).status).toBe(200);
    const { status, tasks, reasonForIncompletion } = await get(workflowId);
    expect([status, tasks[0].status, reasonForIncompletion]).toEqual([
      "TERMINATED",
      "CANCELED",
      `Task ${tasks[0].taskId} failed with status: TERMINATED and reason: 'null'`,
    ]);
  });

  it("that comes late or twice is not an error, and changes nothing", async () => {
    await register(flow("waits", [task("w", "WAIT")]));
    const workflowId = await start("waits");
    const complete = (value: number) => call("POST", `/tasks/${workflowId}/w/COMPLETED`, { value });
    expect((await complete(1)).text).toBe((await get(workflowId)).tasks[0].taskId);
    expect(await complete(2)).toEqual({ status: 200, text: "" });
    expect((await get(workflowId)).tasks[0].outputData).toEqual({ value: 1 });
    expect(await call("POST", "/tasks/nowhere/w/COMPLETED", {})).toEqual({ status: 200, text: "" });
    expect((await call("POST", `/tasks/${workflowId}/w/COMPLETED/sync`, {})).status).toBe(404);
    expect((await call("POST", `/tasks/${workflowId}/w/TIMED_OUT`, {})).status).toBe(500);
  });
});

describe("a secret", () => {
  const key = "${workflow.secrets.KEY}";

  it("leaves with the request, and is in no input; an unknown one is empty", async () => {
    const ran = await run(
      [
        httpTask("a", "/x", {
          method: "POST",
          headers: { Authorization: `Bearer ${key}`, "X-Other": "b${workflow.secrets.NONE}c" },
          body: { key },
        }),
        task("i", "INLINE", { evaluatorType: "graaljs", expression: "$.key.length", key }),
        task("q", "JSON_JQ_TRANSFORM", { queryExpression: ".key | length", key }),
      ],
      { outputParameters: { key } },
    );
    const sent = asked.at(-1);
    expect([sent?.headers.authorization, sent?.headers["x-other"], sent?.body]).toEqual([
      "Bearer s3cr3t",
      "bc",
      '{"key":"s3cr3t"}',
    ]);
    expect(ran.tasks.map((each: { outputData: Fields }) => each.outputData["result"]).slice(1)).toEqual([
      6, 6,
    ]);
    expect(ran.output).toEqual({ key });
    expect(JSON.stringify(ran)).not.toContain("s3cr3t");
  });

  it("is there for a worker, and not in the task's record", async () => {
    await register(flow("worked", [task("keyed", "SIMPLE", { key })]));
    const workflowId = await start("worked");
    expect(read(await call("GET", "/tasks/poll/keyed")).inputData).toEqual({ key: "s3cr3t" });
    expect((await get(workflowId)).tasks[0].inputData).toEqual({ key });
  });
});

describe("a terminationCondition", () => {
  const poll = (terminationCondition: string) =>
    task("poll", "HTTP_POLL", {
      http_request: {
        uri: `${stubUrl}/x`,
        method: "GET",
        pollingInterval: 1,
        maxPollCount: 1,
        terminationCondition,
      },
    });

  it.each([
    "$.first.output.response.body.id == $.output.response.body.id",
    "$['first'].output.response.statusCode == 200 && $.output.response.statusCode == 200",
    "(function () { return $.set.input.wanted == $.output.response.body.status; })()",
  ])("reads earlier tasks: %s", async (condition) => {
    const ran = await run([
      httpTask("first", "/x"),
      task("set", "SET_VARIABLE", { wanted: "COMPLETED" }),
      poll(condition),
    ]);
    expect([ran.status, ran.reasonForIncompletion]).toEqual(["COMPLETED", undefined]);
  });

  it("that names an unknown task is an error", async () => {
    const ran = await run([poll("$.nobody.output.x == 1")]);
    expect(ran.status).toBe("FAILED");
    expect(ran.tasks[0].reasonForIncompletion).toContain(
      "$.nobody exists only if an earlier task has the reference name nobody",
    );
  });
});

describe("concurrentExecLimit", () => {
  const limited = { name: "limited", responseTimeoutSeconds: 60, concurrentExecLimit: 1, retryCount: 0 };

  it("keeps a worker from a second task until the first has ended", async () => {
    await call("POST", "/metadata/taskdefs", [limited]);
    await register(flow("many", [task("limited", "SIMPLE")]));
    await start("many");
    await start("many");
    const poll = async () => read(await call("GET", "/tasks/poll/batch/limited?count=5&timeout=0"));
    const [first, ...others] = await poll();
    expect(others).toEqual([]);
    expect(await poll()).toEqual([]);
    await call("POST", "/tasks", {
      taskId: first.taskId,
      workflowInstanceId: first.workflowInstanceId,
      status: "COMPLETED",
    });
    expect(await poll()).toHaveLength(1);
  });

  it("keeps requests of a name one after the other", async () => {
    await call("POST", "/metadata/taskdefs", [{ ...limited, name: "limited_http" }]);
    const request = { http_request: { uri: `${stubUrl}/held`, method: "GET", readTimeOut: 60_000 } };
    await register(flow("held", [task("h", "HTTP", request, { name: "limited_http" })]));
    const ids = [await start("held"), await start("held")];
    const ended = async (workflowId = "") => (await get(workflowId)).status === "COMPLETED";
    for (const workflowId of ids) {
      await expect.poll(() => held.length, { timeout: 10_000 }).toBe(1);
      held.shift()?.();
      await expect.poll(() => ended(workflowId), { timeout: 10_000 }).toBe(true);
    }
  });
});
