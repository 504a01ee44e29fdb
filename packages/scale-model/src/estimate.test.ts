import { describe, expect, test } from "vitest";
import { estimate, type Plan } from "./estimate.ts";
import { prices, quotas, usdFor } from "./prices-and-quotas.ts";
import { costOf, type Usage, usualAssumptions } from "./usage.ts";

const nothing: Usage = {
  apiRequests: 0,
  invocations: 0,
  functionSeconds: 0,
  workSeconds: 0,
  tableWrites: 0,
  tableReads: 0,
  transitions: 0,
  operations: 0,
};

/** A million jobs of 30 minutes, held at once. */
const million: Plan = {
  jobs: { atOnce: 1_000_000 },
  durations: { kind: "fixed", seconds: 1_800 },
  intervalSeconds: 60,
};

function rowOf(plan: Plan, engine: string, method: string) {
  const row = estimate(plan).rows.find((each) => each.engine === engine && each.method === method);
  if (row === undefined) throw new Error(`There is no row ${engine}, ${method}.`);
  return row;
}

describe("by hand", () => {
  test("requests to API Gateway are priced by tier", () => {
    expect(usdFor("apiRequest", 1)).toBe(3.5);
    expect(usdFor("apiRequest", 333)).toBeCloseTo(1_165.5);
    expect(usdFor("apiRequest", 1_333)).toBeCloseTo(1_165.5 + 667 * 2.8 + 333 * 2.38);
    expect(usdFor("apiRequest", 21_000)).toBeCloseTo(1_165.5 + 1_867.6 + 45_220 + 1_510);
  });

  test.each([
    [5, 959_000, 500],
    [60, 96_500, 100],
    [600, 12_250, 10],
  ])(
    "a million jobs polled every %i s for 30 days cost %i dollars, from the published figures",
    (interval, usd, within) => {
      const polls = (1_000_000 / interval) * 86_400 * 30;
      const cost = costOf(
        {
          ...nothing,
          apiRequests: polls,
          invocations: polls,
          functionSeconds: polls / 50,
          tableReads: polls,
        },
        usualAssumptions,
      );
      expect(Math.abs(cost.total - usd)).toBeLessThan(within);
    },
  );

  test("1,440 jobs a day of 150 s, polled every 60 s on Conductor", () => {
    const row = rowOf(
      { jobs: { perDay: 1_440 }, durations: { kind: "fixed", seconds: 150 }, intervalSeconds: 60 },
      "Conductor",
      "poll",
    );
    // Polls at 0, 60, 120 and 180 s: the job ended 30 s before the last.
    expect(row).toMatchObject({ pollsPerJob: 4, latenessP50: 30, latenessP99: 30, servers: 1, workers: 1 });
    expect(row.pollsPerSecond).toBeCloseTo(4 / 60);
    // A month has 43,200 jobs: 216,000 requests and invocations, 86,400 writes, 172,800 reads.
    expect(row.month).toMatchObject({ apiRequests: 216_000, invocations: 216_000, tableWrites: 86_400 });
    expect(row.cost.apiGateway).toBeCloseTo(0.756);
    expect(row.cost.lambda).toBeCloseTo(0.0432 + 216_000 * 0.02 * 0.125 * 16.6667e-6);
    expect(row.cost.dynamodb).toBeCloseTo(0.054 + 0.0108);
    expect(row.cost.total).toBeCloseTo(0.756 + 0.0522 + 0.0648);
    expect(row.quotas).toEqual([]);
  });

  test("the same on Step Functions: 13 transitions a job; with durable functions: 6 operations and 4 invocations", () => {
    const plan: Plan = {
      jobs: { perDay: 1_440 },
      durations: { kind: "fixed", seconds: 150 },
      intervalSeconds: 60,
    };
    expect(rowOf(plan, "Step Functions", "poll").cost.stepFunctions).toBeCloseTo(43_200 * 13 * 25e-6);
    const durable = rowOf(plan, "durable functions", "poll");
    expect(durable.month).toMatchObject({ operations: 259_200, invocations: 172_800, apiRequests: 0 });
    const gb = (259_200 * 256) / 2 ** 30;
    expect(durable.cost.durable).toBeCloseTo(259_200 * 8e-6 + gb * 0.25 + (gb * 0.15 * 14) / 30);
    expect(rowOf(plan, "Step Functions", "callback").month.transitions).toBe(86_400);
    expect(rowOf(plan, "durable functions", "callback").month.operations).toBe(129_600);
    expect(rowOf(plan, "Conductor", "callback").month.apiRequests).toBe(43_200);
  });

  test("10,000 starts a second of 20 ms hold 200 executions on average, and three deviations more", () => {
    const plan: Plan = { ...million, jobs: { perDay: 864_000_000 } };
    expect(rowOf(plan, "Conductor", "callback").lambdaConcurrency).toBe(Math.ceil(200 + 3 * Math.sqrt(200)));
  });

  test("the tutorial's work in the function: 37 jobs a second of 27 s use 1,000 executions", () => {
    const plan = (atOnce: number): Plan => ({
      jobs: { atOnce },
      durations: { kind: "fixed", seconds: 27 },
      intervalSeconds: 60,
      work: "function",
    });
    const row = rowOf(plan(1_000), "Conductor", "callback");
    expect(estimate(plan(1_000)).startsPerSecond).toBeCloseTo(37.04);
    expect(row).toMatchObject({ held: 1_000, lambdaConcurrency: 1_000, quotas: [] });
    expect(row.month.workSeconds).toBeCloseTo(1_000 * 86_400 * 30);
    const more = rowOf(plan(1_001), "Conductor", "callback").quotas.map(({ name }) => name);
    expect(more).toEqual(["Lambda concurrent executions"]);
    const spread = rowOf({ ...plan(1), jobs: { perDay: 3_200_000 } }, "Conductor", "callback");
    expect(spread.held, "1,000 on average, with Poisson's three deviations").toBeCloseTo(
      1_000 + 3 * Math.sqrt(1_000),
    );
  });
});

