import { setTimeout as sleep } from "node:timers/promises";
import { type StartOptions, startServer } from "../local/conductor-oss/server.ts";
import { ossHere } from "../test/conformance/oss/here.ts";
import { startWorkerProcess } from "../test/conformance/oss/worker.ts";
import { openShell } from "../test/support/shell.ts";
import { define, pollTask, start, startJob, withEngine } from "./engine.ts";
import type { Figure } from "./figure.ts";
import { median, quantile } from "./measure.ts";
import { withScratchFolder } from "./scratch.ts";

const intervalMs = 5_000;
const rates = [100, 500];
const measuredMs = 20_000;

/** Polls a second that arrive, and how late: pending polls every 5 s, as many as make 100 and 500 polls a second. */
export async function polls(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const rate of rates)
    figures.push(...described("embedded", rate, await withEngine(({ url }) => arriving(url, rate))));
  const here = await ossHere();
  if (here.why !== undefined)
    return [...figures, { what: "Conductor OSS", measured: "skipped", bound: here.why }];
  for (const rate of rates) {
    const arrived = await withScratchFolder((folder) => arrivingOnOss(folder, here, rate));
    figures.push(...described("Conductor OSS on SQLite and the worker", rate, arrived));
  }
  return figures;
}

async function arrivingOnOss(
  folder: string,
  here: Pick<StartOptions, "java" | "server">,
  rate: number,
): Promise<Arrived> {
  const shell = openShell();
  const server = await startServer({ ...here, port: 0, folder, flags: [] });
  try {
    const worker = await startWorkerProcess(shell, `${server.url}/api`);
    const arrived = await arriving(server.url, rate);
    await worker.stop();
    return arrived;
  } finally {
    await shell.close();
    await server.kill();
  }
}

interface Arrived {
  readonly perSecond: number;
  readonly lateMs: readonly number[];
}

/** Starts the runs spread over two intervals, waits for a third, and then counts what arrives. */
async function arriving(url: string, rate: number): Promise<Arrived> {
  const job = await startJob();
  try {
    const runs = (rate * intervalMs) / 1000;
    await define(url, "polls", pollTask(job.url, intervalMs / 1000));
    const begun = performance.now();
    for (let run = 0; run < runs; run += 1) {
      await sleep(Math.max(0, begun + (run * 2 * intervalMs) / runs - performance.now()));
      void start(url, "polls", { id: `poll-${run}` });
    }
    await sleep(intervalMs);
    const from = performance.now();
    await sleep(measuredMs);
    const lateMs = [...job.asked.values()].flatMap((times) =>
      times.flatMap((time, index) => {
        const before = times[index - 1];
        return before === undefined || time < from ? [] : [time - before - intervalMs];
      }),
    );
    return { perSecond: (lateMs.length / measuredMs) * 1000, lateMs };
  } finally {
    job.close();
  }
}

function described(where: string, rate: number, { perSecond, lateMs }: Arrived): Figure[] {
  const late = (share: number) => `${quantile(lateMs, share).toFixed(0)} ms`;
  return [
    {
      what: `polls that arrive of ${rate} /s, ${where}`,
      measured: `${perSecond.toFixed(0)} /s`,
      bound: "none",
    },
    {
      what: "the same, how late: median, p99",
      measured: `${median(lateMs).toFixed(0)} ms, ${late(0.99)}`,
      bound: "none",
    },
  ];
}
