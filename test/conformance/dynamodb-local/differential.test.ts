import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { waitUntil } from "@long-running-api/foundation/wait";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCloud, type TestCloud } from "../../support/cloud.ts";
import { fetchSigned } from "../../support/sign.ts";
import { type Answer, type Reading, readingOf } from "./compare.ts";
import { differences } from "./differences.ts";
import { type DynamoDbRequest, generateRequests, preparation, seeded, tutorialRequests } from "./requests.ts";
import { type DynamoDbLocal, openDynamoDbLocal } from "./server.ts";

const generatedCount = 200;
const wordingFile = fileURLToPath(new URL("wording.json", import.meta.url));

let shell: TestCloud;
let amazon: DynamoDbLocal;

beforeAll(async () => {
  [shell, amazon] = await Promise.all([openTestCloud(), openDynamoDbLocal()]);
}, 300_000);
afterAll(async () => {
  if (amazon.endpoint !== undefined) await amazon.close();
  await shell.close();
});

async function ask(endpoint: string, { operation, input }: DynamoDbRequest): Promise<Answer> {
  const headers = {
    "X-Amz-Target": `DynamoDB_20120810.${operation}`,
    "Content-Type": "application/x-amz-json-1.0",
  };
  const response = await fetchSigned(shell.access, `${endpoint}/`, {
    service: "dynamodb",
    headers,
    body: JSON.stringify(input),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

/** DynamoDB Local creates tables at once; ours takes a moment, as on AWS. */
async function settled(endpoint: string, { operation, input }: DynamoDbRequest): Promise<void> {
  if (operation !== "CreateTable") return;
  const look = {
    kind: "",
    operation: "DescribeTable",
    input: { TableName: (input as { TableName: string }).TableName },
  };
  await waitUntil(
    async () => {
      const { body } = await ask(endpoint, look);
      return (body["Table"] as { TableStatus?: string } | undefined)?.TableStatus === "CREATING"
        ? undefined
        : true;
    },
    { secondsMax: 10, everyMs: 50 },
  );
}

interface Seen {
  kind: string;
  request: string;
  ours: Reading;
  amazon: Reading;
}

const seen: Seen[] = [];

test("the tutorial's requests and 200 generated ones get the same responses as from DynamoDB Local", {
  timeout: 120_000,
}, async ({ skip }) => {
  if (amazon.endpoint === undefined) return skip(amazon.why);
  for (const request of [
    ...tutorialRequests,
    ...preparation,
    ...generateRequests(generatedCount, seeded(6)),
  ]) {
    const [ours, theirs] = await Promise.all([ask(shell.cloud.aws, request), ask(amazon.endpoint, request)]);
    const text = `${request.operation} ${JSON.stringify(request.input).slice(0, 300)}`;
    seen.push({ kind: request.kind, request: text, ours: readingOf(ours), amazon: readingOf(theirs) });
    await settled(shell.cloud.aws, request);
  }
  const different = seen.filter(({ ours, amazon }) => !isDeepStrictEqual(ours.behaviour, amazon.behaviour));
  const unlisted = different.filter(({ kind }) => differences[kind] === undefined);
  expect(
    unlisted.map(({ kind, request, ours, amazon }) => [
      kind,
      request,
      `ours   ${JSON.stringify(ours)}`.slice(0, 900),
      `Amazon ${JSON.stringify(amazon)}`.slice(0, 900),
    ]),
  ).toEqual([]);
  const kinds = new Set(different.map(({ kind }) => kind));
  expect(
    Object.keys(differences).filter((kind) => !kinds.has(kind)),
    "stale: no difference any more",
  ).toEqual([]);
});

test("differences in error messages are listed", async ({ skip }) => {
  if (seen.length === 0) return skip(amazon.why ?? "nothing was compared");
  const worded = seen.flatMap(({ kind, ours, amazon }) =>
    ours.wording === amazon.wording ? [] : [{ kind, ours: ours.wording, amazon: amazon.wording }],
  );
  const text = `${JSON.stringify(distinct(worded), null, 2)}\n`;
  if (process.env["RECORD"] === "1") writeFileSync(wordingFile, text);
  expect(text, "RECORD=1 writes it again").toBe(readFileSync(wordingFile, "utf8"));
});

function distinct<T extends object>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
