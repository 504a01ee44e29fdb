import { announce } from "@long-running-api/kit/local-cloud/address";
import { dataFolder } from "@long-running-api/kit/local-cloud/data";
import { type Cloud, type CloudOptions, openCloud } from "@long-running-api/local-cloud";
import { openShell, type Shell } from "./shell.ts";

/** An embedded cloud in this process, and a shell whose commands find it. */
export interface TestCloud extends Shell {
  cloud: Cloud;
  /** The configuration of an AWS SDK client. */
  access: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  };
}

/** Opens a cloud in memory on a free port. Polls are frequent: the tests have no time to lose. */
export async function openTestCloud(
  options: CloudOptions = {},
  env: NodeJS.ProcessEnv = {},
): Promise<TestCloud> {
  const cloud = await openCloud({ pythonFolder: dataFolder(), ...options });
  const shell = openShell(env);
  const unannounce = announce(shell.dataFolder, {
    pid: process.pid,
    aws: cloud.aws,
    conductor: cloud.conductor,
    startedAt: new Date().toISOString(),
    background: false,
  });
  return {
    ...shell,
    cloud,
    access: {
      endpoint: cloud.aws,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    },
    async close() {
      unannounce();
      await cloud.close();
      await shell.close();
    },
  };
}
