import { Problem } from "@long-running-api/foundation/problem";
import { dataFolder } from "@long-running-api/kit/local-cloud/data";
import { type Cloud, type CloudOptions, openCloud as openEmptyCloud } from "@long-running-api/local-cloud";
import type { Seeded, SeedOptions } from "./seed.ts";

export {
  renderTemplate,
  TemplateError,
  type TemplateInput,
  type TemplateOutput,
} from "@long-running-api/api-gateway/templates";
export type { ClientConfig } from "@long-running-api/local-cloud";
export type { Seeded, SeedOptions } from "./seed.ts";

/** How to open a cloud for tests. Without options it is empty, in memory, and on any free port. */
export type OpenOptions = Omit<CloudOptions, "dataFolder" | "sync" | "otherPorts">;

type Members = "aws" | "conductor" | "clientConfig" | "env" | "saveBaseline" | "reset" | "close";

/** An embedded cloud in this process, for tests: AWS and Conductor on one port of this machine. */
export interface TestCloud extends Pick<Cloud, Members | typeof Symbol.asyncDispose> {
  /** Makes the tutorial's resources, and saves them as the baseline that `reset` returns to. */
  seed(options?: SeedOptions): Promise<Seeded>;
}

/** Opens a cloud; it is ready when this resolves. Close it at the end of the tests. */
export async function openCloud(options: OpenOptions = {}): Promise<TestCloud> {
  const cloud = await openEmptyCloud({ pythonFolder: dataFolder(), ...options });
  const { aws, conductor, clientConfig, env, saveBaseline } = cloud;
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;
  const close = () => {
    closed = true;
    return cloud.close();
  };
  return {
    ...{ aws, conductor, clientConfig, env, saveBaseline, close },
    [Symbol.asyncDispose]: close,
    reset: (resetOptions) => inTurn(() => cloud.reset(resetOptions)),
    seed: (seedOptions = {}) =>
      inTurn(async () => {
        if (closed) throw new Problem("This cloud is closed.", { "its address": aws }, "Open another one.");
        const { seed } = await import("./seed.ts"); // it loads the AWS SDK
        const seeded = await seed(cloud, seedOptions);
        await saveBaseline();
        return seeded;
      }),
  };

  /** A seed would wait for minutes for what a reset has removed. */
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return await done;
  }
}
