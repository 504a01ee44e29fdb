import { spawn } from "node:child_process";
import { once } from "node:events";
import { freePort } from "@long-running-api/test-support/free-port";
import { vectorFile } from "@long-running-api/test-support/vectors";

/** Where the recorded HTTP tasks called. */
export const recordedStub = "127.0.0.1:18090";

/** Starts the server that the recorded HTTP tasks called, on a free port. */
export async function runStub(): Promise<{ host: string; stop(): void }> {
  const port = await freePort();
  const file = vectorFile("conductor-oss-stub.mjs");
  const stub = spawn(process.execPath, [file], { env: { ...process.env, STUB_PORT: String(port) } });
  await once(stub.stdout, "data");
  return { host: `127.0.0.1:${port}`, stop: () => void stub.kill() };
}
