import type { Engine, Method, Plan } from "@long-running-api/scale-model";
import { headroom, keyOf } from "@long-running-api/scale-model/headroom";
import { measured } from "@long-running-api/scale-model/measured";
import { quotas } from "@long-running-api/scale-model/prices-and-quotas";
import { figure } from "../figures.ts";
import { markdownTable } from "../table.ts";

const { workflowsPerSecond: workflows } = measured;

/** docs/scaling.md. */
export function scaling(): string {
  return `<!-- Written by \`npx tsx scale --docs\`: edit scale/docs/scaling.ts. -->

# Scaling

Measured on ${measured.machine}, which also ran the load and the called API: compare the figures only with each other.
\`npm run bench -- engine oss\` measures on your machine.

${markdownTable(
  ["", "one-task workflows a second", "polls a second", "survives"],
  [
    [
      "the embedded engine, durable",
      workflows.embedded.map(figure).join(" to "),
      figure(measured.embeddedPollsPerSecond),
      "kill -9, not the loss of its disk",
    ],
    [
      "one Conductor OSS server, SQLite, tuned",
      figure(workflows.ossSqlite),
      figure(measured.ossPollsPerSecond),
      "kill -9 of server and workers, not the loss of its disk",
    ],
    ["one Conductor OSS server, Postgres", figure(workflows.ossPostgres), "–", "what Postgres survives"],
    [
      "two Conductor OSS servers, one Postgres",
      `${figure(workflows.twoOssPostgres)}, on the same two cores`,
      "–",
      "kill -9 of any server or worker",
    ],
  ],
)}

A waiting run costs almost nothing, its polls do. So take the longest interval that you can accept, [bound the
polling](questions/poll-until-done.md), and let the API [call back](questions/callback.md) if it can. \`npx tsx scale\` computes polls, lateness,
quotas, servers and [cost](cost.md) of your jobs.

## One machine: the embedded engine

One process holds ${figure(measured.embeddedHeld.runs)} waiting HTTP_POLL runs in ${measured.embeddedHeld.megabytes} MB. **Leave it** when others depend on it, when its disk must not be lost, or when
a definition needs what it refuses (dynamic forks, events, human tasks): the same definitions run [on Conductor OSS](oss.md) with the
worker.

## One Conductor OSS server

SQLite is the bottleneck: more cores do not help. The worker adds ${measured.workerAddsMs.p50} ms to a poll (median; 99th percentile ${measured.workerAddsMs.p99} ms). If more polls are
due than the server can deliver, they are late, not lost: 200 runs that poll every second were late by ${measured.overloadedLatenessSeconds[0]} to ${measured.overloadedLatenessSeconds[1]} s.

**Add workers** when \`http_poll_worker_tasks_in_flight\` stays at \`http_poll_worker_concurrency\`, or conditions use up one core.
Workers hold no state: start and kill as many as you like. \`--concurrency\` (default: ${measured.workerConcurrency}) and \`--batch\` limit what one takes, \`--domain\`
and \`--types\` separate kinds of work, \`--allow-host\` restricts the hosts it may call.

**Add Postgres** when the server's machine must not be lost.

## Several servers

[oss/compose.yaml](oss/compose.yaml) starts two servers, one Postgres, a load balancer and three workers. In a test, 300 polling runs
survive kill -9 of a worker and then a server. What a killed server had locked or queued is free again after a minute, an abandoned poll
within two.

- If a client's connection breaks, its run may or may not have started: use an idempotency key.
- \`conductor.postgres.pollDataFlushInterval=5000\`, \`conductor.postgres.onlyIndexOnStatusChange=true\` and
  \`conductor.app.taskIndexingEnabled=false\` remove most needless writes
  ([Conductor on Postgres](https://docs.conductor-oss.org/documentation/advanced/postgresql.html)).
- Postgres is the next bottleneck: give it its own machine, then move the queues to Redis and the index to OpenSearch.

## The AWS half

How many jobs of 10 minutes (the median) can run at once with the default quotas, and the quota that limits them:

${headroomTable()}

- API Gateway takes ${figure(quotas.apiThrottle.limit)} requests a second per account and region, in some regions ${figure(quotas.apiThrottleSmall.limit)}
  ([quotas](${quotas.apiThrottle.url})). A call takes at most [${quotas.apiTimeout.limit} s](questions/29-seconds.md).
- Lambda runs ${figure(quotas.lambdaConcurrency.limit)} executions at once, polls included, in a new account fewer
  ([quotas](${quotas.lambdaConcurrency.url})), and starts at most ${figure(quotas.lambdaScaling.limit)} more
  of a function in 10 s ([scaling](${quotas.lambdaScaling.url})). Reserve concurrency for others;
  asynchronous starts beyond it wait up to six hours.
- A new on-demand table takes ${figure(quotas.tableWrites.limit)} write and ${figure(quotas.tableReads.limit)} read units a second, then twice its last peak within
  30 minutes, and at most ${figure(quotas.tableUnits.limit)} ([on-demand](${quotas.tableReads.url})).
  Pre-warm it before a known peak.

## What to watch

| metric | action |
|---|---|
| \`http_poll_worker_tasks_in_flight\` at \`http_poll_worker_concurrency\` | add workers, or raise \`--concurrency\` |
| \`GET /api/tasks/queue/sizes?taskType=HTTP_POLL\` grows | add workers |
| \`http_poll_worker_updates_total{outcome="refused"}\` grows | look at the server: it refuses results |
| a worker's \`/health\` returns 503 | it has not reached the server for 30 s: check the network |
| the queue is empty, polls are late | the server is full: add Postgres, or a second server |
`;
}

function headroomTable(): string {
  const durations = { kind: "lognormal", median: 600, sigma: 0.5 } as const;
  const line = (title: string, engine: Engine, method: Method, plan: Partial<Plan>) => {
    const found = headroom({
      plan: { durations, intervalSeconds: 60, ...plan },
      engine,
      method,
      ignore: [keyOf(quotas.apiThrottleSmall)],
    });
    return [title, figure(found?.jobsAtOnce ?? 0), found?.quota.name ?? "none"];
  };
  return markdownTable(
    ["", "jobs at once", "quota"],
    [
      ...[5, 60, 600].map((intervalSeconds) =>
        line(`poll every ${intervalSeconds} s`, "Conductor", "poll", { intervalSeconds }),
      ),
      line("callback", "Conductor", "callback", {}),
      line("poll every 60 s, the work in the function", "Conductor", "poll", { work: "function" }),
      line("poll every 60 s on Step Functions", "Step Functions", "poll", {}),
    ],
  );
}
