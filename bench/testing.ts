import { openCloud } from "../testing/index.ts";
import type { Figure } from "./figure.ts";

/** The programmatic cloud: an empty one, the tutorial's resources, and the way back to them. */
export async function testing(): Promise<Figure[]> {
  const first = await openCloud();
  await first.seed(); // loads the AWS SDK
  await first.close();
  const opened = await millis(() => openCloud());
  const cloud = opened.result;
  const seeded = await millis(() => cloud.seed());
  const resets: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await fetch(`${seeded.result.invokeUrl}/${round}`); // a function's process to end
    resets.push((await millis(() => cloud.reset())).ms);
  }
  await cloud.close();
  resets.sort((a, b) => a - b);
  const [middle = 0, slowest = 0] = [resets[Math.floor(rounds / 2)], resets.at(-1)];
  return [
    { what: "openCloud, empty", measured: `${opened.ms.toFixed(0)} ms`, bound: "350 ms" },
    { what: "seed, to the workflow", measured: `${seeded.ms.toFixed(0)} ms`, bound: "2,000 ms" },
    {
      what: `reset to the seed, of ${rounds}: the middle, the slowest`,
      measured: `${middle.toFixed(0)}, ${slowest.toFixed(0)} ms`,
      bound: "100 ms",
    },
  ];
}

const rounds = 15;

async function millis<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const start = performance.now();
  const result = await work();
  return { result, ms: performance.now() - start };
}
