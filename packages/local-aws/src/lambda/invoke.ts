import { AwsError } from "../action.ts";
import type { AsyncQueue } from "./async-queue.ts";
import { throttled, tooManyRequests } from "./concurrency.ts";
import { conflict, functionNotFound, tooLarge } from "./errors.ts";
import { functionArn, isVersion, type Locator, latest } from "./names.ts";
import { allowsInvoke, type ServiceCall } from "./resource-policy.ts";
import {
  type Credentials,
  EnvironmentEnded,
  type FunctionSpec,
  type InvocationResult,
  type Runtime,
} from "./runtime/index.ts";
import {
  type Configuration,
  configurationOf,
  type FunctionRecord,
  keyOf,
  type LambdaStore,
} from "./store.ts";
import { whyNotJson } from "./why-not-json.ts";

export type InvocationType = "RequestResponse" | "Event" | "DryRun";

/** One call, from the API or from another service. */
export interface InvokeCall extends Locator {
  region: string;
  invocationType: InvocationType;
  payload: Buffer;
  requestId: string;
  clientContext?: unknown;
}

export interface InvokeAnswer {
  /** 200 with a payload, 202 for Event, 204 for DryRun. */
  status: 200 | 202 | 204;
  payload: Buffer;
  functionError?: "Unhandled";
  logTail?: string;
  executedVersion?: string;
}

/** Calls functions. Everything that AWS refuses is thrown as AwsError. */
export interface Invoker {
  invoke(call: InvokeCall): Promise<InvokeAnswer>;
  /** On behalf of another service, which the function's policy must let in. */
  requirePermission(call: Pick<InvokeCall, "region" | "name" | "qualifier">, service: ServiceCall): void;
  /** Without the checks and the queue: what the queue calls. Rejects with EnvironmentEnded when the cloud ends. */
  run(call: Omit<InvokeCall, "invocationType">): Promise<InvocationResult>;
  /** Whether that function could be run now. */
  hasRoom(record: FunctionRecord): boolean;
  /** How many invocations have begun and not ended, of a function or of all. */
  running(functionArn?: string): number;
}

export interface InvokerOptions {
  store: Pick<LambdaStore, "functions" | "concurrencyMax" | "code">;
  accountId: string;
  runtime: Pick<Runtime, "invoke">;
  queue(): AsyncQueue;
  credentialsFor(roleArn: string, sessionName: string): Credentials;
  /** 0 to 1: which version of a weighted alias is taken. */
  chance(): number;
}

const payloadBytesMax = { RequestResponse: 6_291_456, Event: 1_048_576, DryRun: 6_291_456 } as const;

export function createInvoker(options: InvokerOptions): Invoker {
  const { store, accountId, runtime } = options;
  const counts = new Map<string, number>();

  return {
    async invoke(call) {
      const { record, configuration } = requireRunnable(call);
      requirePayload(call);
      if (call.invocationType === "DryRun") return { status: 204, payload: Buffer.alloc(0) };
      if (call.invocationType === "Event") {
        options.queue().put(call);
        return { status: 202, payload: Buffer.alloc(0) };
      }
      const reason = throttled(store, record, running);
      if (reason) throw tooManyRequests(reason);
      return answerOf(await runConfiguration(call, record, configuration).catch(tellEnd));
    },
    requirePermission({ region, name, qualifier }, service) {
      const record = find(region, name, qualifier);
      const key = qualifier === undefined || qualifier === latest ? "" : qualifier;
      if (!allowsInvoke(record.policies[key], service)) throw notPermitted(record, qualifier, service);
    },
    run(call) {
      const { record, configuration } = requireRunnable(call);
      return runConfiguration(call, record, configuration);
    },
    hasRoom: (record) => throttled(store, record, running) === undefined,
    running: (functionArn) =>
      functionArn === undefined
        ? [...counts.values()].reduce((sum, each) => sum + each, 0)
        : running(functionArn),
  };

  function running(functionArn: string): number {
    return counts.get(functionArn) ?? 0;
  }

  function count(functionArn: string, change: 1 | -1): void {
    const now = running(functionArn) + change;
    if (now === 0) counts.delete(functionArn);
    else counts.set(functionArn, now);
  }

  async function runConfiguration(
    call: Omit<InvokeCall, "invocationType">,
    record: FunctionRecord,
    configuration: Configuration,
  ): Promise<InvocationResult> {
    count(record.arn, 1); // at once: two calls must not both take the last place
    try {
      const codeDir = await store.code.folder(configuration.CodeSha256);
      const invokedArn = call.qualifier === undefined ? record.arn : `${record.arn}:${call.qualifier}`;
      const spec = specOf(record, configuration, codeDir, options.credentialsFor);
      const payload = call.payload.length === 0 ? Buffer.from("{}") : call.payload;
      return await runtime.invoke(spec, { ...call, payload, invokedArn });
    } finally {
      count(record.arn, -1);
      options.queue().pump(); // what waited for a place may have it now
    }
  }

  function requireRunnable(call: Pick<InvokeCall, "region" | "name" | "qualifier">) {
    const record = find(call.region, call.name, call.qualifier);
    const configuration = configurationOf(record, weighted(record, call.qualifier));
    if (!configuration) throw missing(call);
    if (configuration.State !== "Active")
      throw conflict(
        `The operation cannot be performed at this time. The function is currently in the following state: ${configuration.State}`,
      );
    return { record, configuration };
  }

  function find(region: string, name: string, qualifier: string | undefined): FunctionRecord {
    const record = store.functions.get(keyOf(region, name));
    if (!record) throw missing({ region, name, qualifier });
    return record;
  }

  function missing({
    region,
    name,
    qualifier,
  }: {
    region: string;
    name: string;
    qualifier?: string | undefined;
  }): AwsError {
    return functionNotFound(functionArn({ region, accountId }, name, qualifier ?? latest));
  }

  /** An alias may send a share of its calls to a second version. */
  function weighted(record: FunctionRecord, qualifier: string | undefined): string | undefined {
    if (qualifier === undefined || isVersion(qualifier)) return qualifier;
    const [other] = Object.entries(record.aliases[qualifier]?.RoutingConfig?.AdditionalVersionWeights ?? {});
    return other && options.chance() < other[1] ? other[0] : qualifier;
  }
}