describe("quotas", () => {
  test("a million jobs at once, every 60 s: 17,000 polls a second pass each quota of polling", () => {
    const row = rowOf(million, "Conductor", "poll");
    expect(row.pollsPerSecond).toBeCloseTo((1_000_000 / 1_800) * 31);
    expect(row.quotas.map(({ name, limit }) => `${name} ${limit}`)).toEqual([
      "API Gateway throttle rate 2500",
      "API Gateway throttle rate 10000",
      "Lambda synchronous requests 10000",
    ]);
    const steps = (method: string, plan = million) =>
      rowOf(plan, "Step Functions", method).quotas.map(({ name }) => name);
    expect(steps("poll")).toEqual(["Step Functions StateTransition", "Step Functions StartExecution"]);
    expect(steps("callback")).toEqual(["Step Functions StartExecution", "Step Functions SendTaskSuccess"]);
    expect(steps("callback", { ...million, jobs: { perDay: 1_400 }, starts: "together" })).toEqual([
      "Step Functions StateTransition",
      "Step Functions StartExecution bucket",
    ]);
    expect(rowOf(million, "Conductor", "callback").quotas).toEqual([]);
  });

  test("a job of four hours, every 5 s, passes Conductor's default of maxPollCount and no other bound by count", () => {
    const plan: Plan = {
      jobs: { perDay: 100 },
      durations: { kind: "fixed", seconds: 4 * 3_600 },
      intervalSeconds: 5,
    };
    const names = (engine: string) => rowOf(plan, engine, "poll").quotas.map(({ name }) => name);
    expect(names("Conductor")).toEqual(["Conductor maxPollCount"]);
    expect(names("Step Functions")).toEqual(["Step Functions execution history"]);
    expect(names("durable functions")).toEqual([]);
    expect(rowOf(plan, "Conductor", "backoff").quotas).toEqual([]);
  });

  test("a day's jobs started together come in one second", () => {
    const plan: Plan = { ...million, jobs: { perDay: 8_000 }, starts: "together" };
    const row = rowOf(plan, "Conductor", "poll");
    expect(row).toMatchObject({ peakPollsPerSecond: 8_000, peakStartsPerSecond: 8_000, held: 8_000 });
    expect(row.quotas.map(({ name, needed }) => `${name} ${needed}`)).toEqual([
      "API Gateway throttle rate 16000",
      "API Gateway throttle rate 16000",
      "API Gateway throttle burst 16000",
      "DynamoDB new on-demand table, writes 8000",
    ]);
  });
});

test("each price and quota has its source and the day on which it was read", () => {
  const wrong = Object.values({ ...prices, ...quotas }).filter(
    ({ url, read }) => !/^https:\/\/\S+$/.test(url) || Number.isNaN(Date.parse(read)),
  );
  expect(wrong).toEqual([]);
});
