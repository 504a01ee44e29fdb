import { softly } from "../cannot-look.ts";
import { findFunctionTable } from "../find/table.ts";
import { bounded, type Look } from "../look.ts";
import { dynamodb } from "./clients.ts";
import { probePrefix, probeTime } from "./request-id.ts";
import { theFunction } from "./the-function.ts";

const pagesMax = 5;
const marginSeconds = 60;

/**
 * Removes rows of probe requests that earlier checks had to leave, once no function can still be at work on them.
 * Only rows with our own kind of id, and never an error: it is housekeeping.
 */
export async function sweepProbeRows(look: Look): Promise<number> {
  const swept = await softly(look, async () => {
    const table = await look.ask(findFunctionTable);
    if (!table) return 0;
    const { timeoutSeconds } = await look.ask(theFunction);
    const before = look.now() - (timeoutSeconds + marginSeconds) * 1000;
    const old = (await probeRows(look, table.name)).filter(
      (id) => (probeTime(id) ?? Number.POSITIVE_INFINITY) < before,
    );
    const { client, DeleteItemCommand } = await look.ask(dynamodb);
    for (const id of old)
      await client.send(
        new DeleteItemCommand({ TableName: table.name, Key: { requestId: { S: id } } }),
        bounded(look),
      );
    return old.length;
  });
  return swept ?? 0;
}

async function probeRows(look: Look, TableName: string): Promise<string[]> {
  const { client, ScanCommand } = await look.ask(dynamodb);
  const ids: string[] = [];
  let start: Record<string, { S: string }> | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName,
        ProjectionExpression: "requestId",
        FilterExpression: "begins_with(requestId, :prefix)",
        ExpressionAttributeValues: { ":prefix": { S: probePrefix } },
        ExclusiveStartKey: start,
      }),
      bounded(look),
    );
    ids.push(...Items.map(({ requestId }) => requestId?.S ?? ""));
    const next = LastEvaluatedKey?.["requestId"]?.S;
    if (next === undefined) break;
    start = { requestId: { S: next } };
  }
  return ids;
}
