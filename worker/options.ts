import { hostname } from "node:os";
import { type WorkerSettings, workerSettings } from "@long-running-api/http-poll-worker/worker";
import { commonOptions, type OptionSpecs, type OptionValues, readNumber } from "@long-running-api/kit/cli";

export const workerOptions = {
  target: { type: "string", value: "NAME", help: "whose Conductor server", choices: ["local", "oss", "aws"] },
  concurrency: { type: "string", value: "N", help: `polls at a time (${workerSettings.concurrency})` },
  batch: { type: "string", value: "N", help: `tasks asked for at once (${workerSettings.batch})` },
  "poll-gap": {
    type: "string",
    value: "MS",
    help: `between two looks at an empty queue (${workerSettings.gapMs})`,
  },
  domain: { type: "string", value: "NAME", help: "tasks of this domain only" },
  types: { type: "string", value: "A,B", help: "task types to serve (HTTP_POLL)" },
  "min-poll-interval": {
    type: "string",
    value: "SECONDS",
    help: `shorter intervals are made this long (${workerSettings.minPollIntervalSeconds})`,
  },
  "allow-host": {
    type: "string",
    value: "HOSTS",
    help: "call these hosts only: names, *.suffixes, addresses, name:port, with commas between",
  },
  "metrics-port": { type: "string", value: "N", help: "/metrics and /health on 127.0.0.1 (0: any free one)" },
  log: { type: "string", value: "FORMAT", help: "lines for people or machines", choices: ["text", "json"] },
  "dry-run": { type: "boolean", help: "say what would be done, and do nothing" },
  ...commonOptions,
} as const satisfies OptionSpecs;

/** The settings of a command line. */
export function readSettings(options: OptionValues<typeof workerOptions>): WorkerSettings {
  const number = (
    name: "concurrency" | "batch" | "poll-gap" | "min-poll-interval" | "metrics-port",
    max: number,
    min = 1,
  ) => readNumber(name, options[name], { min, max });
  const list = (text: string | undefined) =>
    text
      ?.split(",")
      .map((entry) => entry.trim())
      .filter((entry) => entry !== "");
  return {
    types: list(options.types) ?? workerSettings.types,
    domain: options.domain,
    workerId: `${hostname()}-${process.pid}`,
    concurrency: number("concurrency", 10_000) ?? workerSettings.concurrency,
    batch: number("batch", 1_000) ?? workerSettings.batch,
    gapMs: number("poll-gap", 60_000) ?? workerSettings.gapMs,
    minPollIntervalSeconds: number("min-poll-interval", 604_800) ?? workerSettings.minPollIntervalSeconds,
    allowHosts: list(options["allow-host"]),
    metricsPort: number("metrics-port", 65_535, 0) ?? workerSettings.metricsPort,
  };
}
