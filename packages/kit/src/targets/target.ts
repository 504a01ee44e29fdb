import type { ConductorApi } from "@long-running-api/conductor/client";
import type { Problem } from "@long-running-api/foundation/problem";

export type TargetName = "local" | "oss" | "aws";

/** What every AWS SDK client is constructed with. Nothing is overridden but the endpoint and the key that goes with it. */
export interface AwsAccess {
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
  retryMode: "standard" | "adaptive";
}

/** Where the tutorial happens: one cloud and one Conductor server. */
export interface Target {
  name: TargetName;
  /** For people, e.g. "the embedded cloud at http://127.0.0.1:4566". */
  title: string;
  aws: AwsAccess;
  /** How often the SDK's waiters look, in seconds; their own first delay is 20 s for a table. */
  waiting: { minDelay: number; maxDelay: number };
  /** The Conductor server's API, e.g. http://127.0.0.1:4566/api. */
  conductorUrl: string;
  /** Connects on first use: the SDK takes a while to load. */
  conductor(): Promise<ConductorApi>;
  /** True where a write costs somebody something: it is announced and confirmed first. */
  real: boolean;
  /** Where a stage of an API is called, without a slash at the end. */
  invokeUrl(api: { apiId: string; stage: string }): string;
  /** The page of a thing in the AWS console, where there is one. */
  console?(page: string): string;
  /** Why this target can't run Python functions, where that depends on this machine. */
  pythonProblem?(): Promise<Problem | undefined>;
  /** Where commands may run at once: waits for this one's turn to change things; answers how to end it. */
  takeTurn?(): Promise<() => void>;
  /** Set when opening the target started a cloud in the background. */
  started: boolean;
  /** Stops what opening started, if it was told to; else nothing. */
  close(): Promise<void>;
}

/** How a command opens its target. */
export interface Opening {
  yes: boolean;
  /** False for commands that only look: they do not start a cloud, and need no go-ahead for a real account. */
  writes: boolean;
  /** Stop the cloud again on close() if this opening started it (`npm start`). */
  stopWhatWasStarted?: boolean;
}
