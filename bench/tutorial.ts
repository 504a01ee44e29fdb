import { $ } from "zx";
import type { Figure } from "./figure.ts";
import { timed } from "./measure.ts";
import { withScratchFolder } from "./scratch.ts";

/** `npm start` from nothing, as a whole process; then a step and a check that have nothing left to do. */
export function tutorial(): Promise<Figure[]> {
  return withScratchFolder(measureIn);
}

async function measureIn(folder: string): Promise<Figure[]> {
  const run = $({ quiet: true, env: { ...process.env, LOCAL_DATA: folder, NO_COLOR: "1" } });
  const startMs = await timed(() => run`npm start`);
  await run`npx tsx steps/01-table`; // starts the cloud, which npm start has stopped
  const stepMs = await timed(() => run`npx tsx steps/03-api`);
  const checkMs = await timed(() => run`npx tsx checks/02-lambda`);
  return [
    {
      what: "npm start, whole process",
      measured: `${(startMs / 1000).toFixed(1)} s`,
      bound: "27 + 5 + 5 s",
    },
    { what: "a step with nothing to do", measured: `${(stepMs / 1000).toFixed(2)} s`, bound: "2 s" },
    {
      what: "a check with nothing to wait for",
      measured: `${(checkMs / 1000).toFixed(2)} s`,
      bound: "2 s",
    },
  ];
}
