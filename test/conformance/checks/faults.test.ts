import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestCloud, type TestCloud } from "../../support/cloud.ts";
import { faults } from "./faults.ts";
import { openPractice } from "./practice.ts";

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await openTestCloud();
});
afterAll(() => cloud.close());

describe.concurrent("each fault trips exactly the checks that it should, the first of them the cause", () => {
  test.each(faults.map((fault, index) => ({ ...fault, learner: `f${index}` })))(
    "$id: $story",
    { timeout: 120_000 },
    async ({ learner, inject, trips, says }) => {
      const practice = await openPractice(cloud, learner);
      await practice.solve("04-workflow");
      await inject(practice);
      const { checks } = await practice.check(["01-table", "02-lambda", "03-api", "04-workflow"]);
      const failed = checks.filter(({ status }) => status === "fail");
      const told = checks.flatMap(({ id, status, observed }) =>
        status === "unknown" ? [`${id}: ${observed}`] : [],
      );
      expect(failed.map(({ id, observed }) => [id, observed])).toEqual(
        trips.map((id) => [id, expect.anything()]),
      );
      expect(told).toEqual([]);
      expect(`${failed[0]?.expected} ${failed[0]?.observed}`).toMatch(says);
    },
  );
});
