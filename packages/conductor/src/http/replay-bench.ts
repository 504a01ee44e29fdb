import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { freePort } from "@long-running-api/test-support/free-port";
import { readVectorFile, vectorFile } from "@long-running-api/test-support/vectors";
import type { HttpOutcome } from "../http-request.ts";
import { parseJson, stringifyJson } from "../json.ts";

/** The result of an HTTP task on the Conductor OSS server 3.32.3. */
export interface RecordedTask {
  id: string;
  request: Record<string, unknown>;
  status: string;
  response?: unknown;
  reason?: string;
}

/** HTTP tasks measured one by one for this project: conductor-oss-http.jsonl, which its stub answered. */
export function measuredTasks(): RecordedTask[] {
  return lines("conductor-oss-http.jsonl") as RecordedTask[];
}

/** Exchanges 101 to 155 of the recording, if their answer was recorded. */
export function recordedTasks(): RecordedTask[] {
  const exchanges = lines("conductor-oss.jsonl") as {
    id: string;
    response: { body: { tasks: Record<string, unknown>[] } } | null;
  }[];
  return exchanges.flatMap(({ id, response }) => {
    const number = Number(id.slice(0, 3));
    if (number < 101 || number > 155 || !response) return [];
    const [task] = response.body.tasks;
    const input = task?.["inputData"] as { http_request: Record<string, unknown> };
    const output = task?.["outputData"] as { response?: unknown };
    return [
      {
        id,
        request: input.http_request,
        status: String(task?.["status"]),
        ...("response" in output ? { response: output.response } : {}),
        ...(task?.["reasonForIncompletion"] ? { reason: String(task["reasonForIncompletion"]) } : {}),
      },
    ];
  });
}

function lines(name: string): unknown[] {
  return readVectorFile(name)
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
}

export interface Stubs {
  /** By the recorded port. */
  ports: Map<number, number>;
  stop(): void;
}

/** Starts the servers that the recorded tasks called, each on a free port. */
export async function startStubs(): Promise<Stubs> {
  const recorded = await startStub("conductor-oss-stub.mjs", { STUB_PORT: String(await freePort()) });
  const measured = await startStub("conductor-oss-http-stub.mjs", {});
  const [first, ...others] = [recorded.text.replace("stub ", ""), ...(JSON.parse(measured.text) as number[])];
  const ports = new Map(
    [18_090, 18_091, 18_092, 18_093].map((known, index) => [known, Number([first, ...others][index])]),
  );
  return {
    ports,
    stop() {
      recorded.stop();
      measured.stop();
    },
  };
}

async function startStub(name: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [vectorFile(name)], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [text] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { text, stop: () => child.kill() };
}

/** Replaces the recorded ports by this run's (or the reverse). */
export function withPorts<T>(value: T, ports: Iterable<readonly [number, number]>): T {
  let text = stringifyJson(value);
  for (const [from, to] of ports) text = text.replaceAll(`:${from}`, `:${to}`);
  return parseJson(text) as T;
}

/** A task's record as Conductor stores it, without values that vary between runs and the two clients' names. */
export function comparable({
  status,
  response,
  reason,
}: Pick<RecordedTask, "status" | "response" | "reason">): unknown {
  const text = stringifyJson({ status, response: sorted(response), reason: reason?.slice(0, 500) });
  return JSON.parse(
    text
      .replace(/"Date":\["[^"]*"\]/g, '"Date":["…"]')
      .replace(/Apache-HttpClient\/[^"\\]*\)|long-running-api-companion/g, "CLIENT"),
  );
}

/** The embedded Conductor's record of an outcome. */
export function asTask(outcome: HttpOutcome): Pick<RecordedTask, "status" | "response" | "reason"> {
  return {
    status: outcome.ok ? "COMPLETED" : "FAILED",
    ...(outcome.response === undefined ? {} : { response: outcome.response }),
    ...(outcome.ok ? {} : { reason: outcome.reason }),
  };
}

function sorted(response: unknown): unknown {
  if (typeof response !== "object" || response === null) return response;
  return Object.fromEntries(Object.entries(response).sort(([a], [b]) => a.localeCompare(b)));
}
