import { findCloud, leaseCloud, retireCloud, startCloud, takeTurn } from "../local-cloud/background.ts";
import { dataFolder } from "../local-cloud/data.ts";
import { embeddedTarget } from "./embedded.ts";
import { isolate } from "./isolate.ts";
import type { Opening, Target } from "./target.ts";

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
    started: !running,
    async close() {
      if (!running && opening.stopWhatWasStarted) await retireCloud(cloud);
      release();
    },
  };
}
