import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestCloud, type TestCloud } from "../../support/cloud.ts";
import { openPractice } from "./practice.ts";
import { variations } from "./variations.ts";

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await openTestCloud();
});
afterAll(() => cloud.close());

describe.concurrent("no valid design is called wrong", () => {
  test.each(variations.map((variation, index) => ({ ...variation, learner: `v${index}` })))(
    "$id: $story",
    { timeout: 120_000 },
    async ({ learner, apply, chosen = {} }) => {
      const practice = await openPractice(cloud, learner);
      await practice.solve("04-workflow");
      await apply(practice);
      const { checks, exitCode } = await practice.check(
        ["01-table", "02-lambda", "03-api", "04-workflow"],
        chosen,
      );
      const notPassed = checks.flatMap(({ id, status, observed, because }) =>
        status === "pass" ? [] : [`${id} ${status}: ${observed ?? because}`],
      );
      expect(notPassed).toEqual([]);
      expect(exitCode).toBe(0);
    },
  );
});
