import type { ConductorApi } from "@long-running-api/conductor/client";
import type { Problem } from "@long-running-api/foundation/problem";

export type TargetName = "local" | "oss" | "aws";

/** The configuration of every AWS SDK client. Only the endpoint and its key are overridden. */
export interface AwsAccess {
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
  retryMode: "standard" | "adaptive";
}

/** Where the tutorial runs: one cloud and one Conductor server. */
export interface Target {
  name: TargetName;
  /** For people, e.g. "the embedded cloud at http://127.0.0.1:4566". */
  title: string;
  aws: AwsAccess;
  /** The polling interval of the SDK's waiters, in seconds; their own first delay is 20 s for a table. */
  waiting: { minDelay: number; maxDelay: number };
  /** The Conductor server's API, e.g. http://127.0.0.1:4566/api. */
  conductorUrl: string;
  /** Connects on first use: the SDK takes a while to load. */
  conductor(): Promise<ConductorApi>;
  /** True if writes may cost money: they are announced and confirmed first. */
  real: boolean;
  /** The invoke URL of a stage of an API, without a trailing slash. */
  invokeUrl(api: { apiId: string; stage: string }): string;
  /** A page of the AWS console, if there is one. */
  console?(page: string): string;
  /** Why this target can't run Python functions, if that depends on this machine. */
  pythonProblem?(): Promise<Problem | undefined>;
  /** If commands may run concurrently: waits for this command's turn; returns a function that ends it. */
  takeTurn?(): Promise<() => void>;
  /** Set when opening the target started a cloud in the background. */
  started: boolean;
  /** Stops what opening started, if `stopAfter` says so. */
  close(): Promise<void>;
}

/** How a command opens its target. */
export interface Opening {
  yes: boolean;
  /** False for commands that only read: they do not start a cloud, and need no confirmation for a real account. */
  writes: boolean;
  /** Stop the cloud again on close() if this opening started it (`npm start`). */
  stopWhatWasStarted?: boolean;
}
