import http from "node:http";
import type { AddressInfo } from "node:net";
import { type Conductor, type ConductorOptions, openConductor } from "@long-running-api/local-conductor";

/** A Conductor behind a port of its own. */
export interface Running {
  readonly conductor: Conductor;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts one on a free port. */
export async function runConductor(options: Partial<ConductorOptions> = {}): Promise<Running> {
  const conductor = await openConductor({
    file: ":memory:",
    minPollIntervalSeconds: 0,
    sync: "normal",
    ...options,
  });
  const server = http.createServer(conductor.handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  conductor.resume();
  return {
    conductor,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await conductor.close();
    },
  };
}
