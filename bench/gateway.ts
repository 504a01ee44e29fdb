import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { $ } from "zx";
import type { Figure } from "./index.ts";
import { median, quantile, timed } from "./measure.ts";

const posts = 60;
const gets = 4_000;
const connections = 8;

/** POST and GET through the API on a warm function, against a cloud in a process of its own. */
export async function gateway(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "bench-"));
  const step = $({ quiet: true, env: { ...process.env, LOCAL_DATA: folder, NO_COLOR: "1" } });
  try {
    await step`npx tsx steps 01-table`;
    await step`npx tsx steps 02-lambda --processing-seconds 0`;
    const { invokeUrl } = JSON.parse((await step`npx tsx steps 03-api --json`).stdout) as {
      invokeUrl: string;
    };
    const post = (id: string) =>
      fetch(`${invokeUrl}/invoke-lambda`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ requestId: id }),
      });
    for (let warm = 0; warm < 5; warm += 1) await (await post(`warm-${warm}`)).text();
    const postMs: number[] = [];
    for (let index = 0; index < posts; index += 1)
      postMs.push(await timed(async () => (await post(`bench-${index}`)).text()));
    await (await fetch(`${invokeUrl}/warm-0`)).text();
    const getMs: number[] = [];
    const wholeMs = await timed(() =>
      Promise.all(Array.from({ length: connections }, () => keepAsking(`${invokeUrl}/warm-0`, getMs))),
    );
    return [
      {
        what: "POST through the API, warm, median",
        measured: `${median(postMs).toFixed(1)} ms`,
        bound: "50 ms",
      },
      {
        what: `GET status, ${connections} connections`,
        measured: `${((getMs.length / wholeMs) * 1000).toFixed(0)} /s`,
        bound: "712 /s",
      },
      {
        what: `GET status, ${connections} connections, p99`,
        measured: `${quantile(getMs, 0.99).toFixed(1)} ms`,
        bound: "30 ms",
      },
    ];
  } finally {
    await step`npx tsx local stop`;
    await rm(folder, { recursive: true, force: true });
  }
}

async function keepAsking(url: string, ms: number[]): Promise<void> {
  while (ms.length < gets) {
    ms.push(await timed(async () => (await fetch(url)).text()));
  }
}
