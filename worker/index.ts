import { connectConductor } from "@long-running-api/conductor/client";
import { dryRun } from "@long-running-api/http-poll-worker/dry-run";
import { createLog } from "@long-running-api/http-poll-worker/log";
import { startWorker } from "@long-running-api/http-poll-worker/worker";
import { readCommandLine } from "@long-running-api/kit/cli";
import { handleSignals } from "@long-running-api/kit/interrupt";
import { main } from "@long-running-api/kit/main";
import { createOutput } from "@long-running-api/kit/output";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import { watchParents } from "@long-running-api/kit/watch-parents";
import { type OpenedServer, serverOf } from "./address.ts";
import { readSettings, workerOptions } from "./options.ts";
import { checkServer, refuseOrkesByName } from "./refuse-orkes.ts";

export { connectConductor, type WorkerApi } from "@long-running-api/conductor/client";
export { createLog } from "@long-running-api/http-poll-worker/log";
export {
  startWorker,
  type Worker,
  type WorkerSettings,
  workerSettings,
} from "@long-running-api/http-poll-worker/worker";
export { checkServer } from "./refuse-orkes.ts";

const spec = {
  usage: "npx tsx worker",
  about:
    "Runs HTTP_POLL tasks for the target's Conductor server. Ctrl-C stops it after the tasks in progress.",
  options: workerOptions,
};

async function run(argv: string[]): Promise<number> {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  const { options } = line;
  const settings = readSettings(options);
  const output = createOutput({ json: options.json, color: options.color });
  const access = await serverOf(options.target, openEmbedded);
  try {
    refuseOrkesByName(access.serverUrl);
    const server = await reachable(access.serverUrl, () => connectConductor(access));
    const { version, warning } = await reachable(server.url, () => checkServer(server));
    if (options["dry-run"]) {
      const plan = await reachable(server.url, () => dryRun(settings, server));
      output.say(`Conductor ${version ?? "of unknown version"} at ${server.url}`);
      output.say(
        `would serve     ${settings.types.join(", ")}${settings.domain ? ` in ${settings.domain}` : ""}`,
      );
      output.say(`tasks found     ${plan.tasks.join(", ") || "none"}`);
      output.say(`would register  ${plan.wouldRegister.join(", ") || "no task definition"}`);
      output.document({ server: server.url, version, types: settings.types, ...plan });
      return 0;
    }
    const format =
      options.log === "json" || (options.log === undefined && !output.terminal) ? "json" : "text";
    const log = createLog({
      format,
      write: (text) => void process.stderr.write(`${text}\n`),
      now: () => new Date(),
    });
    if (warning) log.warn(warning);
    const stopping = new Promise<string>((resolve) => {
      handleSignals(resolve);
      watchParents(() => resolve("none: the process that started this one has ended"));
    });
    const worker = await startWorker(settings, { server, log });
    const ready = {
      server: server.url,
      version,
      types: settings.types,
      metrics: `${worker.monitorUrl}/metrics`,
    };
    log.info("serving", { ...ready, types: settings.types.join(","), workerId: settings.workerId });
    if (options.json) process.stdout.write(`${JSON.stringify(ready)}\n`);
    const signal = await stopping;
    log.info("stopping: takes no more tasks, finishes those in progress", { signal });
    await worker.stop();
    log.info("stopped");
    return signal === "SIGINT" ? 130 : 0;
  } finally {
    await access.close();
  }
}

/** Loaded only for the embedded server: the worker works without the rest of this project. */
async function openEmbedded(): Promise<OpenedServer> {
  const { openTarget } = await import("@long-running-api/kit/targets");
  const target = await openTarget({ target: "local" }, { writes: false });
  return { serverUrl: target.conductorUrl, close: () => target.close() };
}

async function reachable<T>(conductorUrl: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw explainFailure(error, { name: "oss", title: conductorUrl, conductorUrl }) ?? error;
  }
}

await main(import.meta, run);
