import type { Running, Shell } from "../../support/shell.ts";
import { type Rest, restOf } from "./rest.ts";

/** A server of a test's own, started as a user does: `npx tsx local conductor-oss`. */
export interface OwnServer {
  rest: Rest;
  /** kill -9 of the server itself, not of the command that keeps it. */
  kill(): Promise<void>;
  /** Starts it again on the same port and database. */
  restart(): Promise<void>;
  /** `npx tsx local conductor-oss stop`; returns the exit code of the command that ran the server. */
  stop(): Promise<number | null>;
}

const secondsMax = 900;

/** Starts a server with its data in the shell's folder; it ends with the shell. */
export async function startOwnServer(shell: Shell): Promise<OwnServer> {
  const start = async (port: string): Promise<{ running: Running; api: string }> => {
    const words = ["local", "conductor-oss", "--port", port, "--json"];
    const running = shell.start(words, { secondsMax });
    await running.until(/^\{"conductor".*\}$/m);
    const [line = ""] = running.said().stdout.split("\n");
    return { running, api: (JSON.parse(line) as { conductor: string }).conductor };
  };
  let server = await start("0");
  const { api } = server;
  return {
    rest: restOf(api),
    async kill() {
      const { stdout } = await shell.run(["local", "conductor-oss", "status", "--json"]);
      process.kill((JSON.parse(stdout) as { serverPid: number }).serverPid, "SIGKILL");
      const { code, stderr } = await server.running.ended;
      if (code !== 2 || !stderr.includes("has stopped unexpectedly"))
        throw new Error(`The command ended with ${code} when its server was killed:\n${stderr}`);
    },
    async restart() {
      server = await start(new URL(api).port);
    },
    async stop() {
      const { code, stdout, stderr } = await shell.run(["local", "conductor-oss", "stop"]);
      if (code !== 0) throw new Error(`${stdout}${stderr}`);
      return (await server.running.ended).code;
    },
  };
}
