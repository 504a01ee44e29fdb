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

/** Of each new workflow. */
const runs = 20;
/** A server may be killed while a worker asks it for the first time. */
const patient = ["--server-wait", "60"];
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

test("two servers and three workers on one Postgres: each is killed in turn during runs of a new workflow, and none is lost or stuck", {
  timeout: 600_000,
}, async ({ skip }) => {
  if (here.why !== undefined) return skip(here.why);
  if (postgres.why !== undefined) return skip(postgres.why);
  const database = later(await startPostgres(postgres.bin), ({ close }) => close());
  const servers = await Promise.all([startOn(database), startOn(database)] as const);
  const urls = servers.map(({ url }) => url);
  const balancer = later(await openBalancer(urls), ({ close }) => close());
  const shell = later(openShell(), ({ close }) => close());
  const job = later(await openJob({ looksUntilDone: 3, answerMs: 250 }), ({ close }) => close());
  const api = `${balancer.url}/api`;
  const rest = restOf(api);
  const workers = await Promise.all([0, 1, 2].map(() => startWorkerProcess(shell, api, patient)));

  let back: Promise<unknown> = Promise.resolve();
  const kills = [
    async () => {
      await servers[0].kill();
      back = startOn(database).then(({ url }) => urls.splice(0, 1, url));
      back.catch(() => {}); // awaited before the other server is killed
    },
    ...workers.map((worker, index) => async () => {
      // A replacement starts first: a new worker needs a moment, and the runs must continue.
      workers[index] = await startWorkerProcess(shell, api, patient);
      await worker.kill();
    }),
    async () => {
      await back;
      await servers[1].kill();
    },
  ];
  const answered: string[] = [];
  for (const [round, kill] of kills.entries()) {
    // Registered just now, and with no task definition: no run of it is timed out by the server.
    await rest.register(pollingWorkflow(`new_${round}`, `poll_${round}`, job.url));
    const started = await startRuns(rest, `new_${round}`, runs);
    answered.push(...started);
    const polling = async () =>
      (job.underWay() > 0 && started.some((id) => job.looks.has(`/${id}`))) || undefined;
    expect(await waitUntil(polling, { secondsMax: 60, everyMs: 1 }), "polls to be in the middle of").toBe(
      true,
    );
    await kill();
  }
  expect(answered.length).toBeGreaterThan((kills.length - 1) * runs);
  await allAnsweredOnce(rest, answered, { secondsMax, serverKilled: true });
  await Promise.all(workers.map((worker) => worker.stop()));
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
