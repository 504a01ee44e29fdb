import path from "node:path";
import { type OssServer, type StartOptions, startServer } from "../local/conductor-oss/server.ts";
import { openBalancer } from "../test/conformance/oss/balancer.ts";
import { ossHere } from "../test/conformance/oss/here.ts";
import { findPostgres, startPostgres } from "../test/conformance/oss/postgres.ts";
import { onPostgres } from "../test/conformance/oss/postgres-flags.ts";
import { httpWorkflows, startJob, withEngine } from "./engine.ts";
import type { Figure } from "./figure.ts";
import { withScratchFolder } from "./scratch.ts";
import { workerAdds } from "./worker.ts";

const httpRuns = 400;

/** A tuned Conductor OSS beside the embedded engine, and what our worker adds to it: same machine, same work. */
export async function oss(): Promise<Figure[]> {
  const here = await ossHere();
  if (here.why !== undefined) return [{ what: "Conductor OSS", measured: "skipped", bound: here.why }];
  return await withScratchFolder((folder) => measureIn(folder, here));
}

async function measureIn(folder: string, here: Pick<StartOptions, "java" | "server">): Promise<Figure[]> {
  const job = await startJob();
  const start = (name: string, flags: readonly string[] = []): Promise<OssServer> =>
    startServer({ ...here, port: 0, folder: path.join(folder, name), flags } satisfies StartOptions);
  try {
    const one = await start("sqlite");
    const sqlite = await httpWorkflows(one.url, job.url, httpRuns);
    const adds = await workerAdds(one.url);
    await one.kill();
    const embedded = await withEngine(({ url }) => httpWorkflows(url, job.url));
    return [
      perSecond("HTTP workflows, tuned Conductor OSS on SQLite", sqlite, "none"),
      perSecond(
        "the same on the embedded engine",
        embedded,
        `${(10 * sqlite).toFixed(0)} /s, ten times that`,
      ),
      ...(await postgresFigures(start, job.url)),
      {
        what: `what the worker adds to a poll, ${adds.polls} polls, median`,
        measured: `${adds.p50Ms.toFixed(1)} ms`,
        bound: "none",
      },
      {
        what: "the same, p99",
        measured: `${adds.p99Ms.toFixed(1)} ms`,
        bound: "50 ms",
      },
    ];
  } finally {
    job.close();
  }
}

async function postgresFigures(
  start: (name: string, flags: readonly string[]) => Promise<OssServer>,
  jobUrl: string,
): Promise<Figure[]> {
  const found = findPostgres();
  if (found.why !== undefined)
    return [{ what: "Conductor OSS on Postgres", measured: "skipped", bound: found.why }];
  const figures: Figure[] = [];
  for (const count of [1, 2]) {
    const postgres = await startPostgres(found.bin);
    const servers: OssServer[] = [];
    for (let index = 0; index < count; index += 1)
      servers.push(await start(`postgres-${count}-${index}`, onPostgres(postgres)));
    const balancer = await openBalancer(servers.map(({ url }) => url));
    const rate = await httpWorkflows(balancer.url, jobUrl, httpRuns);
    figures.push(perSecond(`HTTP workflows, ${count} Conductor OSS on one Postgres`, rate, "none"));
    await balancer.close();
    for (const server of servers) await server.kill();
    await postgres.close();
  }
  return figures;
}

function perSecond(what: string, rate: number, bound: string): Figure {
  return { what, measured: `${rate.toFixed(0)} /s`, bound };
}
