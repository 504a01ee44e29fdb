import type { Running, Shell } from "../../support/shell.ts";

/** A worker as a user runs it: a process of its own. */
export interface WorkerProcess {
  /** Its output once it is ready. */
  ready: { server: string; version?: string; types: string[]; metrics: string };
  running: Running;
  /** Ctrl-C: takes no more, finishes what it has. */
  stop(): Promise<void>;
  /** kill -9, and nothing else. */
  kill(): Promise<void>;
}

const secondsMax = 600;

/** Starts `npx tsx worker --target oss` for a server, and waits until it serves. */
export async function startWorkerProcess(
  shell: Shell,
  api: string,
  words: readonly string[] = [],
): Promise<WorkerProcess> {
  const env = { CONDUCTOR_SERVER_URL: api };
  const running = shell.start(["worker", "--target", "oss", "--json", ...words], { env, secondsMax });
  await running.until(/^\{"server".*\}$/m);
  const [line = ""] = running.said().stdout.split("\n");
  return {
    ready: JSON.parse(line) as WorkerProcess["ready"],
    running,
    async stop() {
      running.child.kill("SIGINT");
      const { code, stderr } = await running.ended;
      if (code !== 130) throw new Error(`The worker ended with ${code}:\n${stderr}`);
    },
    async kill() {
      running.child.kill("SIGKILL");
      await running.ended;
    },
  };
}
