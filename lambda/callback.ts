// The function of the callback method for the Node.js runtime. `callback_function.py` does the same in Python.
//
//   {"requestId": "12345", "workflowId": "…", "taskId": "…"}
//
// It stores PROCESSING, works for a while, stores COMPLETED, and then completes the task that waits for it in Conductor.
// While it works it renews the task's lease, so that a task whose function has died is noticed soon.
//
// Lambda may deliver an event more than once. COMPLETED is final: a second delivery does no work again, and only makes
// sure that the task has its result. A task that has ended already is left alone, so nothing is completed twice.
import { setTimeout as sleep } from "node:timers/promises";
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";

const TableName = process.env.TABLE_NAME || "lambda-invocation-status";
const processingSeconds = Number(process.env.PROCESSING_SECONDS || "25");
const heartbeatSeconds = Number(process.env.HEARTBEAT_SECONDS || "10");
const server = (process.env.CONDUCTOR_SERVER_URL || "").replace(/\/$/, "");
const answerMsMax = 10_000;

// Created outside the handler, so that the next invocation in this execution environment reuses the connection.
const dynamodb = new DynamoDBClient();

interface Job {
  requestId: string;
  workflowId: string;
  taskId: string;
}

/** Lambda calls this function with the JSON that the mapping template produced. */
export async function handler(event: Readonly<Record<string, unknown>> | null) {
  const job: Job = {
    requestId: textIn(event, "requestId"),
    workflowId: textIn(event, "workflowId"),
    taskId: textIn(event, "taskId"),
  };
  const { requestId } = job;
  if (server === "") throw new NotReportedError("The variable CONDUCTOR_SERVER_URL is not set.");
  try {
    await create(requestId);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    log(requestId, "already COMPLETED, so this second delivery does no work again");
    await report(job, { status: "COMPLETED" });
    return { statusCode: 200, body: JSON.stringify({ requestId, status: "COMPLETED" }) };
  }
  const heartbeat = setInterval(() => void renew(job), heartbeatSeconds * 1_000);
  try {
    await sleep(2_000);
    await processLongRunningTask();
    await update(requestId, "COMPLETED");
  } catch (error) {
    // Conductor decides about another try, not Lambda: the task fails, and the error is not thrown again.
    await update(requestId, "FAILED");
    await report(job, { status: "FAILED", reason: String(error) });
    return { statusCode: 500, body: JSON.stringify({ requestId, status: "FAILED" }) };
  } finally {
    clearInterval(heartbeat);
  }
  // If this fails, Lambda delivers the event again after a minute, and once more after two.
  await report(job, { status: "COMPLETED" });
  return { statusCode: 200, body: JSON.stringify({ requestId, status: "COMPLETED" }) };
}

/** Replace this with your own slow work. */
async function processLongRunningTask() {
  await sleep(processingSeconds * 1_000);
}

/** Gives the task its result, unless it has ended or is of another run. */
async function report(job: Job, { status, reason }: { status: "COMPLETED" | "FAILED"; reason?: string }) {
  const { requestId, workflowId, taskId } = job;
  const task = await conductor<{ status?: string; workflowInstanceId?: string }>(
    "GET",
    `/tasks/${encodeURIComponent(taskId)}`,
  );
  if (task?.workflowInstanceId !== workflowId)
    throw new NotReportedError(`The task ${taskId} is not of the run ${workflowId}.`);
  if (task.status !== "IN_PROGRESS" && task.status !== "SCHEDULED")
    return log(requestId, `not reported: the task is ${task.status} already`);
  await conductor("POST", "/tasks", {
    workflowInstanceId: workflowId,
    taskId,
    status,
    outputData: { requestId, status },
    ...(reason === undefined ? {} : { reasonForIncompletion: reason }),
  });
  log(requestId, `reported ${status}`);
}

/** The heartbeat: the task's response timeout starts again. A lost one does no harm. */
async function renew({ requestId, workflowId, taskId }: Job) {
  const lease = { workflowInstanceId: workflowId, taskId, status: "IN_PROGRESS", extendLease: true };
  await conductor("POST", "/tasks", lease).catch((error) => log(requestId, `heartbeat: ${error}`));
}

const triesMax = 3;
let token: string | undefined;

/** Calls Conductor's API; retries transient failures (no response, 429, 5xx). */
async function conductor<T>(method: string, path: string, body?: object): Promise<T | undefined> {
  for (let tries = 1; ; tries += 1) {
    const last = tries === triesMax;
    try {
      token ??= await newToken();
      const response = await send(method, path, body, token);
      const { status } = response;
      const text = await response.text();
      if (response.ok) return text.startsWith("{") ? (JSON.parse(text) as T) : undefined;
      if (status === 401) token = undefined; // it has expired
      if (last || (status !== 401 && status !== 429 && status < 500))
        throw new NotReportedError(
          `Conductor answered ${status} to ${method} ${path}: ${text.slice(0, 200)}`,
        );
    } catch (error) {
      if (error instanceof NotReportedError) throw error;
      if (last) throw new NotReportedError(`${server} does not answer: ${reasonOf(error)}`);
    }
    await sleep(tries * 500);
  }
}

/** A token for the key; "" without a key, and on a server that has no tokens. */
async function newToken(): Promise<string> {
  const { CONDUCTOR_AUTH_KEY: keyId, CONDUCTOR_AUTH_SECRET: keySecret } = process.env;
  if (!keyId || !keySecret) return "";
  const response = await send("POST", "/token", { keyId, keySecret });
  if (response.status === 404) return "";
  if (response.status >= 500) throw new Error(`HTTP ${response.status}`);
  const answer = response.ok ? ((await response.json()) as { token?: string }) : {};
  if (answer.token) return answer.token;
  throw new NotReportedError(
    `Conductor answered ${response.status} to POST /token: it does not accept the key CONDUCTOR_AUTH_KEY.`,
  );
}

function send(method: string, path: string, body?: object, auth = "") {
  return fetch(`${server}${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...(auth === "" ? {} : { "X-Authorization": auth }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(answerMsMax),
  });
}

async function create(requestId: string) {
  await dynamodb.send(
    new PutItemCommand({
      TableName,
      Item: { requestId: { S: requestId }, status: { S: "PROCESSING" } },
      // `status` is a reserved word in DynamoDB, so the expressions call it #s.
      ConditionExpression: "attribute_not_exists(#s) OR #s <> :completed",
      ExpressionAttributeNames: { "#s": "status" },
      ExpressionAttributeValues: { ":completed": { S: "COMPLETED" } },
    }),
  );
  log(requestId, "PROCESSING");
}

async function update(requestId: string, newStatus: string) {
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key: { requestId: { S: requestId } },
      UpdateExpression: "SET #s = :val",
      ConditionExpression: "attribute_not_exists(#s) OR #s <> :completed OR #s = :val",
      ExpressionAttributeNames: { "#s": "status" },
      ExpressionAttributeValues: { ":val": { S: newStatus }, ":completed": { S: "COMPLETED" } },
    }),
  );
  log(requestId, newStatus);
}

function textIn(event: Readonly<Record<string, unknown>> | null, name: string): string {
  const value = event?.[name];
  if (typeof value === "string" && value !== "") return value;
  throw new BadRequest(
    `${name} is missing: the mapping template must pass requestId, workflowId and taskId.`,
  );
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

function log(requestId: string, what: string) {
  console.log(`requestId ${JSON.stringify(requestId)}: ${what}`);
}

class BadRequest extends Error {
  override name = "BadRequest";
}

/** The work may be done, but the task was not completed. */
class NotReportedError extends Error {
  override name = "NotReportedError";
}
