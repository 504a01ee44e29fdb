// The tutorial's long-running function for the Node.js runtime. `lambda_function.py` does the same in Python.
//
//   {"action": "invoke", "requestId": "12345"}   stores PROCESSING, works for a while, stores COMPLETED
//   {"action": "status", "requestId": "12345"}   returns the stored status
//
// The status is stored in a DynamoDB table, so that a caller can poll for it while the work continues. Lambda may deliver
// an event more than once, so COMPLETED is final: no later write replaces it.
import { setTimeout as sleep } from "node:timers/promises";
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";

const TableName = process.env.TABLE_NAME || "lambda-invocation-status";
const processingSeconds = Number(process.env.PROCESSING_SECONDS || "25");

// Created outside the handler, so that the next invocation in this execution environment reuses the connection.
const dynamodb = new DynamoDBClient();

/** Lambda calls this function with the JSON that the caller sent. */
export async function handler(event: { action?: unknown; requestId?: unknown } | null) {
  const { action, requestId } = event ?? {};
  if (typeof requestId !== "string" || requestId === "") {
    throw new BadRequest(
      'requestId is missing: send a text, as in {"action": "status", "requestId": "12345"}.',
    );
  }
  if (action === "invoke") return await invoke(requestId);
  if (action === "status") return await status(requestId);
  throw new BadRequest(`action ${JSON.stringify(action ?? null)} is unknown: send "invoke" or "status".`);
}

async function invoke(requestId: string) {
  try {
    await create(requestId);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    log(requestId, "already COMPLETED, so this second delivery does nothing");
    return { statusCode: 200, body: JSON.stringify({ requestId, status: "COMPLETED" }) };
  }
  try {
    await sleep(2_000);
    await processLongRunningTask();
    await update(requestId, "COMPLETED");
  } catch (error) {
    // A poll receives FAILED and can stop. Lambda receives the error, and may retry the whole invocation later.
    await update(requestId, "FAILED").catch((second) =>
      log(requestId, `could not be set to FAILED: ${second}`),
    );
    throw error;
  }
  return { statusCode: 202, body: JSON.stringify({ requestId, status: "PROCESSING" }) };
}

async function status(requestId: string) {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName, Key: { requestId: { S: requestId } } }),
  );
  if (!Item) return { statusCode: 404, body: JSON.stringify({ status: "NOT_FOUND" }) };
  // DynamoDB wraps each value in its type, as in {"S": "COMPLETED"}, and returns attributes in no fixed order.
  const attributes = Object.entries(Item).map(([name, typed]) => [name, Object.values(typed)[0]] as const);
  attributes.sort(([one], [other]) => (one < other ? -1 : 1));
  return { statusCode: 200, body: JSON.stringify(Object.fromEntries(attributes)) };
}

/** Replace this with your own slow work. */
async function processLongRunningTask() {
  await sleep(processingSeconds * 1_000);
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

function log(requestId: string, what: string) {
  console.log(`requestId ${JSON.stringify(requestId)}: ${what}`);
}

class BadRequest extends Error {
  override name = "BadRequest";
}
