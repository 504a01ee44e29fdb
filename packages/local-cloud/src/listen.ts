import type { Server } from "node:http";
import { portProblem } from "@long-running-api/foundation/port-problem";
import { Problem } from "@long-running-api/foundation/problem";

/** Listens on the first of these ports that is free, on this machine only; 0 = any free one. */
export async function listenOnFirst(server: Server, [port = 0, ...others]: readonly number[]): Promise<void> {
  try {
    await listen(server, port);
  } catch (error) {
    if (others.length === 0 || !(error instanceof Problem)) throw error;
    await listenOnFirst(server, others);
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(portProblem(error, port)));
    server.listen({ port, host: "127.0.0.1" }, () => resolve());
  });
}
