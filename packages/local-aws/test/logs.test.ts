import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsResponse,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Service } from "../src/action.ts";
import { createLogs, type Logs } from "../src/logs/index.ts";
import { accountId, openServices, type Services } from "./services.ts";

let services: Services;
let written: Logs;
let logs: CloudWatchLogsClient;

async function open(file?: string): Promise<void> {
  services = await openServices(
    ({ store, now }) => {
      written = createLogs({ store, accountId, now });
      return [written.service as Service<never>];
    },
    file === undefined ? {} : { file },
  );
  logs = new CloudWatchLogsClient(services.client());
}

async function close(): Promise<void> {
  written.flush();
  await services.close();
}

beforeAll(() => open());
afterAll(close);

/** As Lambda writes. */
function write(group: string, stream: string, events: { timestamp: number; message: string }[]): void {
  written.write("us-east-1", group, stream, events, {
    mayCreateGroup: () => true,
    mayCreateStream: () => true,
  });
}

const group = (name: string) => `/aws/lambda/${name}`;

test("a function's output creates group and stream, and is filtered as `aws logs tail` does", async () => {
  const logGroupName = group("tail");
  const start = Date.now() - 10_000;
  const line = (message: string, after: number) => ({ timestamp: start + after, message });
  write(logGroupName, "2026/11/22/[$LATEST]a", [line("START RequestId: 1", 0), line("PROCESSING 12345", 5)]);
  write(logGroupName, "2026/11/22/[$LATEST]b", [line('{"level":"ERROR","ms":27}', 3)]);
  const all = await logs.send(
    new FilterLogEventsCommand({ logGroupName, startTime: start, interleaved: true }),
  );
  expect(all.events?.map(({ message }) => message)).toEqual([
    "START RequestId: 1",
    '{"level":"ERROR","ms":27}',
    "PROCESSING 12345",
  ]);
  expect(new Set(all.events?.map(({ eventId }) => eventId)).size).toBe(3);
  const found = async (filterPattern: string) =>
    (await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }))).events?.length;
  expect(await found("PROCESSING")).toBe(1);
  expect(await found('{ $.level = "ERROR" && $.ms > 20 }')).toBe(1);
  expect(await found("?START ?PROCESSING")).toBe(2);
  expect(
    await refusalOf(logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern: '"open' }))),
  ).toMatchObject({
    name: "InvalidParameterException",
  });
  const { logStreams } = await logs.send(
    new DescribeLogStreamsCommand({ logGroupName, orderBy: "LastEventTime", descending: true }),
  );
  expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual([
    "2026/11/22/[$LATEST]a",
    "2026/11/22/[$LATEST]b",
  ]);
});

test("pages of events end", async () => {
  const logGroupName = group("pages");
  const events = Array.from({ length: 7 }, (_, index) => ({
    timestamp: 1_000 + index,
    message: `m${index}`,
  }));
  write(logGroupName, "s", events);
  const seen: (string | undefined)[] = [];
  let nextToken: string | undefined;
  do {
    const page: FilterLogEventsResponse = await logs.send(
      new FilterLogEventsCommand({ logGroupName, limit: 3, nextToken }),
    );
    seen.push(...(page.events ?? []).map(({ message }) => message));
    nextToken = page.nextToken;
  } while (nextToken);
  expect(seen).toEqual(events.map(({ message }) => message));
  const last = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: "s", limit: 2 }));
  expect(last.events?.map(({ message }) => message)).toEqual(["m5", "m6"]);
  const before = await logs.send(
    new GetLogEventsCommand({
      logGroupName,
      logStreamName: "s",
      limit: 2,
      nextToken: last.nextBackwardToken,
    }),
  );
  expect(before.events?.map(({ message }) => message)).toEqual(["m3", "m4"]);
  const end = await logs.send(
    new GetLogEventsCommand({ logGroupName, logStreamName: "s", nextToken: last.nextForwardToken }),
  );
  expect(end.events).toEqual([]);
  expect(end.nextForwardToken).toBe(last.nextForwardToken);
});

test("groups are created, described, given a retention, tagged, deleted", async () => {
  const logGroupName = group("made");
  await logs.send(new CreateLogGroupCommand({ logGroupName, tags: { learner: "ana" } }));
  expect(await refusalOf(logs.send(new CreateLogGroupCommand({ logGroupName })))).toEqual({
    name: "ResourceAlreadyExistsException",
    message: "The specified log group already exists",
    status: 400,
  });
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
  const arn = `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`;
  expect(logGroups).toMatchObject([{ logGroupName, retentionInDays: 7, arn: `${arn}:*`, logGroupArn: arn }]);
  await logs.send(new TagResourceCommand({ resourceArn: arn, tags: { step: "02" } }));
  expect((await logs.send(new ListTagsForResourceCommand({ resourceArn: arn }))).tags).toEqual({
    learner: "ana",
    step: "02",
  });
  const other = new CloudWatchLogsClient(services.client(undefined, "eu-west-1"));
  expect(
    (await other.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }))).logGroups,
  ).toEqual([]);
  await logs.send(new DeleteLogGroupCommand({ logGroupName }));
  expect(await refusalOf(logs.send(new FilterLogEventsCommand({ logGroupName })))).toEqual({
    name: "ResourceNotFoundException",
    message: "The specified log group does not exist.",
    status: 400,
  });
});

test("a function that may not create its log group has no log", async () => {
  const events = [{ timestamp: 1, message: "lost" }];
  written.write("us-east-1", group("blind"), "s", events, {
    mayCreateGroup: () => false,
    mayCreateStream: () => true,
  });
  const seen = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: group("blind") }));
  expect(seen.logGroups).toEqual([]);
});

test("events are put in order, into an existing stream", async () => {
  const logGroupName = group("put");
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  const put = (logEvents: { timestamp: number; message: string }[]) =>
    logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: "s", logEvents }));
  expect(await refusalOf(put([{ timestamp: 1, message: "a" }]))).toMatchObject({
    message: "The specified log stream does not exist.",
  });
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "s" }));
  await put([{ timestamp: 1, message: "a" }]);
  expect(
    await refusalOf(
      put([
        { timestamp: 2, message: "a" },
        { timestamp: 1, message: "b" },
      ]),
    ),
  ).toMatchObject({
    name: "InvalidParameterException",
  });
});

test("logs survive a restart, and the oldest are dropped when a group is full", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "logs-"));
  const file = path.join(folder, "cloud.db");
  await close();
  await open(file);
  const logGroupName = group("durable");
  const long = "x".repeat(100_000);
  for (let number = 0; number < 60; number++)
    write(logGroupName, "s", [{ timestamp: number + 1, message: `${number} ${long}` }]);
  await close();
  await open(file);
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  const numbers = (events ?? []).map(({ message = "" }) => Number(message.split(" ")[0]));
  expect(numbers.at(-1)).toBe(59);
  expect(numbers.length).toBeGreaterThan(30);
  expect(numbers.length).toBeLessThan(45);
  rmSync(folder, { recursive: true });
});

test.each([
  { deletionProtectionEnabled: true },
  { kmsKeyId: "arn:aws:kms:us-east-1:000000000000:key/k" },
  { logGroupClass: "DELIVERY" },
] as const)("a group with %o is refused by name", async (setting) => {
  const [name = ""] = Object.keys(setting);
  const refusal = await refusalOf(
    logs.send(new CreateLogGroupCommand({ logGroupName: group("other"), ...setting })),
  );
  expect(refusal).toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringMatching(`^${name}.* is not in the embedded cloud`),
  });
});
