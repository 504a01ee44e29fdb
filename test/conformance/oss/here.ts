import { type Installed, installed } from "../../../local/conductor-oss/install.ts";
import { findJava, type Java } from "../../../local/conductor-oss/java.ts";
import { release } from "../../../local/conductor-oss/release.ts";

/** A real Conductor OSS server to start, or why it is not available. */
export type OssHere = { java: Java; server: Installed; why?: undefined } | { why: string };

/** Only looks for it: a download of half a gigabyte must be requested explicitly. */
export async function ossHere(): Promise<OssHere> {
  const { java } = await findJava();
  if (!java) return { why: "no Java 21 or later here" };
  const server = installed();
  if (server) return { java, server };
  return {
    why: `no Conductor OSS ${release.version} here; npx tsx local conductor-oss prepare brings it, as .ci/run does`,
  };
}
