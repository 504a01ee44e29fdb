import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type ConductorApi, ConductorRefusal, connectConductor } from "./client.ts";

interface Asked {
  method: string;
  url: string;
  key: string | undefined;
  body: unknown;
}

const asked: Asked[] = [];
let answer: { status: number; body: unknown } = { status: 200, body: [] };

const stub = createServer((request, response) => {
  let body = "";
  request.on("data", (piece) => {
    body += piece;
  });
  request.on("end", () => {
    const key = request.headers["x-authorization"];
    asked.push({
      method: request.method ?? "",
      url: request.url ?? "",
      key: typeof key === "string" ? key : undefined,
      body: body === "" ? undefined : JSON.parse(body),
    });
    const { status, body: sent } =
      request.url === "/api/token" ? { status: 200, body: { token: "T" } } : answer;
    response
      .writeHead(status, { "content-type": "application/json" })
      .end(sent === undefined ? "" : JSON.stringify(sent));
  });
});

let serverUrl = "";
let server: ConductorApi;
beforeAll(async () => {
  await new Promise<void>((resolve) => stub.listen(0, "127.0.0.1", resolve));
  serverUrl = `http://127.0.0.1:${(stub.address() as AddressInfo).port}/api`;
  server = await connectConductor({ serverUrl });
});
afterAll(() => stub.close());
beforeEach(() => {
  asked.length = 0;
  answer = { status: 200, body: [] };
});

describe("connectConductor", () => {
  it("names what is invalid in a definition, and not only that something is", async () => {
    const validationErrors = [
      {
        path: "update.list[0]",
        message: "input parameter: ${input.requestId} is not valid",
        invalidValue: null,
      },
      { path: "update.list[0].name", message: "WorkflowDef name cannot be null or empty" },
    ];
    const message = "Validation failed, check below errors for detail.";
    answer = { status: 400, body: { status: 400, message, retryable: false, validationErrors } };
    const refused = server.register({ name: "w", tasks: [], timeoutSeconds: 0 });
    await expect(refused).rejects.toThrow(
      "Validation failed: input parameter: ${input.requestId} is not valid; WorkflowDef name cannot be null or empty",
    );
  });

  it("polls for due tasks without making the server wait for more", async () => {
    answer = { status: 200, body: [{ taskId: "t" }] };
    expect(await server.poll({ type: "HTTP_POLL", count: 5, workerId: "w", domain: "blue" })).toEqual([
      { taskId: "t" },
    ]);
    expect(asked).toEqual([
      {
        method: "GET",
        url: "/api/tasks/poll/batch/HTTP_POLL?workerid=w&count=5&timeout=0&domain=blue",
        key: undefined,
        body: undefined,
      },
    ]);
  });

  it("treats a response without content as no task", async () => {
    answer = { status: 204, body: undefined };
    expect(await server.poll({ type: "HTTP_POLL", count: 1, workerId: "w" })).toEqual([]);
  });

  it("updates a task without receiving the next one", async () => {
    const result = { taskId: "t", workflowInstanceId: "w", status: "COMPLETED" as const };
    await server.update(result);
    expect(asked).toMatchObject([{ method: "POST", url: "/api/tasks", body: result }]);
  });

  it("registers a task definition", async () => {
    await server.registerTask({ name: "a", timeoutSeconds: 0, totalTimeoutSeconds: 0 });
    expect(asked).toMatchObject([
      { method: "POST", url: "/api/metadata/taskdefs", body: [{ name: "a", timeoutSeconds: 0 }] },
    ]);
  });

  it("keeps an error's status and message", async () => {
    answer = { status: 409, body: { status: 409, message: "no such thing" } };
    const error = await server.definitions().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConductorRefusal);
    expect(error).toMatchObject({
      status: 409,
      message: "no such thing",
      request: "GET /api/metadata/workflow",
    });
    expect(await server.statusOf("/token/userInfo")).toBe(409);
  });

  it("uses the given URL and key, regardless of the environment", async () => {
    vi.stubEnv("CONDUCTOR_SERVER_URL", "http://127.0.0.1:1/api");
    vi.stubEnv("CONDUCTOR_AUTH_KEY", "not this one");
    const withKey = await connectConductor({ serverUrl, keyId: "id", keySecret: "secret" });
    expect(process.env["CONDUCTOR_SERVER_URL"]).toBe("http://127.0.0.1:1/api");
    expect(process.env["CONDUCTOR_AUTH_KEY"]).toBe("not this one");
    vi.unstubAllEnvs();
    await withKey.definitions();
    expect(asked).toMatchObject([
      { url: "/api/token", body: { keyId: "id", keySecret: "secret" } },
      { url: "/api/metadata/workflow", key: "T" },
    ]);
  });
});
