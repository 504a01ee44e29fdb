import type { ConductorApi } from "@long-running-api/conductor/client";
import type { Problem } from "@long-running-api/foundation/problem";

export type TargetName = "local" | "oss" | "aws";

/** The configuration of every AWS SDK client. It overrides only the endpoint and its key. */
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
  /** For display, e.g. "the embedded cloud at http://127.0.0.1:4566". */
  title: string;
  aws: AwsAccess;
  /** Delays of the SDK's waiters, in seconds; their default first delay is 20 s for a table. */
  waiting: { minDelay: number; maxDelay: number };
  /** The Conductor server's API, e.g. http://127.0.0.1:4566/api. */
  conductorUrl: string;
  /** Connects on first use: the SDK takes a while to load. */
  conductor(): Promise<ConductorApi>;
  /** The key of the Conductor server, if it asks for one: a secret, never printed. */
  conductorKey?: { keyId: string; keySecret: string };
  /** True when writes may cost money: they are announced and confirmed first. */
  real: boolean;
  /** The invoke URL of an API's stage, without a trailing slash. */
  invokeUrl(api: { apiId: string; stage: string }): string;
  /** Where the page of this cloud is served, if it is: http://127.0.0.1:PORT. */
  page?: string;
  /** The page of a resource in the AWS console, if any. */
  console?(page: string): string;
  /** Why this target can't run Python functions, if that depends on this machine. */
  pythonProblem?(): Promise<Problem | undefined>;
  /** Where commands may run concurrently: waits for this command's turn to write; returns a function that ends the turn. */
  takeTurn?(): Promise<() => void>;
  /** True when opening the target started a cloud in the background. */
  started: boolean;
  /** Stops the cloud that opening started, if so requested. */
  close(): Promise<void>;
}

/** Options for opening a target. */
export interface Opening {
  yes: boolean;
  /** False for commands that only read: they do not start a cloud and need no confirmation for a real account. */
  writes: boolean;
  /** Stop the cloud again on close() if this opening started it (`npm start`). */
  stopWhatWasStarted?: boolean;
}

/** The key of a Conductor server, where both of its parts are set. */
export function keyOf(
  keyId: string | undefined,
  keySecret: string | undefined,
): Pick<Target, "conductorKey"> {
  return keyId && keySecret ? { conductorKey: { keyId, keySecret } } : {};
}
