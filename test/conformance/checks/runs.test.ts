import { waitUntil } from "@long-running-api/foundation/wait";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestCloud, type TestCloud } from "../../support/cloud.ts";
import { redefine, upload } from "./edit.ts";
import { type LearnerPractice, openLearnerPractice } from "./practice.ts";

// How checks/05-run judges an execution's record: how it ended, or why it does not.

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await openTestCloud();
});
afterAll(() => cloud.close());

/** Starts a run and waits until it has ended, or was polled a few times. */
async function run(
  { conductor, names }: LearnerPractice,
  requestId = "12345",
  pollsMax = 6,
): Promise<string> {
  const workflowId = await conductor.start({ name: names.workflow, input: { requestId } });
  await waitUntil(
    async () => {
      const execution = await conductor.execution(workflowId);
      const polls = execution?.tasks?.find(({ taskType }) => taskType === "HTTP_POLL")?.pollCount ?? 0;
      return execution?.status !== "RUNNING" || polls >= pollsMax ? true : undefined;
    },
    { secondsMax: 30, everyMs: 100 },
  );
  return workflowId;
}

/** Polls often, and waits for a function that a busy machine starts slowly. */
const often = (text: string) =>
  text.replace('"pollingInterval":"5"', '"pollingInterval":"0.5","readTimeOut":20000');

/** The tutorial's function, except that it stores nothing before its work is done, so polls see an older item. */
const writesLate = `import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
const TableName = process.env.TABLE_NAME;
export async function handler({ action, requestId }) {
  if (action === "invoke") {
    await new Promise((done) => setTimeout(done, 6000));
    await client.send(new PutItemCommand({ TableName, Item: { requestId: { S: requestId }, status: { S: "COMPLETED" } } }));
    return { statusCode: 202, body: "{}" };
  }
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: { requestId: { S: requestId } } }));
  return { statusCode: Item ? 200 : 404, body: JSON.stringify({ status: Item?.status.S ?? "NOT_FOUND" }) };
}
`;

async function verdicts(practice: LearnerPractice) {
  const { checks } = await practice.check(["05-run"]);
  return Object.fromEntries(
    checks.map(({ id, status, observed, because, hint }) => [
      id.replace("05-run/", ""),
      `${status} ${observed ?? because} ${hint ?? ""}`,
    ]),
  );
}

describe("the latest run", () => {
  test("none yet", async () => {
    const practice = await openLearnerPractice(cloud, "r0");
    await practice.solve("04-workflow");
    expect(await verdicts(practice)).toEqual({
      started: expect.stringMatching(/^fail none: it has not been run yet/),
      requested: "skip 05-run/started ",
      polled: "skip 05-run/started ",
      completed: "skip 05-run/started ",
      waited: "skip 05-run/started ",
    });
  });

  test("a run passes if a poll saw COMPLETED; the check waits while it runs", {
    timeout: 60_000,
  }, async () => {
    const practice = await openLearnerPractice(cloud, "r1");
    await practice.solve("04-workflow");
    await redefine(practice, often);
    await practice.conductor.start({ name: practice.names.workflow, input: { requestId: "fresh" } });
    expect(
      (await practice.check(["05-run"])).checks.map(({ status, observed }) => [status, observed]),
    ).toEqual([
      ["pass", expect.stringMatching(/requestId fresh/)],
      ["pass", expect.stringMatching(/POST .*\/invoke-lambda → 202/)],
      ["pass", expect.stringMatching(/^\d+ polls of .*\/fresh/)],
      ["pass", expect.stringMatching(/COMPLETED after/)],
      ["pass", expect.stringMatching(/from the request to the last poll/)],
    ]);
  });

  test("a requestId that was used before ends the run too early", { timeout: 60_000 }, async () => {
    const practice = await openLearnerPractice(cloud, "r2");
    await practice.solve("04-workflow");
    await upload(practice, { "index.mjs": writesLate });
    await redefine(practice, often);
    await run(practice, "again", 100);
    await run(practice, "again", 100);
    expect(await verdicts(practice)).toMatchObject({
      completed: expect.stringMatching(/^pass/),
      waited: expect.stringMatching(/^fail \d\.\d s .*1 poll .*used before/),
    });
  });

  test("what an earlier step's mistake leads to follows from that step", { timeout: 60_000 }, async () => {
    const practice = await openLearnerPractice(cloud, "r4");
    await practice.solve("04-workflow");
    await upload(practice, { "index.mjs": writesLate });
    await redefine(practice, (text) =>
      often(text).replace(/ && \$\.output\.response\.body\.body\.status == \\"COMPLETED\\"/, ""),
    );
    await run(practice);
    expect(await verdicts(practice)).toMatchObject({
      polled: expect.stringMatching(/^pass/),
      completed: "skip 04-workflow/condition-unfinished ",
      waited: "skip 04-workflow/condition-unfinished ",
    });
  });

  test("terminated by someone", { timeout: 60_000 }, async () => {
    const practice = await openLearnerPractice(cloud, "r7");
    await practice.solve("04-workflow");
    const workflowId = await practice.conductor.start({
      name: practice.names.workflow,
      input: { requestId: "z" },
    });
    await waitUntil(
      async () => ((await practice.conductor.execution(workflowId))?.tasks?.length ?? 0) > 1 || undefined,
      { secondsMax: 20, everyMs: 50 },
    );
    await practice.conductor.terminate(workflowId, "lunch");
    expect(await verdicts(practice)).toMatchObject({
      completed: expect.stringMatching(/^fail TERMINATED: lunch/),
    });
  });

  test("a run without the requestId", { timeout: 60_000 }, async () => {
    const practice = await openLearnerPractice(cloud, "r8");
    await practice.solve("04-workflow");
    await practice.conductor.start({ name: practice.names.workflow, input: { id: "7" } });
    expect(await verdicts(practice)).toMatchObject({
      started: expect.stringMatching(/^fail the input \{"id":"7"\}, which lacks/),
      completed: "skip 05-run/started ",
    });
  });
});
