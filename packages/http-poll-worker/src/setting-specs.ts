import { failureBudget } from "@long-running-api/conductor/http-poll/failures";
import { pollIntervalSecondsMax } from "@long-running-api/conductor/http-poll/settings";

/** One setting. Secrets have no flag: command lines are visible to other users. */
export interface SettingSpec {
  readonly kind: "text" | "number" | "boolean" | "list";
  readonly help: string;
  readonly otherwise?: unknown;
  /** Environment variables that count too, besides the setting's own. */
  readonly variables?: readonly string[];
  readonly secret?: true;
  readonly choices?: readonly string[];
  /** Of a number; of a list: how many entries. */
  readonly min?: number;
  readonly max?: number;
  /** False for a number that may have a fraction. */
  readonly whole?: false;
}

export type SettingSpecs = Readonly<Record<string, SettingSpec>>;

type ValueOf<Spec extends SettingSpec> = Spec["kind"] extends "number"
  ? number
  : Spec["kind"] extends "boolean"
    ? boolean
    : Spec["kind"] extends "list"
      ? readonly string[]
      : string;

/** The value of each setting; one without a default may be undefined. */
export type SettingValues<Specs extends SettingSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends { otherwise: NonNullable<unknown> }
    ? ValueOf<Specs[Name]>
    : ValueOf<Specs[Name]> | undefined;
};

/** All settings of the worker: one schema for flags, environment, file and help. */
export const specs = {
  "server-url": {
    kind: "text",
    help: "the Conductor server's API, such as http://127.0.0.1:8080/api",
    variables: ["CONDUCTOR_SERVER_URL"],
  },
  "server-wait": {
    kind: "number",
    help: "seconds to wait at the start until the server responds",
    otherwise: 0,
    max: 86_400,
  },
  "auth-key": {
    kind: "text",
    help: "the key of a server that issues tokens",
    variables: ["CONDUCTOR_AUTH_KEY"],
  },
  "auth-secret": {
    kind: "text",
    help: "the key's secret",
    variables: ["CONDUCTOR_AUTH_SECRET"],
    secret: true,
  },
  "basic-auth": { kind: "text", help: "USER:PASSWORD for the server", secret: true },
  "token-file": {
    kind: "text",
    help: "a file with a bearer token for the server; read again when it changes",
  },
  headers: {
    kind: "list",
    help: "further headers for the server, as NAME: VALUE",
    otherwise: [],
    secret: true,
  },
  "ca-file": { kind: "text", help: "certificates (PEM) to trust for the server, besides the usual ones" },
  "client-cert-file": { kind: "text", help: "the client certificate (PEM) for the server" },
  "client-key-file": { kind: "text", help: "the private key (PEM) of the client certificate" },
  types: { kind: "list", help: "task types to serve", otherwise: ["HTTP_POLL"], min: 1 },
  domain: { kind: "text", help: "only tasks of this domain" },
  concurrency: { kind: "number", help: "concurrent requests", otherwise: 100, min: 1, max: 10_000 },
  batch: { kind: "number", help: "tasks per poll of the queue", otherwise: 50, min: 1, max: 1_000 },
  "poll-gap": {
    kind: "number",
    help: "milliseconds between polls of an empty queue",
    otherwise: 25,
    min: 1,
    max: 60_000,
  },
  "min-poll-interval": {
    kind: "number",
    help: "minimum polling interval, in seconds",
    otherwise: 1,
    min: 1,
    max: pollIntervalSecondsMax,
  },
  "max-poll-interval": {
    kind: "number",
    help: "maximum delay of a backoff, in seconds",
    otherwise: pollIntervalSecondsMax,
    min: 1,
    max: pollIntervalSecondsMax,
  },
  "poll-interval-jitter": {
    kind: "number",
    help: "random spread of the delays: 0.2 for a fifth",
    otherwise: 0,
    max: 1,
    whole: false,
  },
  "max-poll-failures": {
    kind: "number",
    help: "failures in a row that end a task",
    otherwise: failureBudget.maxPollFailures,
    min: 1,
  },
  "max-poll-failure-seconds": {
    kind: "number",
    help: "seconds of failures in a row that end a task",
    otherwise: failureBudget.maxPollFailureSeconds,
    max: pollIntervalSecondsMax,
  },
  strict: { kind: "boolean", help: "the first failure ends a task", otherwise: false },
  "requests-per-host": {
    kind: "number",
    help: "concurrent requests to one host (0: half of the concurrency)",
    otherwise: 0,
    max: 10_000,
  },
  "rate-per-host": {
    kind: "number",
    help: "requests per second to one host (0: no limit)",
    otherwise: 0,
    max: 100_000,
    whole: false,
  },
  "circuit-failures": {
    kind: "number",
    help: "failures in a row after which requests to a host pause (0: never)",
    otherwise: 20,
    max: 1_000_000,
  },
  "circuit-seconds": {
    kind: "number",
    help: "the first such pause in seconds; it doubles up to 60",
    otherwise: 5,
    min: 1,
    max: 60,
  },
  "allow-host": {
    kind: "list",
    help: "call only these hosts: names, *.suffixes, addresses, name:port, separated by commas",
  },
  "credentials-file": { kind: "text", help: "a JSON file with credentials for the polled APIs, by name" },
  "metrics-host": {
    kind: "text",
    help: "the address for /metrics, /live and /ready",
    otherwise: "127.0.0.1",
  },
  "metrics-port": { kind: "number", help: "their port (0: any free one)", otherwise: 0, max: 65_535 },
  "sweep-seconds": {
    kind: "number",
    help: "how often to look for abandoned polls (0: never)",
    otherwise: 15,
    max: 86_400,
  },
  "drain-seconds": {
    kind: "number",
    help: "how long polls in progress may take after SIGTERM",
    otherwise: 75,
    max: 3_600,
  },
  log: { kind: "text", help: "the log format", choices: ["text", "json"] },
} as const satisfies SettingSpecs;
