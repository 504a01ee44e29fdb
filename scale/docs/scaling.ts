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

Measured on ${measured.machine}, which ran servers, workers, database, the called API and the load together.
Compare the figures with each other; \`npm run bench -- engine oss\` measures on your machine.

${markdownTable(
  ["", "workflows of one HTTP task, per second", "polls per second", "survives"],
  [
    [
      "the embedded engine, durable",
      workflows.embedded.map(figure).join(" to "),
      figure(measured.embeddedPollsPerSecond),
      "kill -9 at any moment; not the loss of its disk",
    ],
    [
      "one Conductor OSS server, SQLite, tuned",
      figure(workflows.ossSqlite),
      figure(measured.ossPollsPerSecond),
      "kill -9 of server and workers; not the loss of its disk",
    ],
    ["one Conductor OSS server, Postgres", figure(workflows.ossPostgres), "–", "what Postgres survives"],
    [
      "two Conductor OSS servers, one Postgres",
      `${figure(workflows.twoOssPostgres)} (same two cores: no faster, but one may fail)`,
      "–",
      "kill -9 of any server or worker",
    ],
  ],
)}

A waiting run costs almost nothing; its polls do: \`npx tsx scale\` computes polls, lateness, quotas, servers and
[cost](cost.md) of your jobs. So first choose the longest interval you can accept, bound the polling
([how](questions/poll-until-done.md)), and if the API can [call back](questions/callback.md), let it.

## One machine: the embedded engine

One process holds ${figure(measured.embeddedHeld.runs)} waiting HTTP_POLL runs in ${measured.embeddedHeld.megabytes} MB. **Leave it** when a second person depends on it, when its machine must not
be lost, or when a definition needs what it refuses (dynamic forks, events, human tasks): register the same definitions
[on Conductor OSS](oss.md), and start the worker there.

## One Conductor OSS server

SQLite is the bottleneck: more cores do not help. The worker adds ${measured.workerAddsMs.p50} ms to a poll (median of 800; ${measured.workerAddsMs.p99} ms in the 99th percentile).
If more polls are due than the server can deliver, they are late, not lost: 200 runs that poll every second were late by ${measured.overloadedLatenessSeconds[0]} to
${measured.overloadedLatenessSeconds[1]} s.

**Add workers** when \`http_poll_worker_tasks_in_flight\` stays at \`http_poll_worker_concurrency\`, or conditions use up one core.
Workers hold no state: start and kill as many as you like, anywhere that reaches the server.
\`--concurrency\` (default: ${measured.workerConcurrency}) and \`--batch\` limit how much one worker takes, \`--domain\` and \`--types\` separate kinds of work, and
\`--allow-host\` restricts which hosts it may call.

**Add Postgres** when the server's machine must not be lost.

## Several servers

[oss/compose.yaml](oss/compose.yaml) starts two servers, one Postgres, a load balancer and three workers. A test kills a worker
and then a server with -9 during 300 polling runs: all complete. What a killed server had locked or taken off a queue is free
again after a minute, and an abandoned poll returns when its run is next evaluated, within two minutes.

- If a client's connection breaks, its run may or may not have started. If that matters, use an idempotency key.
- \`conductor.postgres.pollDataFlushInterval=5000\`, \`conductor.postgres.onlyIndexOnStatusChange=true\` and
  \`conductor.app.taskIndexingEnabled=false\` remove most writes that no run needs
  ([Conductor on Postgres](https://docs.conductor-oss.org/documentation/advanced/postgresql.html)).
- Then Postgres is the bottleneck. Give it its own machine; then move the queues to Redis and the index to OpenSearch.

## The AWS half

How many jobs of 10 minutes (the median of a lognormal duration) can run at once in an account with the default quotas, and which
quota the next one exceeds:

${headroomTable()}

- API Gateway has ${figure(quotas.apiThrottle.limit)} requests a second per account and region, but ${figure(quotas.apiThrottleSmall.limit)} in ${quotas.apiThrottleSmall.where?.replace("Mexico (Central)", "and Mexico (Central)")}
  ([quotas](${quotas.apiThrottle.url})). One call takes at most
  ${quotas.apiTimeout.limit} s ([why](questions/29-seconds.md)).
- Lambda runs ${figure(quotas.lambdaConcurrency.limit)} executions at a time per account and region, polls included; a new account has fewer
  ([quotas](${quotas.lambdaConcurrency.url})). A function gets at most ${figure(quotas.lambdaScaling.limit)} more
  environments in 10 s ([scaling](${quotas.lambdaScaling.url})). Reserve concurrency, so
  that it cannot use up the share of others; asynchronous starts beyond it wait up to six hours.
- A new on-demand table takes ${figure(quotas.tableWrites.limit)} write units and ${figure(quotas.tableReads.limit)} read units a second, and throttles what exceeds twice its last peak within
  30 minutes; ${figure(quotas.tableUnits.limit)} units a second are the default maximum ([on-demand](${quotas.tableReads.url})).
  Pre-warm it before a known peak.

## What to watch

| metric | meaning | action |
|---|---|---|
| \`http_poll_worker_tasks_in_flight\` at \`http_poll_worker_concurrency\` | the workers are full | add workers, or raise \`--concurrency\` |
| \`http_poll_worker_updates_total{outcome="refused"}\` grows | the server refuses results | look at the server |
| \`/health\` of a worker returns 503 | it has not reached the server for 30 s | check the network between them |
| \`GET /api/tasks/queue/sizes?taskType=HTTP_POLL\` grows | no worker takes the polls, or too few do | add workers |
| the queue is empty, polls are late | the server is full | add Postgres, or a second server |
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
