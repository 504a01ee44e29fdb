/** The function as someone might write it in the console, in different code. */
export function rewritten({
  invoke = worksWell,
  status = answersWell,
}: {
  invoke?: string;
  status?: string;
} = {}): string {
  return `import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";

const TableName = process.env.TABLE_NAME;
const workMs = (2 + Number(process.env.PROCESSING_SECONDS)) * 1000;
const dynamodb = new DynamoDBClient();

const note = (requestId, status) =>
  dynamodb.send(new PutItemCommand({ TableName, Item: { requestId: { S: requestId }, status: { S: status } } }));

export async function handler({ action, requestId }) {
  if (action === "invoke") {
    ${invoke}
  }
  ${status}
}
`;
}

const worksWell = `await note(requestId, "PROCESSING");
    await sleep(workMs);
    await note(requestId, "COMPLETED");
    return { statusCode: 202 };`;

const answersWell = `const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { requestId: { S: requestId } } }));
  if (!Item) return { statusCode: 404, body: JSON.stringify({ status: "NOT_FOUND" }) };
  return { statusCode: 200, body: JSON.stringify({ requestId, status: Item.status.S }) };`;

/** The tutorial's function, as its page prints it. */
export const printedPython = `import json
import time
import boto3

dynamodb = boto3.resource('dynamodb')
table = dynamodb.Table('lambda-invocation-status')

def lambda_handler(event, context):
    request_id = event['requestId']
    action = event.get("action")

    if action == "invoke":
        table.put_item(Item={'requestId': request_id, 'status': 'PROCESSING'})

        # Simulate long processing time
        time.sleep(2)
        process_long_running_task(request_id)

        return {
            "statusCode": 202,
            "body": json.dumps({"requestId": request_id, "status": "PROCESSING"})
        }

    elif action == "status":
        response = table.get_item(Key={'requestId': request_id})
        item = response.get('Item')
        if item:
            return {"statusCode": 200, "body": json.dumps(item)}
        else:
            return {"statusCode": 404, "body": json.dumps({"status": "NOT_FOUND"})}

def process_long_running_task(request_id):
    time.sleep(25) # Simulate processing time
    table.update_item(
        Key={'requestId': request_id},
        UpdateExpression='SET #s = :val',
        ExpressionAttributeNames={'#s': 'status'},
        ExpressionAttributeValues={':val': 'COMPLETED'}
    )
`;

/** The example that the console starts with. */
export const consoleExample = `export const handler = async (event) => {
  // TODO implement
  const response = {
    statusCode: 200,
    body: JSON.stringify('Hello from Lambda!'),
  };
  return response;
};
`;

/** A function that calls back, but with two mistakes to choose from: it works again each time, or never reports. */
export function callsBack({ reports }: { reports: boolean }): string {
  return `import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

const TableName = process.env.TABLE_NAME;
const dynamodb = new DynamoDBClient();

const note = (requestId, status) =>
  dynamodb.send(new PutItemCommand({ TableName, Item: { requestId: { S: requestId }, status: { S: status } } }));

export async function handler({ requestId, workflowId, taskId }) {
  await note(requestId, "PROCESSING");
  await sleep((2 + Number(process.env.PROCESSING_SECONDS)) * 1000);
  await note(requestId, "COMPLETED");
  ${reports ? reportsWell : "return { statusCode: 200 };"}
}
`;
}

const reportsWell = `await fetch(process.env.CONDUCTOR_SERVER_URL + "/tasks", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ workflowInstanceId: workflowId, taskId, status: "COMPLETED", outputData: { requestId } }),
  });`;