function notPermitted(
  record: FunctionRecord,
  qualifier: string | undefined,
  { principal, sourceArn }: ServiceCall,
): AwsError {
  const resource = qualifier === undefined ? record.arn : `${record.arn}:${qualifier}`;
  const message = `User: ${principal} is not authorized to perform: lambda:InvokeFunction on resource: ${resource} because no resource-based policy allows the lambda:InvokeFunction action (source ARN ${sourceArn})`;
  return new AwsError("AccessDeniedException", message, 403);
}

function tellEnd(error: unknown): never {
  if (!(error instanceof EnvironmentEnded)) throw error;
  throw new AwsError("ServiceException", "The local cloud is ending: it ended the function too.", 500, {
    Type: "Service",
  });
}

function answerOf({ payload, functionError, logTail, executedVersion }: InvocationResult): InvokeAnswer {
  return { status: 200, payload, logTail, executedVersion, ...(functionError ? { functionError } : {}) };
}

function requirePayload({ payload, invocationType }: InvokeCall): void {
  const max = payloadBytesMax[invocationType];
  if (payload.length > max)
    throw tooLarge(`Request must be smaller than ${max} bytes for the InvokeFunction operation`);
  if (payload.length === 0) return;
  if (isJson(payload)) return;
  const why = whyNotJson(payload) ?? "Invalid JSON";
  throw new AwsError(
    "InvalidRequestContentException",
    `Could not parse request body into json: Could not parse payload into json: ${why}`,
    400,
    { Type: "User" },
  );
}

function isJson(payload: Buffer): boolean {
  try {
    JSON.parse(strictUtf8.decode(payload));
    return true;
  } catch {
    return false;
  }
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

function specOf(
  record: FunctionRecord,
  configuration: Configuration,
  codeDir: string,
  credentialsFor: InvokerOptions["credentialsFor"],
): FunctionSpec {
  return {
    functionArn: record.arn,
    functionName: record.name,
    version: configuration.Version,
    revisionId: configuration.RevisionId,
    runtime: configuration.Runtime ?? "",
    handler: configuration.Handler ?? "",
    codeDir,
    timeoutSeconds: configuration.Timeout ?? 3,
    memoryMb: configuration.MemorySize ?? 128,
    environment: configuration.Environment?.Variables ?? {},
    credentials: () => credentialsFor(configuration.Role ?? "", sessionName(record.name)),
    region: record.region,
    runtimeVersionArn: configuration.RuntimeVersionConfig?.RuntimeVersionArn ?? "",
    logGroup: configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${record.name}`,
  };
}

/** A session's name has two characters at least; AWS lengthens that of a function whose name has one. */
function sessionName(functionName: string): string {
  return functionName.length === 1 ? `${functionName}@lambda_function` : functionName;
}
