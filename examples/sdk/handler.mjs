import { randomUUID } from "node:crypto";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";

const dynamodb = new DynamoDBClient({});
const TableName = process.env.TABLE;

/** Stores an order, or returns one; called by API Gateway's proxy integration. */
export async function handler({ httpMethod, pathParameters, body }) {
  if (httpMethod === "POST") return await store(JSON.parse(body));
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName, Key: { id: { S: pathParameters.id } } }),
  );
  if (!Item) return answer(404, { message: `There is no order ${pathParameters.id}.` });
  return answer(200, { id: Item.id.S, item: Item.item.S, count: Number(Item.count.N) });
}

async function store({ item, count }) {
  if (typeof item !== "string" || !Number.isInteger(count))
    return answer(400, { message: "An order has an item and a whole count." });
  const id = randomUUID();
  const Item = { id: { S: id }, item: { S: item }, count: { N: String(count) } };
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
  return answer(201, { id });
}

function answer(statusCode, body) {
  return { statusCode, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}
