import { randomBytes } from "node:crypto";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { Problem } from "@long-running-api/foundation/problem";
import { unless } from "@long-running-api/kit/aws-errors";
import type { Work } from "../step.ts";

/** The tutorial's own example. */
export const defaultRequestId = "12345";

const bytesMax = 2_048; // of a DynamoDB partition key

/**
 * Rejects a requestId that would not arrive unchanged: it becomes part of a URL's path (the workflow does not
 * encode it) and of JSON, and the table's key.
 */
export function requireRequestId(id: string): string {
  const next = "npx tsx steps/05-run --request-id order-7";
  const bytes = Buffer.byteLength(id);
  if (bytes > bytesMax)
    throw new Problem(
      `A requestId has at most ${bytesMax} bytes: it is the table's key.`,
      { seen: `${bytes} bytes` },
      next,
    );
  if (/^[A-Za-z0-9._~-]+$/.test(id) && !/^\.{1,2}$/.test(id)) return id;
  const odd = [...new Set(id)].filter((character) => !/[A-Za-z0-9._~-]/.test(character));
  throw new Problem(
    "A requestId consists of letters, digits, and . _ ~ - because it becomes part of the URL that is polled.",
    {
      seen: JSON.stringify(id),
      ...(odd.length > 0
        ? { "not allowed": odd.map((character) => JSON.stringify(character)).join(" ") }
        : {}),
    },
    next,
  );
}

/**
 * The requestId of this run. With an existing item, which may already be COMPLETED, polling could end before the
 * function has done anything: then a new requestId is used, unless this one was requested explicitly.
 */
export async function chooseRequestId(
  { target, names, options, output }: Work,
  isStarted: (id: string) => boolean = () => false,
): Promise<string> {
  const asked = options["request-id"];
  const id = asked === undefined ? defaultRequestId : requireRequestId(asked);
  const status = (await rowStatus({ target, names }, id)) ?? (isStarted(id) ? "in progress" : undefined);
  if (status === undefined) return id;
  if (asked !== undefined) {
    output.say(
      `  ! ${id} already has an item (${status}): polling may end before the function has done anything.`,
    );
    return id;
  }
  const fresh = `run-${randomBytes(4).toString("hex")}`;
  output.say(
    `  ${id} is already in use (${status}), which could end the run too early. Using ${fresh} instead.`,
  );
  return fresh;
}

async function rowStatus(
  { target, names }: Pick<Work, "target" | "names">,
  requestId: string,
): Promise<string | undefined> {
  const client = new DynamoDBClient(target.aws);
  try {
    const found = await unless("ResourceNotFoundException", () =>
      client.send(
        new GetItemCommand({
          TableName: names.table,
          Key: { requestId: { S: requestId } },
          ConsistentRead: true,
        }),
      ),
    );
    return found?.Item && (found.Item["status"]?.S ?? "without a status");
  } finally {
    client.destroy();
  }
}
