import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Requests a second, and what each took (ms). */
export interface Load {
  perSecond: number;
  ms: number[];
}

/** Sends requests as fast as this number of connections allows. */
export async function askFast(
  url: string,
  { connections, requests }: { connections: number; requests: number },
): Promise<Load> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const ms: number[] = [];
  let left = requests;
  const start = performance.now();
  const keepAsking = async () => {
    while (left-- > 0) ms.push(await ask(url, agent));
  };
  await Promise.all(Array.from({ length: connections }, keepAsking));
  const perSecond = (ms.length / (performance.now() - start)) * 1000;
  agent.destroy();
  return { perSecond, ms };
}

/** Sends requests at a fixed rate, without waiting for responses. */
export async function askPaced(
  url: string,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Load> {
  const agent = new http.Agent({ keepAlive: true });
  const start = performance.now();
  const asked: Promise<number>[] = [];
  while (asked.length < perSecond * seconds) {
    const due = start + (asked.length / perSecond) * 1000;
    await sleep(Math.max(0, due - performance.now()));
    asked.push(ask(url, agent));
  }
  const ms = await Promise.all(asked);
  agent.destroy();
  return { perSecond, ms };
}

/** Sends one GET; returns its duration. */
function ask(url: string, agent: http.Agent): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent }, (response) => {
      response.resume();
      response.on("end", () => {
        if (response.statusCode === 200) resolve(performance.now() - start);
        else reject(new Error(`${url} answered ${response.statusCode}`));
      });
    });
    request.on("error", reject);
  });
}
