import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { totalmem } from "node:os";
import path from "node:path";
import { arnParts } from "@long-running-api/iam/arn";
import { AwsError, type Service } from "../action.ts";
import type { Journal } from "../journal.ts";
import type { Store } from "../store.ts";
import type { WireResponse } from "../wire/wire.ts";
import { createAdmission, eventsMaxFor } from "./admission.ts";
import { createAsyncQueue, type QueuedEvent } from "./async-queue.ts";
import { createCodeStore, type StoredZip } from "./code.ts";
import { createExecution } from "./execution.ts";
import { createInvoker, type InvocationType, type InvokeAnswer } from "./invoke.ts";
import type { LambdaStore } from "./lambda-store.ts";
import { createLifecycle } from "./lifecycle.ts";
import { locate } from "./names.ts";
import type { Statement } from "./resource-policy.ts";
import {
  type Clock,
  createRuntime,
  ensurePython,
  type LogBatch,
  type Python,
  type PythonMissing,
  type WarmProcesses,
} from "./runtime/index.ts";
import { type FunctionRecord, functionsIn, keyOf } from "./store.ts";

export type { StoredZip } from "./code.ts";
export { type Clock, type LogBatch, systemClock } from "./runtime/index.ts";

export interface LambdaOptions {
  store: Store;
  /** Lambda's folder: code and runtimes. */
  workDir: string;
  /** Code to begin with. */
  zips?: readonly StoredZip[] | undefined;
  accountId: string;
  /** The endpoint for functions, e.g. http://127.0.0.1:4566; known only once the cloud listens. */
  endpoint(): string;
  clock: Clock;
  journal: Journal;
  iam: {
    assumable(roleArn: string, service: string): boolean;
    /** Whether temporary credentials of an earlier cloud belong to a role of this one. */
    accepts(credentials: { accessKeyId: string; sessionToken?: string | undefined }): boolean;
    credentialsForRole(
      roleArn: string,
      sessionName: string,
    ): { accessKeyId: string; secretAccessKey: string; sessionToken: string; expiration: Date };
  };
  /** Receives the log lines of functions; `roleArn` is the role that needs the permission to write them. */
  onLog(batch: LogBatch & { region: string; roleArn: string }): void;
  /** The account's concurrency; 10 in a new AWS account, 1,000 in an old one. */
  concurrencyMax?: number;
  /** This machine's memory: it limits how many events run at once. */
  memoryBytes?: number;
  idleSeconds?: number;
  /** May contain a private Python environment: `<dataDir>/python`. */
  dataDir: string;
  python?(): Promise<Python | PythonMissing>;
  chance?(): number;
}

/** Another service's call of a function. */
export interface ServiceInvocation {
  /** May carry a qualifier. */
  functionArn: string;
  invocationType: InvocationType;
  payload: Buffer;
  principal: string;
  sourceArn: string;
  /** A role that the service has assumed and whose policies allow the call: the function's policy is then not checked. */
  credentials?: string;
  requestId?: string;
}

/** The Lambda service. */
export interface Lambda {
  service: Service<LambdaStore>;
  /** For API Gateway: rejected unless a statement of the function's policy allows the service. */
  invoke(call: ServiceInvocation): Promise<InvokeAnswer & { requestId: string; allowedBy?: Statement }>;
  /** Functions and their tags, for the tagging API. */
  tagged(region: string): { arn: string; tags: { Key: string; Value: string }[] }[];
  /** Serves the download URLs that GetFunction returns; undefined for any other path. */
  download(path: string): WireResponse | undefined;
  /** The code of all functions. */
  zips(): readonly StoredZip[];
  /** To call once the cloud listens: resumes work that a restart interrupted. */
  resume(): void;
  /** Whether functions are running or events are queued. */
  busy(): boolean;
  /** How many processes a function has: those that wait for work, and those at work. */
  processes(functionArn: string): { idle: number; busy: number };
  /** Closes, except for the processes that wait for work. */
  handOver(): Promise<WarmProcesses>;
  close(): Promise<void>;
}

const concurrencyDefault = 100;
const idleSecondsDefault = 60;
const downloadPath = /^\/_aws\/lambda\/code\/([0-9a-f]{64})\//;
/** The folder of the AWS SDK, wherever npm put it. */
const sdkFolder = path.resolve(
  path.dirname(createRequire(import.meta.url).resolve("@aws-sdk/lib-dynamodb/package.json")),
  "../..",
);

