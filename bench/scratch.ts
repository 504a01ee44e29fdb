import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { descendantsOf } from "@long-running-api/foundation/process";
import { beforeLeaving, wasInterrupted } from "@long-running-api/kit/interrupt";
import { announced } from "@long-running-api/kit/local-cloud/address";
import { stopCloud } from "@long-running-api/kit/local-cloud/background";

/**
 * Measures with a temporary folder, e.g. as the data folder of a cloud. Afterwards the folder and its cloud are gone;
 * after Ctrl-C, so is every process that was started.
 */
export async function withScratchFolder<T>(measure: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "bench-"));
  const clean = async () => {
    if (wasInterrupted()) endDescendants();
    for (const cloud of announced(folder)) await stopCloud(cloud);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const forget = beforeLeaving(clean);
  try {
    return await measure(folder);
  } finally {
    forget();
    if (!wasInterrupted()) await clean(); // else it runs before the process ends
  }
}

function endDescendants(): void {
  for (const pid of descendantsOf(process.pid)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has already ended.
    }
  }
}
