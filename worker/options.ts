import { hostname } from "node:os";
import { type WorkerSettings, workerSettings } from "@long-running-api/http-poll-worker/worker";
import { commonOptions, type OptionSpecs, type OptionValues, readNumber } from "@long-running-api/kit/cli";

export const workerOptions = {
  target: {
    type: "string",
    value: "NAME",
    help: "the target with the Conductor server",
    choices: ["local", "oss", "aws"],
  },
  concurrency: { type: "string", value: "N", help: `concurrent polls (${workerSettings.concurrency})` },
  batch: { type: "string", value: "N", help: `tasks per poll of the queue (${workerSettings.batch})` },
  "poll-gap": {
    type: "string",
    value: "MS",
    help: `pause between polls of an empty queue (${workerSettings.gapMs})`,
  },
  domain: { type: "string", value: "NAME", help: "only tasks of this domain" },
  types: { type: "string", value: "A,B", help: "task types to serve (HTTP_POLL)" },
  "min-poll-interval": {
    type: "string",
    value: "SECONDS",
    help: `minimum polling interval (${workerSettings.minPollIntervalSeconds})`,
  },
  "allow-host": {
    type: "string",
    value: "HOSTS",
    help: "call only these hosts: names, *.suffixes, addresses, name:port, separated by commas",
  },
  "metrics-port": { type: "string", value: "N", help: "/metrics and /health on 127.0.0.1 (0: any free one)" },
  log: { type: "string", value: "FORMAT", help: "the log format", choices: ["text", "json"] },
  "dry-run": { type: "boolean", help: "show what would be done, and do nothing" },
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
