/** A function as it is to be run: one version of it, with all that its process needs. */
export interface FunctionSpec {
  /** Without a qualifier: what concurrency is counted by. */
  functionArn: string;
  functionName: string;
  version: string;
  /** Changes with code and configuration; processes of an earlier one are not used again. */
  revisionId: string;
  runtime: string;
  /** Which build of it: for INIT_START. */
  runtimeVersionArn: string;
  handler: string;
  codeDir: string;
  timeoutSeconds: number;
  memoryMb: number;
  environment: Readonly<Record<string, string>>;
  /** Asked when a process starts, which then lives no longer than they do. */
  credentials(): Credentials;
  region: string;
  logGroup: string;
}

/** The role's; `expiresAtMs` in epoch milliseconds. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
  expiresAtMs?: number | undefined;
}

/** One call of a function. */
export interface Invocation {
  payload: Buffer;
  requestId: string;
  /** As the caller named it, with its qualifier if there was one. */
  invokedArn: string;
  /** JSON object of the client, for `context.clientContext`. */
  clientContext?: unknown;
}

export interface InvocationResult {
  payload: Buffer;
  /** AWS answers "Unhandled" for every error, whoever made it. */
  functionError?: "Unhandled";
  /** The end of its log, 4 KB at most. */
  logTail: string;
  executedVersion: string;
  durationMs: number;
  billedMs: number;
}

/** Lines for one log stream, in the order in which they were written. */
export interface LogBatch {
  functionArn: string;
  logGroup: string;
  logStream: string;
  events: { timestamp: number; message: string }[];
}

/** Time, as an argument. */
export interface Clock {
  now(): number;
  /** Milliseconds with fractions, from any beginning: for durations. */
  tick(): number;
  /** Runs `action` once after so many milliseconds; answers how to take that back. */
  after(milliseconds: number, action: () => void): () => void;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  tick: () => performance.now(),
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
