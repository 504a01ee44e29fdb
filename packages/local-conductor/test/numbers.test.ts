import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ServedConductor, serveConductor } from "../src/serve.ts";

/** Numbers as Conductor OSS 3.32.3 keeps them: whole ones with all their digits, a Double as a Double. */

const body = '{"id":1234567890123456789,"double":1.0,"list":[9007199254740993,1]}';
const folder = mkdtempSync(path.join(tmpdir(), "numbers-"));
const file = path.join(folder, "conductor.db");
const asked: string[] = [];
const bodies: string[] = [];
let running: ServedConductor;
let server: http.Server;
let here = "";

beforeAll(async () => {
  server = http.createServer(async (request, response) => {
    asked.push(request.url ?? "");
    let text = "";
    for await (const chunk of request) text += String(chunk);
    bodies.push(text);
    response.setHeader("content-type", "application/json").end(request.url === "/bare" ? "12345" : body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  running = await serveConductor({ file });
});

afterAll(async () => {
  await running.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const answer = "${job.output.response.body.id}";
const http_ = (ref: string, at: string, more: object = {}) => ({
  name: ref,
  taskReferenceName: ref,
  type: "HTTP",
  inputParameters: { http_request: { uri: `${here}${at}`, method: "GET", ...more } },
});
const task = (ref: string, type: string, inputParameters: object, more: object = {}) => ({
  name: ref,
  taskReferenceName: ref,
  type,
  inputParameters,
  ...more,
});

/** Runs tasks to their end; the record as it goes over the wire. */
async function run(tasks: object[], input = "{}"): Promise<{ workflowId: string; record: string }> {
  const send = (at: string, text: string) =>
    fetch(`${running.url}/api${at}`, {
      method: "POST",
      body: text,
      headers: { "content-type": "application/json" },
    });
  const definition = { name: "numbers", version: 1, schemaVersion: 2, timeoutSeconds: 0, tasks };
  const registered = await send("/metadata/workflow?overwrite=true", JSON.stringify(definition));
  expect([registered.status, await registered.text()]).toEqual([200, ""]);
  const started = await send(
    "/workflow/execute/numbers/1?waitForSeconds=20",
    `{"name":"numbers","input":${input}}`,
  );
  const { workflowId } = (await started.json()) as { workflowId: string };
  return { workflowId, record: await recordOf(workflowId) };
}

async function recordOf(workflowId: string): Promise<string> {
  return (await fetch(`${running.url}/api/workflow/${workflowId}`)).text();
}

/** A member of the first object that has it, as it is written. */
function written(record: string, member: string): string | undefined {
  return new RegExp(`"${member}":(?!"\\$)("[^"]*"|\\[[^\\]]*\\]|[^,}\\]]*)`).exec(record)?.[1];
}

it("keeps the digits in addresses and bodies, of an answer and of the input", async () => {
  asked.length = 0;
  bodies.length = 0;
  const { record } = await run(
    [
      http_("job", "/job"),
      http_("ask", `/jobs/${answer}`),
      http_("given", "/jobs/${workflow.input.id}"),
      http_("post", "/post", { method: "POST", body: { id: answer, of: "${workflow.input}" } }),
    ],
    '{"id":9007199254740993}',
  );
  expect(asked).toEqual(["/job", "/jobs/1234567890123456789", "/jobs/9007199254740993", "/post"]);
  expect(bodies.at(-1)).toBe('{"id":1234567890123456789,"of":{"id":9007199254740993}}');
  expect(written(record, "id")).toBe("1234567890123456789");
});

it("makes a Double of a body that is a number", async () => {
  asked.length = 0;
  const { record } = await run([http_("bare", "/bare"), http_("ask", "/${bare.output.response.body}")]);
  expect(asked).toEqual(["/bare", "/12345.0"]);
  expect(written(record, "body")).toBe("12345.0");
});

it("keeps them through every task that the engine runs itself, and through a restart", async () => {
  const { workflowId, record } = await run([
    http_("job", "/job"),
    task("inline", "INLINE", { evaluatorType: "graaljs", expression: "({ inlined: $.id })", id: answer }),
    task("text", "INLINE", { evaluatorType: "graaljs", expression: "'/jobs/' + $.id", id: answer }),
    task("jq", "JSON_JQ_TRANSFORM", { queryExpression: "{ queried: .id }", id: answer }),
    task("variable", "SET_VARIABLE", { kept: answer, double: "${job.output.response.body.double}" }),
    task(
      "which",
      "SWITCH",
      { id: answer },
      {
        evaluatorType: "value-param",
        expression: "id",
        decisionCases: { "1234567890123456789": [task("taken", "SET_VARIABLE", { taken: answer })] },
      },
    ),
    task("end", "TERMINATE", {
      terminationStatus: "COMPLETED",
      workflowOutput: { ended: answer, of: "${workflow.variables}", all: "${job.output.response.body.list}" },
    }),
  ]);
  const found = ["inlined", "queried", "kept", "taken", "ended", "selectedCase", "all", "double"].map(
    (member) => written(record, member),
  );
  const id = "1234567890123456789";
  expect(found).toEqual([id, id, id, id, id, `"${id}"`, "[9007199254740993,1]", "1.0"]);
  expect(record).toContain('"result":"/jobs/1234567890123456789"');
  const search = await fetch(`${running.url}/api/workflow/search?query=workflowId%3D${workflowId}`);
  expect(await search.text()).toContain(`ended=${id}`);

  await running.close();
  running = await serveConductor({ file });
  expect(await recordOf(workflowId)).toBe(record);
});

it("judges a poll's condition by them", async () => {
  const { record } = await run([
    task("poll", "HTTP_POLL", {
      http_request: {
        uri: `${here}/job`,
        method: "GET",
        terminationCondition: "'' + $.output.response.body.id === $.input.wanted",
        pollingInterval: 1,
        maxPollCount: 1,
      },
      wanted: "1234567890123456789",
    }),
  ]);
  expect(written(record, "status")).toBe('"COMPLETED"');
});
