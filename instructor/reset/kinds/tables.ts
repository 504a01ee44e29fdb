import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  paginateListTables,
} from "@aws-sdk/client-dynamodb";
import { unless } from "@long-running-api/kit/aws-errors";
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
  const found = await unless("ResourceNotFoundException", () =>
    client.send(new DescribeTableCommand({ TableName })),
  );
  if (!found?.Table) return [];
  const tags = await tagsOf(client, found.Table.TableArn);
  // A table that is being deleted may no longer return its tags.
  if (!scope.ownsTags(tags) && !seen.tables.has(TableName)) return [];
  noteLearner(seen, tags);
  seen.tables.add(TableName);
  const deleting = found.Table.TableStatus === "DELETING";
  return [
    {
      kind: "table",
      name: TableName,
      async remove() {
        if (deleting) return;
        await unless("ResourceNotFoundException", () => client.send(new DeleteTableCommand({ TableName })));
      },
    },
  ];
}

async function tagsOf(
  client: DynamoDBClient,
  ResourceArn: string | undefined,
): Promise<Record<string, string>> {
  const found = await unless("ResourceNotFoundException", () =>
    client.send(new ListTagsOfResourceCommand({ ResourceArn })),
  );
  return tagRecord(found?.Tags);
}
