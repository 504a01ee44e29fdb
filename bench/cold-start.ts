import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { $ } from "zx";
import type { Figure } from "./figure.ts";
import { median } from "./measure.ts";
import { withScratchFolder } from "./scratch.ts";

const runs = 5;
const idleMs = 3_000;

/** `npx tsx local --memory`: when it is ready, and what its server process holds when idle. */
export async function coldStart(): Promise<Figure[]> {
  const readyMs: number[] = [];
  const idleMb: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { readyMs: ready, idleMb: idle } = await withScratchFolder(startOnce);
    readyMs.push(ready);
    idleMb.push(idle);
  }
  return [
    { what: "npx tsx local --memory ready", measured: `${median(readyMs).toFixed(0)} ms`, bound: "1500 ms" },
    { what: "its server process, idle", measured: `${median(idleMb).toFixed(0)} MB`, bound: "150 MB" },
  ];
}

async function startOnce(folder: string): Promise<{ readyMs: number; idleMb: number }> {
  const start = performance.now();
  const npx = spawn("npx", ["tsx", "local", "--memory", "--json", "--port", "0"], {
    env: { ...process.env, LOCAL_DATA: folder },
    stdio: ["ignore", "pipe", "ignore"],
    shell: process.platform === "win32",
  });
  const [line] = await Promise.race([once(npx.stdout), sleep(20_000).then(() => [""])]);
  const readyMs = performance.now() - start;
  const { aws } = JSON.parse(line ?? "") as { aws: string };
  const { pid } = (await (await fetch(`${aws}/_local/status`)).json()) as { pid: number };
  await sleep(idleMs);
  const idleMb = Number((await $({ quiet: true })`ps -o rss= -p ${pid}`).stdout) / 1024;
  process.kill(pid, "SIGTERM");
  await new Promise((resolve) => npx.on("exit", resolve));
  return { readyMs, idleMb };
}

async function once(stream: NodeJS.ReadableStream): Promise<string[]> {
  for await (const line of createInterface({ input: stream })) return [line];
  return [""];
}
