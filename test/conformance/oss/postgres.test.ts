import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { waitUntil } from "@long-running-api/foundation/wait";
import { afterEach, expect, test } from "vitest";
import { type OssServer, startServer } from "../../../local/conductor-oss/server.ts";
import { openShell } from "../../support/shell.ts";
import { openBalancer } from "./balancer.ts";
import { ossHere } from "./here.ts";
import { openJob } from "./job.ts";
import { allAnsweredOnce, pollingWorkflow, startRuns } from "./polled-runs.ts";
import { findPostgres, type Postgres, startPostgres } from "./postgres.ts";
import { onPostgres } from "./postgres-flags.ts";
import { restOf } from "./rest.ts";
import { startWorkerProcess } from "./worker.ts";

const here = await ossHere();
const postgres = findPostgres();

const runs = 300;
const batch = 10;
/** A lock, and what was taken off a queue, is free again a minute after its server was killed. */
const secondsMax = 300;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
const later = <T>(opened: T, close: (opened: T) => unknown): T => {
  cleanups.push(() => close(opened));
  return opened;
};

test("two servers and three workers on one Postgres: kill any of them during 300 runs, and none is lost or stuck", {
  timeout: 600_000,
}, async ({ skip }) => {
  if (here.why !== undefined) return skip(here.why);
  if (postgres.why !== undefined) return skip(postgres.why);
  const database = later(await startPostgres(postgres.bin), ({ close }) => close());
  const servers = [await startOn(database), await startOn(database)];
  const balancer = later(await openBalancer(servers.map(({ url }) => url)), ({ close }) => close());
  const shell = later(openShell(), ({ close }) => close());
  const job = later(await openJob({ looksUntilDone: 3, answerMs: 50 }), ({ close }) => close());
  const api = `${balancer.url}/api`;
  const rest = restOf(api);
  await rest.register(pollingWorkflow("polled", "poll", job.url));
  const workers = await Promise.all([0, 1, 2].map(() => startWorkerProcess(shell, api)));

  const answered: string[] = [];
  const kills = [
    { after: runs / 3, kill: () => workers[0]?.kill() },
    { after: (2 * runs) / 3, kill: () => servers[0]?.kill() },
  ];
  while (answered.length < runs) {
    if (kills[0] && answered.length >= kills[0].after) {
      const polling = async () => job.underWay() > 0 || undefined;
      expect(await waitUntil(polling, { secondsMax: 60, everyMs: 1 }), "polls to be in the middle of").toBe(
        true,
      );
      await kills.shift()?.kill();
    }
    answered.push(...(await startRuns(rest, "polled", batch)));
  }
  await allAnsweredOnce(rest, answered, { secondsMax, serverKilled: true });
  await Promise.all(workers.slice(1).map((worker) => worker.stop()));
});

function startOn(database: Postgres): Promise<OssServer> {
  if (here.why !== undefined) throw new Error(here.why);
  const folder = later(mkdtempSync(path.join(os.tmpdir(), "conductor-oss-")), (made) =>
    rmSync(made, { recursive: true, force: true, maxRetries: 5 }),
  );
  const { java, server } = here;
  return startServer({ java, server, port: 0, folder, flags: onPostgres(database) }).then((started) =>
    later(started, ({ kill }) => kill()),
  );
}
