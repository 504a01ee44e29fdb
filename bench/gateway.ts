import { setTimeout as sleep } from "node:timers/promises";
import { $ } from "zx";
import type { Figure } from "./figure.ts";
import { askFast, askPaced, type Load } from "./load.ts";
import { median, quantile, timed } from "./measure.ts";
import { withScratchFolder } from "./scratch.ts";
import { startServerlessOffline } from "./serverless-offline.ts";

const posts = 60;
const warmUp = { connections: 8, requests: 6_000 };
const fast = { connections: 8, requests: 3_000 };
const rounds = 5;
const paced = { perSecond: 100, seconds: 20 };

/** POST and GET through the API on a warm function, against a cloud in a process of its own. */
export function gateway(): Promise<Figure[]> {
  return withScratchFolder(measureIn);
}

async function measureIn(folder: string): Promise<Figure[]> {
  const step = $({ quiet: true, env: { ...process.env, LOCAL_DATA: folder, NO_COLOR: "1" } });
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
  await (await post("warm-0")).text();
  await completed(`${invokeUrl}/warm-0`);
  const offline = await startServerlessOffline("warm-0");
  const [status, peer] = await inTurn(`${invokeUrl}/warm-0`, offline.url).finally(offline.close);
  const postMs: number[] = [];
  for (let index = 0; index < posts; index += 1)
    postMs.push(await timed(async () => (await post(`bench-${index}`)).text()));
  return [
    {
      what: "POST through the API, warm, median",
      measured: `${median(postMs).toFixed(1)} ms`,
      bound: "50 ms",
    },
    {
      what: `GET status, ${fast.connections} connections`,
      measured: `${status.fast.perSecond.toFixed(0)} /s`,
      bound: `serverless-offline: ${peer.fast.perSecond.toFixed(0)} /s (${(status.fast.perSecond / peer.fast.perSecond).toFixed(2)} of it; at least 1.5)`,
    },
    {
      what: `GET status, ${fast.connections} connections, p99`,
      measured: `${quantile(status.fast.ms, 0.99).toFixed(1)} ms`,
      bound: `30 ms; serverless-offline: ${quantile(peer.fast.ms, 0.99).toFixed(1)} ms`,
    },
    {
      what: `GET status, ${paced.perSecond} a second, p99`,
      measured: `${quantile(status.paced.ms, 0.99).toFixed(1)} ms`,
      bound: `15 ms; serverless-offline: ${quantile(peer.paced.ms, 0.99).toFixed(1)} ms`,
    },
  ];
}

async function completed(url: string): Promise<void> {
  while (!(await (await fetch(url)).text()).includes("COMPLETED")) await sleep(200);
}

interface Gets {
  fast: Load;
  paced: Load;
}

/** Measures ours and the peer in alternating rounds: the speed of this machine varies from minute to minute. */
async function inTurn(ours: string, peers: string): Promise<[Gets, Gets]> {
  const loads = [ours, peers].map((url) => ({ url, fast: [] as Load[] }));
  for (const { url } of loads) await askFast(url, warmUp);
  for (let round = 0; round < rounds; round += 1)
    for (const load of loads) load.fast.push(await askFast(load.url, fast));
  const [one, other] = loads;
  if (!one || !other) throw new Error("Two are compared.");
  return [await summed(one), await summed(other)];
}

async function summed({ url, fast }: { url: string; fast: readonly Load[] }): Promise<Gets> {
  const perSecond = median(fast.map((load) => load.perSecond));
  return { fast: { perSecond, ms: fast.flatMap(({ ms }) => ms) }, paced: await askPaced(url, paced) };
}
