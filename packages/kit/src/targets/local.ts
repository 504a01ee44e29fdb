import { Problem } from "@long-running-api/foundation/problem";
import { findCloud, leaseCloud, retireCloud, startCloud, takeTurn } from "../local-cloud/background.ts";
import { dataFolder } from "../local-cloud/data.ts";
import { embeddedTarget } from "./embedded.ts";
import { isolate } from "./isolate.ts";
import type { Opening, Target } from "./target.ts";

/** Each candidate runs once: a wrapper such as pyenv takes seconds. */
const pythonSecondsMax = 90;

/** The embedded cloud of this machine: the one running under the data folder, else a new one in the background. */
export async function local(opening: Opening): Promise<Target> {
  isolate();
  const folder = dataFolder();
  const running = await findCloud(folder);
  const cloud = running ?? (await startCloud(folder));
  const release = leaseCloud(cloud);
  return {
    ...embeddedTarget(cloud),
    takeTurn: () => takeTurn(cloud),
    pythonProblem: () => pythonProblem(cloud.aws),
    started: !running,
    async close() {
      if (!running && opening.stopWhatWasStarted) await retireCloud(cloud);
      release();
    },
  };
}

/** The cloud's report on a Python that cannot run functions. */
interface PythonMissing {
  missing: "python3" | "boto3";
  what: string;
  seen: Record<string, string>;
  next: string[];
}

/** The embedded cloud runs Python functions with this machine's Python, which needs boto3, as in AWS's runtime. */
async function pythonProblem(cloudUrl: string): Promise<Problem | undefined> {
  const response = await fetch(`${cloudUrl}/_local/python`, {
    signal: AbortSignal.timeout(pythonSecondsMax * 1000),
  });
  const found = (await response.json()) as PythonMissing | { missing?: undefined };
  if (found.missing === undefined) return undefined;
  const make =
    found.missing === "boto3" ? ["npx tsx doctor --python creates a private environment with it."] : [];
  return new Problem(found.what, found.seen, [
    ...make,
    ...found.next,
    "Without it: npx tsx steps/02-lambda --runtime node",
  ]);
}
