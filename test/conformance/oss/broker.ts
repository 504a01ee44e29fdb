import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { type OssServer, startServer } from "../../../local/conductor-oss/server.ts";
import { ossHere } from "./here.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where tests ask for the one Conductor OSS server that they share. */
    ossBroker: string;
  }
}

/** The broker's response: the server's API URL, or why there is none. */
export type Brokered = { api: string; why?: undefined } | { why: string };

/**
 * One real server for all test files, started when the first of them asks. It ends with this process, also by
 * kill -9 (`local/conductor-oss/server.ts`), and with Ctrl-C.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<{ answer: Brokered; close(): Promise<void> }> | undefined;
  const broker = createServer((_request, response) => {
    started ??= start();
    started.then(
      ({ answer }) => response.end(JSON.stringify(answer)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => broker.listen(0, "127.0.0.1", resolve));
  project.provide("ossBroker", `http://127.0.0.1:${(broker.address() as AddressInfo).port}`);
  return async () => {
    broker.closeAllConnections();
    broker.close();
    await (await started)?.close();
  };
}

/** Its scripts have 4 s, which a machine that runs two files of tests at once may use up before they are compiled. */
const scriptLimit = { CONDUCTOR_SCRIPT_MAX_EXECUTION_SECONDS: "60" };

async function start(): Promise<{ answer: Brokered; close(): Promise<void> }> {
  const here = await ossHere();
  if (here.why !== undefined) return { answer: { why: here.why }, close: async () => {} };
  const folder = mkdtempSync(path.join(os.tmpdir(), "conductor-oss-"));
  const server: OssServer = await startServer({ ...here, port: 0, folder, env: scriptLimit });
  return {
    answer: { api: `${server.url}/api` },
    async close() {
      await server.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
