import { expect, test } from "vitest";
import { headroom, keyOf } from "./headroom.ts";
import { quotas } from "./prices-and-quotas.ts";

test("jobs of 600 s, polled every 60 s, use up 10,000 requests a second", () => {
  const found = headroom({
    plan: { durations: { kind: "fixed", seconds: 600 }, intervalSeconds: 60 },
    engine: "Conductor",
    method: "poll",
    ignore: [keyOf(quotas.apiThrottleSmall)],
  });
  // 11 polls each, and one start.
  const requests = (jobs: number) => {
    const [polls, starts] = [(jobs * 11) / 600, jobs / 600];
    return polls + 3 * Math.sqrt(polls) + starts + 3 * Math.sqrt(starts);
  };
  expect(found?.quota.name).toBe(quotas.apiThrottle.name);
  expect(requests(found?.jobsAtOnce ?? 0)).toBeLessThanOrEqual(10_000);
  expect(requests((found?.jobsAtOnce ?? 0) + 1)).toBeGreaterThan(10_000);
});

test("a quota that one job exceeds is not what bounds the number of jobs", () => {
  const found = headroom({
    plan: { durations: { kind: "fixed", seconds: 14_400 }, intervalSeconds: 5 },
    engine: "Conductor",
    method: "poll",
  });
  expect(found?.quota.name).toBe(quotas.apiThrottle.name);
});
