import type { Server } from "node:http";
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
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen({ port, host: "127.0.0.1" }, () => resolve());
  });
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE")
    return new Problem(
      `Port ${port} is in use.`,
      { "looked at": `127.0.0.1:${port}` },
      "Choose another with --port N, or --port 0 for any free one.",
    );
  if (error.code === "EACCES")
    return new Problem(
      `You are not allowed to use port ${port}.`,
      { "looked at": `127.0.0.1:${port}` },
      "Choose one above 1023, or --port 0 for any free one.",
    );
  return error;
}
