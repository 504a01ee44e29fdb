import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  paginateListTables,
} from "@aws-sdk/client-dynamodb";
import { unless } from "../../../lib/aws-errors.ts";
import { tagRecord } from "../../../steps/owned.ts";
import type { Leftover, Place } from "../leftover.ts";
import { mapLimited } from "../map-limited.ts";
import { noteLearner } from "../note-learner.ts";

/** The tables, with what is in them. One that is being deleted is left until it is gone. */
export async function tables(place: Place): Promise<Leftover[]> {
  const client = new DynamoDBClient(place.target.aws);
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  const found = await mapLimited(names, 4, (name) => look(client, name, place));
  return found.flat();
}

async function look(client: DynamoDBClient, TableName: string, { scope, seen }: Place): Promise<Leftover[]> {
  const found = await unless("ResourceNotFoundException", async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }));
    return { status: Table?.TableStatus, tags: tagRecord(Tags) };
  });
  if (!found || !scope.ownsTags(found.tags)) return [];
  noteLearner(seen, found.tags);
  return [
    {
      kind: "table",
      name: TableName,
      async remove() {
        if (found.status === "DELETING") return;
        await unless("ResourceNotFoundException", () => client.send(new DeleteTableCommand({ TableName })));
      },
    },
  ];
}
