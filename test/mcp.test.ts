import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { isAlive } from "@long-running-api/foundation/process";
import { announce } from "@long-running-api/kit/local-cloud/address";
import { readNames } from "@long-running-api/kit/names";
import { callbackStepId, stepIds } from "@long-running-api/kit/step-ids";
import { projectFolder } from "@long-running-api/test-support/project";
import { type CallToolResult, Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { everyCheck } from "../checks/all.ts";
import type { Check } from "../checks/engine/check.ts";
import { faultOf, faults } from "../instructor/faults/index.ts";
import { createMcpServer } from "../mcp/server.ts";
import type { Place } from "../mcp/session.ts";
import { storedObservations } from "./support/observations/stored.ts";
import { nowhere, recorded } from "./support/replay.ts";
import { openShell, type Shell } from "./support/shell.ts";
import { openPractice, type Practice } from "./support/solved.ts";

// The server for assistants, driven by the SDK's own client: every fault from its stored observations, without a cloud,
// and one walk as an assistant does it, over stdio.

const answerMsMax = 120_000; // on a busy machine

type Structured = Record<string, unknown>;

interface Assistant {
  /** A tool's own result; rejects with its text if it is an error. */
  call(name: string, args?: Structured): Promise<Structured>;
  close(): Promise<void>;
}

async function connect(place: Partial<Place>): Promise<Assistant> {
  const server = createMcpServer(
    {
      open: async () => nowhere,
      names: () => readNames({ options: {}, env: {} }),
      load: async () => everyCheck,
      yes: false,
      exercises: path.join(os.tmpdir(), "no-such-folder"),
      ...place,
    },
    "0.0.0",
  );
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  const client = new Client({ name: "test", version: "0.0.0" });
  await client.connect(near);
  return assistantOf(client);
}

function assistantOf(client: Client): Assistant {
  return {
    async call(name, args = {}) {
      const result = await client.callTool({ name, arguments: args }, { timeout: answerMsMax });
      const text = textOf(result);
      if (result.isError) throw new Error(text);
      expect(JSON.parse(text)).toEqual(result.structuredContent);
      return result.structuredContent as Structured;
    },
    close: () => client.close(),
  };
}

function textOf({ content }: CallToolResult): string {
  return content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
}

/** One fault for each check that can be a cause. */
const chosen = faults.filter(
  ({ trips: [cause] }, at) => faults.findIndex(({ trips }) => trips[0] === cause) === at,
);

describe("a fault", () => {
  test("check names its cause, hints come one by one without the solution, and the solution only after them", async () => {
    const wrong: string[] = [];
    let checks: readonly Check[] = [];
    const { call, close } = await connect({ load: async () => checks });
    expect(chosen.length).toBeGreaterThan(20);
    for (const { id, step, trips, unsure = [] } of chosen) {
      checks = recorded(everyCheck, storedObservations(id));
      const steps = step === callbackStepId ? [callbackStepId] : [...stepIds];
      const seen = await call("check", { steps });
      const findings = [seen["firstCause"], ...(seen["others"] as unknown[])] as Finding[];
      const named = (status: string) =>
        findings.filter((each) => each.status === status).map((each) => each.check);
      expect({ id, first: findings[0]?.check, fail: named("fail"), unknown: named("unknown") }).toEqual({
        id,
        first: trips[0],
        fail: trips,
        unknown: unsure,
      });
      const [{ expected, check }] = findings as [Finding];
      const ask = { id: check, learnerAsked: true };
      const hints: string[] = [];
      for (let stages = Number.POSITIVE_INFINITY; hints.length < stages; ) {
        await expect(call("solution", ask)).rejects.toThrow("The hints come first.");
        const given = await call("hint", { id: check });
        hints.push(String(given["hint"]));
        stages = Number(given["stages"]);
        expect(given["stage"]).toBe(hints.length);
      }
      expect(hints.length, id).toBeGreaterThan(1);
      const { differences } = (await call("solution", ask)) as { differences: Difference[] };
      for (const { right } of differences) {
        // A word that the check's expectation has anyway is not the solution.
        const given = right.length < 5 || expected.includes(right);
        if (!given && hints.some((hint) => hint.includes(right))) wrong.push(`${id}: ${right}`);
      }
    }
    expect(wrong).toEqual([]);
    await close();
  });

  test("a call without steps is refused instead of passing", async () => {
    const { call, close } = await connect({ load: async () => [] });
    await expect(call("check", { steps: [] })).rejects.toThrow("steps");
    await close();
  });

  test("the cause is found from a later step, too", async () => {
    const checks = recorded(everyCheck, storedObservations("get-without-template"));
    const { call, close } = await connect({ load: async () => checks });
    expect(await call("check", { steps: ["04-workflow"] })).toMatchObject({
      status: "skip",
      firstCause: { check: "03-api/get-request", observed: expect.stringContaining("no template") },
    });
    await expect(call("solution", { id: "03-api/get-body", learnerAsked: true })).rejects.toThrow(
      "03-api/get-body follows from 03-api/get-request.",
    );
    await close();
  });
});

interface Finding {
  check: string;
  status: string;
  expected: string;
}
interface Difference {
  field: string;
  right: string;
}

describe("a real account", () => {
  const real = { open: async () => ({ ...nowhere, name: "aws" as const, real: true }) };
  /** The checks, and those whose probes have run. */
  const watched = () => {
    const asked: Check[] = [];
    const checks = recorded(everyCheck, storedObservations("solved")).map((check) => ({
      ...check,
      probe: async (context: Parameters<Check["probe"]>[0]) => {
        asked.push(check);
        return await check.probe(context);
      },
    }));
    return { asked, load: async () => checks };
  };
  const acting = everyCheck.filter(({ acts, step }) => acts && step !== callbackStepId).map(({ id }) => id);

  test("without --yes no check sends its probe request", async () => {
    const { asked, load } = watched();
    const { call, close } = await connect({ ...real, load });
    expect(await call("check")).toMatchObject({ status: "pass", notRun: acting });
    await expect(call("check", { probe: true })).rejects.toThrow("npx tsx mcp --target aws --yes");
    for (const id of acting) await expect(call("hint", { id })).rejects.toThrow("may only read this account");
    expect(asked.filter(({ acts }) => acts)).toEqual([]);
    expect(asked.length).toBeGreaterThan(30);
    await close();
  });

  test("with --yes they do", async () => {
    const { asked, load } = watched();
    const { call, close } = await connect({ ...real, load, yes: true });
    expect(await call("check")).toMatchObject({ status: "pass", notRun: [] });
    expect(asked.filter(({ acts }) => acts).map(({ id }) => id)).toEqual(acting);
    await close();
  });
});

test("what needs no cloud: templates, explanations, exercises; and an unknown name gets the nearest", async () => {
  const { call, close } = await connect({ load: async () => everyCheck });
  const template = '{"id": "$input.params("requestId")"#if}';
  expect(await call("render_template", { template })).toMatchObject({
    error: { line: 1, column: expect.any(Number), excerpt: expect.stringContaining("^") },
  });
  expect(
    await call("render_template", { template: `{"id": "$input.params('a')" $b, }`, path: { a: "7" } }),
  ).toMatchObject({ output: '{"id": "7" , }', unresolved: ["$b"], notJson: expect.any(String) });
  expect((await call("explain", { id: "get-request" }))["text"]).toContain("03-api/get-request");
  await expect(call("explain", { id: "03-api/get-requst" })).rejects.toThrow(/closest +03-api\/get-request/);
  await expect(call("explain", { id: "get-bdy" })).rejects.toThrow(/closest +03-api\/get-body/);
  await expect(call("hint", { id: "03-api/get-requst" })).rejects.toThrow(/closest +03-api\/get-request/);
  await expect(call("hint", { id: "03-pth" })).rejects.toThrow(/closest +03-path/);
  const { exercises } = (await call("exercises")) as { exercises: { id: string; state: string }[] };
  expect(exercises.find(({ id }) => id === "03-path")).toMatchObject({ state: "none" });
  await expect(call("solution", { id: "03-path", learnerAsked: true })).rejects.toThrow("0 of 3");
  await expect(call("solution", { id: "03-path" })).rejects.toThrow("learnerAsked");
  await call("hint", { id: "03-path" });
  await call("hint", { id: "03-path" });
  expect(await call("hint", { id: "path" })).toMatchObject({ id: "03-path", stage: 3, stages: 3 });
  expect(await call("solution", { id: "03-path", learnerAsked: true })).toMatchObject({
    differences: [{ field: "get-request.vtl", right: expect.stringContaining("params('requestId')") }],
  });
  await close();
});

describe("over stdio", () => {
  let practice: Practice;
  let shell: Shell;
  let client: Client;
  let transport: StdioClientTransport;
  const errors: unknown[] = [];

  beforeAll(async () => {
    practice = await openPractice();
    await practice.apply(["01-table", "02-lambda", "03-api"]);
    await faultOf("get-without-template", faults).inject(practice);
    const { target } = practice;
    shell = openShell();
    announce(shell.dataFolder, {
      pid: process.pid,
      aws: target.aws.endpoint ?? "",
      conductor: target.conductorUrl,
      startedAt: new Date().toISOString(),
      background: false,
    });
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
    transport = new StdioClientTransport({
      command: process.execPath,
      args: ["--import", tsx, "mcp"],
      cwd: projectFolder,
      env: Object.fromEntries(
        Object.entries(shell.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
    });
    client = new Client({ name: "test", version: "0.0.0" }, { versionNegotiation: { mode: "auto" } });
    client.onerror = (error) => errors.push(error); // a line on stdout that is not the protocol's
    await client.connect(transport);
  }, answerMsMax);
  afterAll(async () => {
    await client?.close();
    await shell?.close();
    await practice?.close();
  });

  test("an assistant finds the fault, and sees the request that shows it", {
    timeout: answerMsMax,
  }, async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "check",
      "hint",
      "solution",
      "explain",
      "recent_requests",
      "request_logs",
      "render_template",
      "exercises",
    ]);
    for (const { name, description, outputSchema } of tools)
      expect([name, description, outputSchema]).not.toContain(undefined);
    const { call } = assistantOf(client);
    expect(await call("check", { steps: ["03-api"] })).toMatchObject({
      target: practice.target.title,
      status: "fail",
      firstCause: { check: "03-api/get-request" },
    });
    const { requests } = (await call("recent_requests")) as { requests: { id: string; method: string }[] };
    const [{ id } = { id: "" }] = requests;
    expect(requests.map(({ method }) => method)).toContain("POST");
    expect((await call("request_logs", { id }))["lines"]).toContainEqual(
      expect.stringMatching(/execute +(GET|POST) \//),
    );
    await expect(call("request_logs", { id: `${id}0` })).rejects.toThrow(`closest  ${id}`);
    const { pid } = transport;
    await client.close();
    expect(pid !== null && isAlive(pid)).toBe(false);
    expect(errors).toEqual([]);
  });
});
