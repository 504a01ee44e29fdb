import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Workflow } from "@long-running-api/conductor/client";
import { parseJson } from "@long-running-api/conductor/json";
import { expect, test } from "vitest";
import {
  type OpenProbeContext,
  openProbeContext,
  type ProbeContext,
  type ProbeContextOptions,
} from "../engine/probe-context.ts";
import { callbackFunction, callbackWorkflow } from "./callback.ts";
import { callbackRun } from "./callback-run.ts";
import { cloudWatchLogs } from "./clients.ts";
import { latestRun } from "./execution.ts";
import { expectedWorkTime } from "./expected-work-time.ts";

const started = "START RequestId: a-1 Version: $LATEST";
const error = "Error: gone";
const report = "REPORT RequestId: a-1\tDuration: 2000.00 ms";

test("the function's log is read only for a run that still polls: how far it got when another ended is chance", async () => {
  expect((await latestRun(contextOf("RUNNING", [started, error])))?.log).toBe(error);
  for (const status of ["FAILED", "TERMINATED", "COMPLETED"] as const)
    expect(await latestRun(contextOf(status, [started, error])), status).not.toHaveProperty("log");
});

test("numbers of a run's input keep their digits, and a number with a fraction is not an object", async () => {
  const input = parseJson('{"requestId": 1234567890123456789, "n": 1.0}') as Record<string, unknown>;
  const context = contextOf("COMPLETED", []);
  expect(await latestRun({ ...context, ...withInput(context, input) })).toMatchObject({
    requestId: "1234567890123456789",
    input: '{"requestId":1234567890123456789,"n":1.0}',
  });
  const fraction = await latestRun({ ...context, ...withInput(context, { requestId: input["n"] }) });
  expect(fraction).toMatchObject({ requestId: "1.0" });
  expect(fraction).not.toHaveProperty("oddId");
});

test("a run's condition sees the digits that Conductor's engine sees", async () => {
  const body = parseJson('{"status": "PROCESSING", "id": 1234567890123456789}');
  const id = 'String($.output.response.body.id) == "1234567890123456789"';
  const terminationCondition = `$.output.response.body.status == "COMPLETED" && ${id}`;
  const poll = {
    taskType: "HTTP_POLL",
    referenceTaskName: "poll",
    status: "COMPLETED",
    inputData: { http_request: { terminationCondition } },
    outputData: { response: { statusCode: 200, body } },
  } as const;
  const task = { name: "poll", taskReferenceName: "poll", type: "HTTP_POLL", inputParameters: {} };
  const workflowDefinition = { name: "one", tasks: [task], timeoutSeconds: 0 };
  const context = contextOf("COMPLETED", []);
  const { end } = context;
  expect(
    await latestRun({ ...context, ...withRun(context, { tasks: [poll], workflowDefinition }) }),
  ).toMatchObject({
    onceCompleted: { kind: "done" },
  });
  await end();
});

test("the log of a run with a callback is read to its end, which can come after the run's", async () => {
  const run = await callbackRun(contextOf("COMPLETED", [started], [started, error, report]));
  expect(run?.log).toBe(error);
});

/** The same context, with another input of its run. */
function withInput(context: ProbeContext, input: Record<string, unknown>): Pick<ProbeContext, "target"> {
  return withRun(context, { input });
}

/** The same context, with other parts of its run. */
function withRun({ target }: ProbeContext, parts: Partial<Workflow>): Pick<ProbeContext, "target"> {
  const conductor: typeof target.conductor = async () => {
    const client = await target.conductor();
    return { ...client, execution: async (id) => ({ ...(await client.execution(id)), ...parts }) };
  };
  return { target: { ...target, conductor } };
}

/** A context with one run, which was started long ago; the function's log is longer each time it is read. */
function contextOf(
  status: NonNullable<Workflow["status"]>,
  ...logs: (readonly string[])[]
): OpenProbeContext {
  const run: Workflow = { workflowId: "run", status, createTime: 1, input: { requestId: "1" } };
  const conductor = async () => ({ executions: async () => [run], execution: async () => run });
  const client = {
    send: async () => ({ events: logs.shift()?.map((message) => ({ message, logStreamName: "1" })) ?? [] }),
  };
  const options = {
    target: { conductor },
    names: { function: "f", chosen: {} },
  } as unknown as ProbeContextOptions;
  const open = openProbeContext(options);
  const ask = (async (probe: () => Promise<unknown>) => {
    if (probe.name === "sandbox") return await open.ask(probe);
    if (probe === cloudWatchLogs) return { client, FilterLogEventsCommand };
    if (probe === expectedWorkTime) return { seconds: 2, known: true };
    if (probe === callbackFunction || probe === callbackWorkflow) return undefined;
    return { name: "one", version: 1, lastModifiedMs: 0 };
  }) as ProbeContext["ask"];
  return { ...open, ask };
}
