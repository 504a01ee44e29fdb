/** A function to run: one version, with everything that its process needs. */
export interface FunctionSpec {
  /** Without a qualifier: the key for concurrency. */
  functionArn: string;
  functionName: string;
  version: string;
  /** Changes with code and configuration; processes of an earlier revision are not reused. */
  revisionId: string;
  runtime: string;
  /** The build of the runtime, for INIT_START. */
  runtimeVersionArn: string;
  handler: string;
  codeDir: string;
  timeoutSeconds: number;
  memoryMb: number;
  environment: Readonly<Record<string, string>>;
  /** Called when a process starts; the process does not outlive the credentials. */
  credentials(): Credentials;
  region: string;
  logGroup: string;
}

/** The role's credentials; `expiresAtMs` in epoch milliseconds. */
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
  /** As the caller named it, with its qualifier, if any. */
  invokedArn: string;
  /** The client's JSON object for `context.clientContext`. */
  clientContext?: unknown;
}

export interface InvocationResult {
  payload: Buffer;
  /** AWS returns "Unhandled" for every error. */
  functionError?: "Unhandled";
  /** The end of its log, 4 KB at most. */
  logTail: string;
  executedVersion: string;
  durationMs: number;
  billedMs: number;
}

/** Lines for one log stream, in order. */
export interface LogBatch {
  functionArn: string;
  logGroup: string;
  logStream: string;
  events: { timestamp: number; message: string }[];
}

/** A source of time, passed as an argument. */
export interface Clock {
  now(): number;
  /** Milliseconds with fractions, from any origin; for durations. */
  tick(): number;
  /** Runs `action` once after `ms`; returns a cancel function. */
  after(milliseconds: number, action: () => void): () => void;
}

/** The system clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  tick: () => performance.now(),
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
