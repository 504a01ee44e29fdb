import type { Leave } from "./admission.ts";
import type { CodeStore } from "./code.ts";
import { conflict, functionNotFound } from "./errors.ts";
import { functionArn, isVersion, type Locator, latest } from "./names.ts";
import type { Credentials, FunctionSpec, InvocationResult, Runtime, Urgency } from "./runtime/index.ts";
import { type Configuration, configurationOf, type FunctionRecord, type Functions, keyOf } from "./store.ts";

/** One call that is ready to run. */
export interface Call extends Locator {
  region: string;
  payload: Buffer;
  requestId: string;
  clientContext?: unknown;
}

/** A function with the configuration that a call selects. */
export interface Runnable {
  record: FunctionRecord;
  configuration: Configuration;
}

/** Finds functions and runs them. */
export interface Execution {
  /** The function; throws AWS's error when it does not exist. */
  find(call: Pick<Call, "region" | "name" | "qualifier">): FunctionRecord;
  /** Resolves a call; throws AWS's error when it cannot run. */
  requireRunnable(call: Pick<Call, "region" | "name" | "qualifier">): Runnable;
  /** Prepares a process for a function that other services may call, since those calls are awaited. */
  prepare(place: Pick<FunctionRecord, "region" | "name">): void;
  /** The specification of the same function here, if it has the same revision. */
  renew(spec: FunctionSpec): FunctionSpec | undefined;
  /** Runs a call and releases its concurrency. Rejects with EnvironmentEnded when the cloud stops. */
  run(call: Call, runnable: Runnable, place: { leave: Leave; urgency: Urgency }): Promise<InvocationResult>;
}

export interface ExecutionOptions {
  store: Functions & { code: Pick<CodeStore, "folder"> };
  accountId: string;
  runtime: Pick<Runtime, "invoke" | "prepare">;
  credentialsFor(roleArn: string, sessionName: string): Credentials;
  /** 0 to 1: selects the version of a weighted alias. */
  chance(): number;
}

export function createExecution(options: ExecutionOptions): Execution {
  const { store, accountId, runtime } = options;

  return {
    find,
    requireRunnable(call) {
      const record = find(call);
      const configuration = configurationOf(record, weighted(record, call.qualifier));
      if (!configuration) throw missing(call);
      if (configuration.State !== "Active")
        throw conflict(
          `The operation cannot be performed at this time. The function is currently in the following state: ${configuration.State}`,
        );
      return { record, configuration };
    },
    prepare({ region, name }) {
      const record = store.functions.get(keyOf(region, name));
      const called = record !== undefined && Object.keys(record.policies).length > 0;
      if (!called || record.latest.State !== "Active" || record.reservedConcurrency === 0) return;
      store.code
        .folder(record.latest.CodeSha256)
        .then((codeDir) => runtime.prepare(specOf(record, record.latest, codeDir, options.credentialsFor)))
        .catch(() => undefined); // the first call reports why
    },
    renew({ region, functionName, version, revisionId, codeDir }) {
      const record = store.functions.get(keyOf(region, functionName));
      const configuration = record && configurationOf(record, version);
      if (!record || configuration?.RevisionId !== revisionId) return undefined;
      return specOf(record, configuration, codeDir, options.credentialsFor);
    },
    async run(call, { record, configuration }, { leave, urgency }) {
      try {
        const codeDir = await store.code.folder(configuration.CodeSha256);
        const invokedArn = call.qualifier === undefined ? record.arn : `${record.arn}:${call.qualifier}`;
        const spec = specOf(record, configuration, codeDir, options.credentialsFor);
        const payload = call.payload.length === 0 ? Buffer.from("{}") : call.payload;
        return await runtime.invoke(spec, { ...call, payload, invokedArn }, urgency);
      } finally {
        leave();
      }
    },
  };

  function find(call: Pick<Call, "region" | "name" | "qualifier">): FunctionRecord {
    const record = store.functions.get(keyOf(call.region, call.name));
    if (!record) throw missing(call);
    return record;
  }

  function missing({ region, name, qualifier }: Pick<Call, "region" | "name" | "qualifier">) {
    return functionNotFound(functionArn({ region, accountId }, name, qualifier ?? latest));
  }

  /** An alias may route a share of its calls to a second version. */
  function weighted(record: FunctionRecord, qualifier: string | undefined): string | undefined {
    if (qualifier === undefined || isVersion(qualifier)) return qualifier;
    const [other] = Object.entries(record.aliases[qualifier]?.RoutingConfig?.AdditionalVersionWeights ?? {});
    return other && options.chance() < other[1] ? other[0] : qualifier;
  }
}

function specOf(
  record: FunctionRecord,
  configuration: Configuration,
  codeDir: string,
  credentialsFor: ExecutionOptions["credentialsFor"],
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
    credentials() {
      return credentialsFor(configuration.Role ?? "", sessionName(record.name));
    },
    region: record.region,
    runtimeVersionArn: configuration.RuntimeVersionConfig?.RuntimeVersionArn ?? "",
    logGroup: configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${record.name}`,
  };
}

/** A session name needs two characters; AWS lengthens that of a function with a one-letter name. */
function sessionName(functionName: string): string {
  return functionName.length === 1 ? `${functionName}@lambda_function` : functionName;
}
