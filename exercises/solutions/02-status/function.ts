// The slow function. Lambda calls `handler`, with the JSON that the caller sent as its argument:
//
//   {"action": "invoke", "requestId": "12345"}   do the work for request 12345, which takes a while
//   {"action": "status", "requestId": "12345"}   return how far request 12345 is
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";

const TableName = process.env.TABLE_NAME;
const processingSeconds = Number(process.env.PROCESSING_SECONDS);
const dynamodb = new DynamoDBClient();

interface Call {
  action: "invoke" | "status";
  requestId: string;
}

export async function handler({ action, requestId }: Call) {
  return action === "invoke" ? await invoke(requestId) : await status(requestId);
}

// Exercises 02-write and 02-once are about this function.
async function invoke(requestId: string) {
  const Item = { requestId: { S: requestId }, status: { S: "PROCESSING" } };
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
  const outcome = await doTheWork();
  await finish(requestId, outcome);
  return { statusCode: 202, body: JSON.stringify({ requestId, status: "PROCESSING" }) };
}

// Exercise 02-status is about this function.
async function status(requestId: string) {
  const Key = { requestId: { S: requestId } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key }));
  if (!Item) return { statusCode: 404, body: JSON.stringify({ status: "NOT_FOUND" }) };
  return { statusCode: 200, body: JSON.stringify({ requestId, status: Item.status?.S }) };
}

// Exercise 02-finish is about this function.
async function finish(requestId: string, outcome: string) {
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key: { requestId: { S: requestId } },
      UpdateExpression: "SET status = :outcome",
      ExpressionAttributeValues: { ":outcome": { S: outcome } },
    }),
  );
}

// Stands for your own slow work. It is right as it is.
async function doTheWork() {
  try {
    await sleep(2_000 + processingSeconds * 1_000);
    return "COMPLETED";
  } catch {
    return "FAILED";
  }
}