/** With `warm`, it continues with the processes that the previous one of this folder handed over. */
export function createLambda(options: LambdaOptions, warm?: WarmProcesses): Lambda {
  const { clock, journal, accountId } = options;
  const functions = options.store.collection<FunctionRecord>("lambda/functions");
  const code = createCodeStore(options.workDir, options.zips);
  const newId = () => randomUUID();
  const concurrencyMax = options.concurrencyMax ?? concurrencyDefault;
  const runtime = createRuntime(
    {
      endpoint: options.endpoint,
      clock,
      idleSeconds: options.idleSeconds ?? idleSecondsDefault,
      nodeModulesDir: sdkFolder,
      workDir: options.workDir,
      python: options.python ?? findPythonOnce(options.dataDir),
      onLog: (batch) => options.onLog({ ...batch, ...ownerOf(batch.functionArn) }),
    },
    warm,
  );
  const memoryBytes = options.memoryBytes ?? memoryOfMachine();
  const admission = createAdmission({
    store: { functions },
    concurrencyMax,
    eventsMax: eventsMaxFor({ memoryBytes, concurrencyMax }),
  });
  const execution = createExecution({
    store: { functions, code },
    accountId,
    runtime,
    credentialsFor: credentialsFrom(options.iam),
    chance: options.chance ?? Math.random,
  });
  if (warm)
    runtime.takeOver(warm, ({ spec, credentials }) =>
      options.iam.accepts(credentials) ? execution.renew(spec) : undefined,
    );
  const lifecycle = createLifecycle({ functions, code, newId }, clock, execution.prepare);
  const queue = createAsyncQueue({
    store: { functions },
    events: options.store.collection<QueuedEvent>("lambda/events"),
    execution,
    admission,
    clock,
    journal,
  });
  const invoker = createInvoker({ execution, admission, queue });
  const store: LambdaStore = {
    functions,
    code,
    lifecycle,
    invoker,
    concurrencyMax,
    assumable: (roleArn) => options.iam.assumable(roleArn, "lambda.amazonaws.com"),
    forget: runtime.forget,
    prepare: execution.prepare,
    newId,
  };

  return {
    service: {
      signingName: "lambda",
      protocol: "rest-json",
      store,
      async actions() {
        const [{ actions }, { requiring }] = await Promise.all([
          import("./actions/index.ts"),
          import("./required.ts"),
        ]);
        return actions.map((action) => requiring(action as never));
      },
      catalogue: () => import("@aws-sdk/client-lambda"),
    },
    async invoke({ functionArn, principal, sourceArn, credentials, requestId = newId(), ...call }) {
      const { region } = arnParts(functionArn);
      const locator = locate(functionArn, undefined, { region, accountId }, { lenient: true });
      const allowedBy =
        credentials === undefined
          ? invoker.requirePermission({ region, ...locator }, { principal, sourceArn, accountId })
          : undefined;
      const answer = await invoker.invoke({ ...call, ...locator, region, requestId });
      return { ...answer, requestId, ...(allowedBy ? { allowedBy } : {}) };
    },
    tagged: (region) =>
      functionsIn({ functions }, region).map(({ arn, tags }) => ({
        arn,
        tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      })),
    download(path) {
      const name = downloadPath.exec(path)?.[1];
      if (name === undefined) return undefined;
      const zip = code.read(Buffer.from(name, "hex").toString("base64"));
      if (!zip)
        return {
          status: 404,
          headers: { "Content-Type": "text/plain" },
          body: "This code is no longer stored.\n",
        };
      return { status: 200, headers: { "Content-Type": "application/zip" }, body: zip };
    },
    zips: code.zips,
    resume() {
      code.sweep(new Set(functions.list().flatMap(codeOf)));
      lifecycle.resume();
      for (const record of functions.list()) execution.prepare(record);
      queue.pump();
    },
    processes: runtime.processes,
    busy: () => admission.running() > 0 || queue.length() > 0,
    async handOver() {
      stop();
      const handedOver = await runtime.handOver();
      await code.close();
      return handedOver;
    },
    async close() {
      stop();
      await runtime.close();
    },
  };

  function stop(): void {
    queue.close();
    lifecycle.close();
  }

  function ownerOf(functionArn: string): { region: string; roleArn: string } {
    const { region, resource } = arnParts(functionArn);
    const [, name = ""] = resource.split(":");
    return { region, roleArn: functions.get(keyOf(region, name))?.latest.Role ?? "" };
  }
}

function codeOf({ latest, versions }: FunctionRecord): string[] {
  return [latest, ...versions].map(({ CodeSha256 }) => CodeSha256);
}

function credentialsFrom(iam: LambdaOptions["iam"]) {
  return (roleArn: string, sessionName: string) => {
    try {
      const { expiration, ...keys } = iam.credentialsForRole(roleArn, sessionName);
      return { ...keys, expiresAtMs: expiration.getTime() };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // The role was deleted after the function was created.
      throw new AwsError(
        "AccessDeniedException",
        "The role defined for the function cannot be assumed by Lambda.",
        403,
        { Type: "User" },
      );
    }
  };
}

/** A container's limit may be below the machine's memory. */
function memoryOfMachine(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** Repeats the search only while something is missing: the user may install it. */
function findPythonOnce(dataDir: string): () => Promise<Python | PythonMissing> {
  let found: Promise<Python | PythonMissing> | undefined;
  return () => {
    found ??= ensurePython({ dataDir }).then((python) => {
      if ("missing" in python) found = undefined;
      return python;
    });
    return found;
  };
}
