import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedConductor, serveConductor } from "../src/serve.ts";

let conductor: ServedConductor;
beforeAll(async () => {
  conductor = await serveConductor();
});
afterAll(() => conductor.close());

describe("bad input is answered in Conductor's error shape", () => {
  it.each<[string, string, string, string | undefined, number, RegExp]>([
    [
      "an unknown execution",
      "GET",
      "/api/workflow/nope",
      undefined,
      404,
      /No such workflow found by id: nope/,
    ],
    ["an unknown task", "GET", "/api/tasks/nope", undefined, 404, /Task not found for taskId: nope/],
    [
      "an unknown definition",
      "POST",
      "/api/workflow/nope",
      "{}",
      404,
      /No such workflow found by name: nope/,
    ],
    ["an unknown path", "GET", "/api/nope", undefined, 404, /No static resource api\/nope\./],
    [
      "a path with a broken escape",
      "GET",
      "/api/workflow/%E0%A4%A",
      undefined,
      400,
      /two hexadecimal digits/,
    ],
    ["JSON that is cut off", "POST", "/api/metadata/workflow", '{"name":', 500, /JSON parse error/],
    ["JSON that is nested too deep", "POST", "/api/workflow/x", "[".repeat(100_000), 500, /nesting depth/],
    ["a list for an object", "POST", "/api/workflow/x", "[]", 500, /from Array value/],
    ["no body", "POST", "/api/metadata/workflow", "", 500, /Required request body is missing/],
    [
      "a query that is none",
      "GET",
      "/api/workflow/search?query=garbage!!",
      undefined,
      400,
      /Incorrectly formatted/,
    ],
    [
      "a number that is none",
      "GET",
      "/api/workflow/search?size=many",
      undefined,
      400,
      /size must be a whole number/,
    ],
    ["an unknown status", "POST", "/api/tasks/x/y/WAT", "{}", 500, /Failed to convert value.*\[WAT\]/],
  ])("%s", async (_, method, path, body, status, words) => {
    const answer = await call(method, path, body);
    expect(answer.status, answer.text).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({
      status,
      message: expect.stringMatching(words),
      retryable: false,
    });
  });

  it("a body over 5 MB is rejected, and the next request succeeds", async () => {
    const answer = await call(
      "POST",
      "/api/metadata/workflow",
      JSON.stringify({ name: "x".repeat(6_000_000) }),
    );
    expect(answer.status).toBe(413);
    expect((await call("GET", "/api/health")).status).toBe(200);
  });

  it("an invalid JavaScript condition is rejected with its position: the blog's, escaped once too many", async () => {
    const terminationCondition =
      '(function() { return $.output.response.statusCode == 200 && $.output.response.body.body.status == \\"COMPLETED\\"; })();';
    const http_request = {
      uri: "http://127.0.0.1/",
      method: "GET",
      terminationCondition,
      pollingInterval: "10",
    };
    const task = { name: "p", taskReferenceName: "p", type: "HTTP_POLL", inputParameters: { http_request } };
    const answer = await call(
      "POST",
      "/api/metadata/workflow",
      JSON.stringify({ name: "blog", tasks: [task] }),
    );
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/terminationCondition.* is not valid JavaScript.* at line 1, column \d+/);
  });

  it.each(["constructor", "toString", "__proto__", "FORK_JOIN_DYNAMIC"])(
    "the task type %s is refused by name",
    async (type) => {
      const definition = { name: "odd", tasks: [{ name: "o", taskReferenceName: "o", type }] };
      const answer = await call("POST", "/api/metadata/workflow", JSON.stringify(definition));
      expect(answer.status).toBe(400);
      expect(answer.text).toContain(`Task type ${type}`);
    },
  );

  it("a SWITCH on `constructor` takes its default case", async () => {
    const simple = (name: string) => ({ name, taskReferenceName: name, type: "SIMPLE" });
    const route = {
      name: "route",
      taskReferenceName: "route",
      type: "SWITCH",
      evaluatorType: "value-param",
      expression: "state",
      inputParameters: { state: "constructor" },
      decisionCases: { A: [simple("a")] },
      defaultCase: [simple("other")],
    };
    await call("POST", "/api/metadata/workflow", JSON.stringify({ name: "proto", tasks: [route] }));
    const { text: id } = await call("POST", "/api/workflow/proto", "{}");
    const { tasks } = JSON.parse((await call("GET", `/api/workflow/${id}`)).text) as {
      tasks: { referenceTaskName: string }[];
    };
    expect(tasks.map(({ referenceTaskName }) => referenceTaskName)).toEqual(["route", "other"]);
  });
});

describe("scripts that misbehave end their task, not the server", () => {
  it.each([
    ["for(;;){}", /did not end within/],
    ["'x'.repeat(1e9)", /./],
    ["$.nosuch.deeper", /Error/],
    ["new Array(1e8).join('x')", /./],
  ])("%s", { timeout: 20_000 }, async (expression, words) => {
    const task = { name: "i", taskReferenceName: "i", type: "INLINE", inputParameters: { expression } };
    await call(
      "POST",
      "/api/metadata/workflow?overwrite=true",
      JSON.stringify({ name: "script", tasks: [task] }),
    );
    const run = await call("POST", "/api/workflow/execute/script/1?waitForSeconds=15", "{}");
    const { status, tasks } = JSON.parse(run.text) as {
      status: string;
      tasks: { reasonForIncompletion: string }[];
    };
    expect(status).toBe("FAILED");
    expect(tasks[0]?.reasonForIncompletion).toMatch(words);
    expect((await call("GET", "/health")).status).toBe(200);
  });
});

it("tasks call only allowed hosts, when there is a list", async () => {
  const guarded = await serveConductor({ allowHosts: ["example.com"] });
  const http_request = { uri: `${conductor.url}/health`, method: "GET" };
  const task = { name: "h", taskReferenceName: "h", type: "HTTP", inputParameters: { http_request } };
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ input: {}, workflowDef: { name: "out", tasks: [task] } });
  const run = await fetch(`${guarded.url}/api/workflow/execute/out/1`, { method: "POST", headers, body });
  const { status, tasks } = (await run.json()) as {
    status: string;
    tasks: { reasonForIncompletion: string }[];
  };
  expect(status).toBe("FAILED");
  expect(tasks[0]?.reasonForIncompletion).toContain("may not be called: allowed are example.com");
  await guarded.close();
});

async function call(method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(conductor.url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, text: await response.text() };
}
