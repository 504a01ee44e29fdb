import http from "node:http";
import type { AddressInfo } from "node:net";
import { type Conductor, type ConductorOptions, openConductor } from "./index.ts";

/** A Conductor that listens on its own port. */
export interface ServedConductor {
  readonly conductor: Conductor;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

/** Opens a Conductor on a free port of this machine; without options it keeps everything in memory. */
export async function serveConductor(options: Partial<ConductorOptions> = {}): Promise<ServedConductor> {
  const conductor = await openConductor({
    file: ":memory:",
    minPollIntervalSeconds: 0,
    sync: "normal",
    ...options,
  });
  const server = http.createServer(conductor.handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  conductor.resume(); // Its tasks may call this port, so it must listen first.
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
