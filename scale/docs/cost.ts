import {
  type Engine,
  estimate,
  type Method,
  type Plan,
  usualAssumptions,
} from "@long-running-api/scale-model";
import { type Price, prices, usdFor } from "@long-running-api/scale-model/prices-and-quotas";
import { figure, time, usd } from "../figures.ts";
import { markdownTable } from "../table.ts";

const jobs: Plan = {
  jobs: { perDay: 50_000 },
  durations: { kind: "lognormal", median: 600, sigma: 0.5 },
  intervalSeconds: 60,
  maxIntervalSeconds: 600,
};

/** The figures of the questions page, for a large installation. */
const million: Plan = {
  jobs: { atOnce: 1_000_000 },
  durations: { kind: "lognormal", median: 1_800, sigma: 0.5 },
  intervalSeconds: 60,
};

const intervals = [5, 60, 600];

/** docs/cost.md. */
export function cost(): string {
  return `<!-- Written by \`npx tsx scale --docs\`: edit scale/docs/cost.ts. -->

# Cost

A month in us-east-1 at list prices, without free tiers, Conductor's servers, the work itself, logs and data transfer. \`npx tsx scale\`
computes it for your jobs (\`--chart\`, \`--json\`).

## 50,000 jobs a day of 10 minutes

Half of the jobs take 10 minutes at most, 99 % at most ${time(600 * Math.exp(0.5 * 2.326))} (lognormal). \`backoff\` is EXPONENTIAL_BACKOFF from 5 s with
\`maxPollIntervalSeconds\` ${jobs.maxIntervalSeconds}; \`late\` is the 99th percentile.

${methodsTable()}

A callback is both the cheapest and the most punctual. If the API cannot call, take the longest interval that you can accept: the cost
falls in proportion. On Step Functions a poll costs three state transitions (${usd(3 * prices.transition.usd)} a million): prefer task tokens.

## A million jobs at once, of half an hour

${millionTable()}

The starts, ${figure(startShare().rate)} a second, are ${usd(startShare().usd)} of each figure on Conductor.

## What is assumed

- A poll on Conductor is an API Gateway request, an invocation (${usualAssumptions.functionSeconds * 1_000} ms, ${usualAssumptions.memoryGb * 1_024} MB) and an eventually consistent read. A
  start is a request, an invocation and two writes. A callback is counted without the poll that confirms it
  ([why one](callback.md#what-can-go-wrong)): with it, ${usd(withProof())} rather than ${usd(rowOf(jobs, "Conductor", "callback").cost.total)} a month.
- On Step Functions Standard a poll is Wait, GetItem and Choice, without a function; a callback is a task token, two transitions a job.
- In a durable function a poll is an invocation and one operation of ${usualAssumptions.bytesPerOperation} bytes, kept for ${usualAssumptions.retentionDays} days. Whether AWS bills a poll of
  \`waitForCondition\` as an operation is not documented; the model assumes so.

## Prices

Read on ${daysRead()}, some on pages that quote AWS: [the model](../packages/scale-model/src/prices-and-quotas.ts) says which.

${pricesTable()}
`;
}

function rowOf(plan: Plan, engine: Engine, method: Method) {
  const row = estimate(plan).rows.find((each) => each.engine === engine && each.method === method);
  if (row === undefined) throw new Error(`There is no row for ${engine}, ${method}.`);
  return row;
}

const engines: readonly Engine[] = ["Conductor", "Step Functions", "durable functions"];

function methodsTable(): string {
  const line = (title: string, plan: Plan, method: Method) => [
    title,
    time(rowOf(plan, "Conductor", method).latenessP99),
    ...engines.map((engine) => usd(rowOf(plan, engine, method).cost.total)),
  ];
  return markdownTable(
    ["", "late", ...engines],
    [
      ...intervals.map((intervalSeconds) =>
        line(`poll every ${intervalSeconds} s`, { ...jobs, intervalSeconds }, "poll"),
      ),
      line("backoff", { ...jobs, intervalSeconds: 5 }, "backoff"),
      line("callback", jobs, "callback"),
    ],
  );
}

function millionTable(): string {
  const line = (title: string, plan: Plan, method: Method) => [
    title,
    figure(rowOf(plan, "Conductor", method).pollsPerSecond),
    ...engines.map((engine) => usd(rowOf(plan, engine, method).cost.total)),
  ];
  return markdownTable(
    ["", "polls a second", ...engines],
    [
      ...intervals.map((intervalSeconds) =>
        line(`poll every ${intervalSeconds} s`, { ...million, intervalSeconds }, "poll"),
      ),
      line("callback", million, "callback"),
    ],
  );
}

/** What a month's callbacks cost if each is followed by one poll. */
function withProof(): number {
  const millions = estimate(jobs).jobsPerMonth / 1_000_000;
  const { functionSeconds, memoryGb } = usualAssumptions;
  return (
    rowOf(jobs, "Conductor", "callback").cost.total +
    usdFor("apiRequest", millions) +
    usdFor("lambdaRequest", millions) +
    usdFor("gbSecond", millions * functionSeconds * memoryGb) +
    usdFor("tableRead", millions)
  );
}

function startShare(): { rate: number; usd: number } {
  return { rate: estimate(million).startsPerSecond, usd: rowOf(million, "Conductor", "callback").cost.total };
}

function pricesTable(): string {
  const rows = Object.values<Price>(prices).map((price) => [
    `[${price.name}](${price.url})`,
    `$${price.usd}${tiersOf(price)} a ${price.per}`,
  ]);
  return markdownTable(["", "USD"], rows);
}

function daysRead(): string {
  return [...new Set(Object.values<Price>(prices).map(({ read }) => read))].join(", ");
}

function tiersOf({ tiers = [] }: Price): string {
  return tiers.map(({ from, usd: price }) => `; from ${figure(from)} on $${price}`).join("");
}
