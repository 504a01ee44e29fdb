import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { pythonWith } from "@long-running-api/test-support/programs";
import { projectFolder } from "@long-running-api/test-support/project";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

// How the callback's functions report, without their work: the table says that the work is done, as when an event is
// delivered a second time. A stub stands for DynamoDB and for a Conductor server with keys.

interface Sent {
  request: string;
  token: string | undefined;
  body: unknown;
}

const job = { requestId: "12345", workflowId: "run-1", taskId: "task-1" };
const secret = "the-secret-of-the-key";

let sent: Sent[] = [];
/** The answers of Conductor by request; the first of several is given once. */
let answers: Record<string, { status: number; body?: object }[]> = {};

const right = () => ({
  "POST /api/token": [{ status: 200, body: { token: "T" } }],
  "GET /api/tasks/task-1": [{ status: 200, body: { status: "IN_PROGRESS", workflowInstanceId: "run-1" } }],
  "POST /api/tasks": [{ status: 200 }],
});

const stub = createServer(async (incoming, outgoing) => {
  const body = await textOf(incoming);
  if (incoming.headers["x-amz-target"] !== undefined) {
    const error = { __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException" };
    outgoing.writeHead(400, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(error));
    return;
  }
  const request = `${incoming.method} ${incoming.url}`;
  const header = incoming.headers["x-authorization"];
  const token = typeof header === "string" ? header : undefined;
  sent.push({ request, token, body: body === "" ? undefined : JSON.parse(body) });
  const [first, ...others] = answers[request] ?? [];
  if (others.length > 0) answers[request] = others;
  outgoing.writeHead(first?.status ?? 404).end(first?.body ? JSON.stringify(first.body) : "");
});

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of incoming) text += piece;
  return text;
}

const python = pythonWith(["boto3"]);

/** Calls a newly loaded function; returns its result or error, and its output. */
type Call = (event: object) => Promise<{ result?: unknown; error?: string; printed: string }>;

let environment: Record<string, string> = {};
let child: ChildProcess | undefined;

beforeAll(async () => {
  await new Promise<void>((resolve) => stub.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(stub.address() as AddressInfo).port}`;
  environment = {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_MAX_ATTEMPTS: "1",
    TABLE_NAME: "table",
    CONDUCTOR_SERVER_URL: `${url}/api`,
    CONDUCTOR_AUTH_KEY: "key",
    CONDUCTOR_AUTH_SECRET: secret,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterAll(async () => {
  child?.stdin?.end();
  vi.unstubAllEnvs();
  await new Promise((resolve) => stub.close(resolve));
  stub.closeAllConnections();
});
beforeEach(() => {
  sent = [];
  answers = right();
});

const inNode: Call = async (event) => {
  vi.resetModules(); // its token is kept between invocations
  const { handler } = await import("../../lambda/callback.ts");
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    const result = await handler({ ...event }).catch((error: Error) => ({ error: `${error}` }));
    const printed = log.mock.calls.flat().join("\n");
    return "error" in result ? { ...result, printed } : { result, printed };
  } finally {
    log.mockRestore();
  }
};

const driver = `import contextlib, io, json, sys
import callback_function as function
for line in sys.stdin:
    function.token, out, answer = None, io.StringIO(), {}
    with contextlib.redirect_stdout(out):
        try: answer["result"] = function.lambda_handler(json.loads(line), None)
        except Exception as error: answer["error"] = f"{type(error).__name__}: {error}"
    print(json.dumps({**answer, "printed": out.getvalue()}), flush=True)`;

const inPython: Call = async (event) => {
  child ??= spawn(python.command ?? "", ["-c", driver], {
    cwd: path.join(projectFolder, "lambda"),
    env: { ...process.env, ...environment, PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  lines ??= createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  child.stdin?.write(`${JSON.stringify(event)}\n`);
  const { value } = await lines.next();
  return JSON.parse(value ?? "{}") as Awaited<ReturnType<Call>>;
};
let lines: AsyncIterator<string> | undefined;

describe.each([
  ["node", inNode],
  ["python", inPython],
] as const)("in %s", (runtime, call) => {
  beforeEach(({ skip }) => skip(runtime === "python" && !python.command, python.why));

  it("completes the task with a token for its key, and prints no secret", async () => {
    const { result, printed } = await call(job);
    expect(result).toEqual({ statusCode: 200, body: '{"requestId":"12345","status":"COMPLETED"}' });
    expect(sent.map(({ request, token }) => [request, token])).toEqual([
      ["POST /api/token", undefined],
      ["GET /api/tasks/task-1", "T"],
      ["POST /api/tasks", "T"],
    ]);
    expect(sent[0]?.body).toEqual({ keyId: "key", keySecret: secret });
    expect(sent[2]?.body).toEqual({
      workflowInstanceId: "run-1",
      taskId: "task-1",
      status: "COMPLETED",
      outputData: { requestId: "12345", status: "COMPLETED" },
    });
    expect(printed).toContain('requestId "12345": reported COMPLETED');
    expect(printed).not.toContain(secret);
  });

  it.each(["COMPLETED", "TIMED_OUT", "COMPLETED_WITH_ERRORS"])(
    "leaves a task that is %s alone",
    async (status) => {
      answers["GET /api/tasks/task-1"] = [{ status: 200, body: { status, workflowInstanceId: "run-1" } }];
      const { result, printed } = await call(job);
      expect(result).toMatchObject({ statusCode: 200 });
      expect(sent.map(({ request }) => request)).not.toContain("POST /api/tasks");
      expect(printed).toContain(`not reported: the task is ${status} already`);
    },
  );

  it("says that the key has expired, without the secret", async () => {
    answers["POST /api/token"] = [{ status: 401 }];
    const { error } = await call(job);
    expect(error).toBe(
      "NotReportedError: Conductor answered 401 to POST /token: it does not accept the key CONDUCTOR_AUTH_KEY.",
    );
    expect(error).not.toContain(secret);
  });

  it("gets another token when the one that it has is no longer accepted", async () => {
    const [task] = answers["GET /api/tasks/task-1"] ?? [];
    if (task) answers["GET /api/tasks/task-1"] = [{ status: 401 }, task];
    expect(await call(job)).toMatchObject({ result: { statusCode: 200 } });
    expect(sent.filter(({ request }) => request === "POST /api/token")).toHaveLength(2);
  });

  it("does not complete a task of another run", async () => {
    answers["GET /api/tasks/task-1"] = [
      { status: 200, body: { status: "IN_PROGRESS", workflowInstanceId: "run-2" } },
    ];
    expect((await call(job)).error).toBe("NotReportedError: The task task-1 is not of the run run-1.");
    expect(sent.map(({ request }) => request)).not.toContain("POST /api/tasks");
  });

  it("says which task does not exist", async () => {
    answers["GET /api/tasks/task-1"] = [{ status: 404 }];
    expect((await call(job)).error).toMatch(
      /^NotReportedError: Conductor answered 404 to GET \/tasks\/task-1/,
    );
  });

  it("retries its report after a transient failure", async () => {
    answers["POST /api/tasks"] = [{ status: 503 }, { status: 200 }];
    expect(await call(job)).toMatchObject({ result: { statusCode: 200 } });
    expect(sent.filter(({ request }) => request === "POST /api/tasks")).toHaveLength(2);
  });

  it("asks for the ids that the mapping template has left out", async () => {
    expect((await call({ requestId: "12345", workflowId: "run-1", taskId: "" })).error).toBe(
      "BadRequest: taskId is missing: the mapping template must pass requestId, workflowId and taskId.",
    );
    expect(sent).toEqual([]);
  });
});
