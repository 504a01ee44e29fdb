import { AttachRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import type { Place } from "../../instructor/fault.ts";
import { deployed } from "../../instructor/faults/change/api.ts";
import { replaceOrThrow, sequence } from "../../instructor/faults/change/change.ts";
import { printedPython, rewritten } from "../../instructor/faults/change/code.ts";
import {
  asNode,
  configure,
  setVariables,
  upload,
  writeNode,
  writePython,
} from "../../instructor/faults/change/function.ts";
import { responseTemplate } from "../../instructor/faults/change/method.ts";
import { allowNothing } from "../../instructor/faults/change/role.ts";
import type { Variation } from "./variation.ts";

const quickPython = replaceOrThrow(printedPython, "sleep(25)", "sleep(0.1)");

const pythonClient = `import os, json, time, boto3

client = boto3.client("dynamodb")
TABLE = os.environ["TABLE_NAME"]

def put(request_id, status):
    expires = {"N": str(int(time.time()) + 3600)}
    client.put_item(TableName=TABLE, Item={"requestId": {"S": request_id}, "status": {"S": status}, "expires": expires})

def lambda_handler(event, _):
    request_id = event["requestId"]
    match event["action"]:
        case "invoke":
            put(request_id, "PROCESSING")
            time.sleep(1)
            put(request_id, "COMPLETED")
        case "status":
            item = client.get_item(TableName=TABLE, Key={"requestId": {"S": request_id}}).get("Item")
            if item is None:
                return {"statusCode": 404, "body": json.dumps({"status": "NOT_FOUND"})}
            return {"statusCode": 200, "body": json.dumps({"requestId": request_id, "status": item["status"]["S"]})}
`;

const documentClient = `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.TABLE_NAME;
export const handler = async ({ action, requestId }) => {
  if (action === "invoke") {
    await client.send(new PutCommand({ TableName, Item: { requestId, status: "PROCESSING" } }));
    await new Promise((done) => setTimeout(done, 1500));
    await client.send(new UpdateCommand({ TableName, Key: { requestId }, UpdateExpression: "SET #s = :s", ExpressionAttributeNames: { "#s": "status" }, ExpressionAttributeValues: { ":s": "COMPLETED" } }));
    return { statusCode: 202 };
  }
  const { Item } = await client.send(new GetCommand({ TableName, Key: { requestId } }));
  if (!Item) return { statusCode: 404, body: JSON.stringify({ status: "NOT_FOUND" }) };
  return { statusCode: 200, body: JSON.stringify(Item) };
};
`;

const bodyAsObject = `import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
const Table = process.env.STATUS_TABLE;
const put = (id, status) => client.send(new PutItemCommand({ TableName: Table, Item: { requestId: { S: id }, status: { S: status } } }));
export async function main({ action, requestId }) {
  if (action === "invoke") {
    await put(requestId, "PROCESSING");
    await new Promise((done) => setTimeout(done, 1500));
    await put(requestId, "COMPLETED");
    return {};
  }
  const { Item } = await client.send(new GetItemCommand({ TableName: Table, Key: { requestId: { S: requestId } } }));
  return { statusCode: Item ? 200 : 404, body: { requestId, status: Item?.status.S ?? "NOT_FOUND" } };
}
`;

/** Other code for the same work. */
export const codeVariations: readonly Variation[] = [
  {
    story: "The tutorial's own Python, with its own policy.",
    change: sequence(
      writePython(quickPython),
      configure(() => ({ Environment: { Variables: {} } })),
      attachFullAccess,
      allowNothing,
    ),
    python: true,
  },
  {
    story: "Python with boto3's client, match, and one attribute more.",
    change: writePython(pythonClient),
    python: true,
  },
  { story: "JavaScript with the SDK's document client.", change: writeNode(documentClient) },
  {
    story: "A greeting in a comment, and triple-quoted strings.",
    change: writePython(
      replaceOrThrow(
        quickPython,
        "import json\n",
        `"""\nThe job.\ndef nothing:\nx\n"""\nimport json\n# was: Hello from Lambda!\n`,
      ),
    ),
    python: true,
  },
  {
    story: "CommonJS, in index.js.",
    change: sequence(upload({ "index.js": commonJs() }), asNode),
  },
  {
    story: "A handler with a callback.",
    change: sequence(upload({ "index.js": withCallback() }), asNode),
  },
  {
    story: "A handler of another name, in a file of another name, in a folder.",
    change: sequence(
      upload({ "src/app.mjs": replaceOrThrow(rewritten(), "function handler", "function main") }),
      configure(() => ({ Handler: "src/app.main" })),
    ),
  },
  {
    story: "Another variable, the body as an object, and no response template for GET.",
    change: sequence(
      upload({ "app.mjs": bodyAsObject }),
      configure(() => ({ Handler: "app.main" })),
      setVariables({ TABLE_NAME: undefined, STATUS_TABLE: "lambda-invocation-status" }),
      deployed(responseTemplate("GET", () => undefined)),
    ),
  },
  {
    story: "More attributes in the item, and more log lines, than the tutorial's.",
    change: writeNode(
      rewritten({
        status: `const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { requestId: { S: requestId } } }));
  console.log("asked for", requestId);
  return Item
    ? { statusCode: 200, body: JSON.stringify({ requestId, status: Item.status.S, progress: 0.5, steps: ["one", "two"] }) }
    : { statusCode: 404, body: JSON.stringify({ status: "NOT_FOUND", message: "no such request" }) };`,
      }),
    ),
  },
  {
    story: "Other statuses before COMPLETED.",
    change: writeNode(
      rewritten({
        invoke: `await note(requestId, "RUNNING");
    await sleep(workMs);
    await note(requestId, "COMPLETED");`,
        status: `const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { requestId: { S: requestId } } }));
  if (!Item) return { statusCode: 404, body: JSON.stringify({ status: "UNKNOWN" }) };
  return { statusCode: 200, body: JSON.stringify({ requestId, status: Item.status.S }) };`,
      }),
    ),
  },
];

async function attachFullAccess({ target, names }: Place): Promise<void> {
  const PolicyArn = "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess";
  await new IAMClient(target.aws).send(new AttachRolePolicyCommand({ RoleName: names.role, PolicyArn }));
}

function commonJs(): string {
  return rewritten()
    .replace(/import \{ setTimeout as sleep \} from "(.*)";/, 'const { setTimeout: sleep } = require("$1");')
    .replace(/import (\{.*\}) from "(.*)";/, 'const $1 = require("$2");')
    .replace("export async function handler", "exports.handler = async function");
}

function withCallback(): string {
  return `${replaceOrThrow(commonJs(), "exports.handler = async function(", "async function work(")}
exports.handler = (event, context, callback) => {
  work(event).then((answer) => callback(null, answer), callback);
};
`;
}
