import path from "node:path";
import { arnParts } from "@long-running-api/iam/arn";
import { decidingStatement } from "@long-running-api/iam/deciding-statement";
import { AwsError } from "./action.ts";
import { type CallDynamoDb, createApiGateway, type ExecuteCall } from "./apigateway/index.ts";
import { createDynamoDb } from "./dynamodb/index.ts";
import { createIam } from "./iam/index.ts";
import { createInFlight } from "./in-flight.ts";
import { createJournal, type Journal } from "./journal.ts";
import { createLambda, type LogBatch, systemClock } from "./lambda/index.ts";
import type { WarmProcesses } from "./lambda/runtime/index.ts";
import { ensurePython, type Python, type PythonMissing } from "./lambda/runtime/python/find.ts";
import { createLogs } from "./logs/index.ts";
import { streamArn } from "./logs/names.ts";
import { createRegions } from "./regions.ts";
import { createAwsServer } from "./server.ts";
import type { AwsSnapshot } from "./snapshot.ts";
import { StorageFailure } from "./storage-failure.ts";
import { openStore } from "./store.ts";
import { createTagging } from "./tagging/index.ts";
import type { WireRequest, WireResponse } from "./wire/wire.ts";
import { openWorkFolder, type WorkFolder } from "./work-folder.ts";

export type { AwsSnapshot } from "./snapshot.ts";

export interface LocalAwsOptions {
  /** The data folder; undefined keeps everything in memory except functions' code, which runs from files. */
  dataFolder: string | undefined;
  /** May contain a private Python environment in its folder `python`; also set with --memory. */
  pythonFolder: string;
  accountId: string;
  /** The base URL; known only once the cloud listens. */
  endpoint(): string;
  quotas: boolean;
  slowIamSeconds: number;
  /** A raised quota for the timeout of integrations of Regional and private APIs; 29,000 by default. */
  integrationTimeoutMillisMax?: number | undefined;
  /** The state to begin with, of a cloud in memory. */
  snapshot?: AwsSnapshot | undefined;
  /** Processes that the previous cloud handed over. */
  warm?: WarmFunctions | undefined;
}

/** Processes of functions that wait for work, and the folder with their code. */
export interface WarmFunctions {
  readonly folder: WorkFolder;
  readonly processes: WarmProcesses;
  /** Ends them if no other cloud takes them over. */
  close(): Promise<void>;
}

/** The embedded AWS: its services, connected to each other only by functions. */
export interface LocalAws {
  accountId: string;
  journal: Journal;
  /** The regions that any caller has used. */
  regions(): string[];
  /** Answers a signed request to a service, or a download of a function's code. */
  handle(request: WireRequest): Promise<WireResponse>;
  /** Answers a call of a deployed API. */
  execute(call: ExecuteCall): Promise<WireResponse>;
  /** To call once the cloud listens: resumes work that a crash interrupted. */
  resume(): void;
  /** The Python that runs Python functions, or what it lacks. */
  python(): Promise<Python | PythonMissing>;
  /** Whether functions are running or asynchronous invocations are queued. */
  busy(): boolean;
  /** How many processes a function has: those that wait for work, and those at work. */
  processes(functionArn: string): { idle: number; busy: number };
  /** A copy of the whole state. */
  snapshot(): Promise<AwsSnapshot>;
  /** Closes everything but the processes of functions that wait for work: the next one can take these over. */
  handOver(): Promise<WarmFunctions>;
  close(): Promise<void>;
}

const journalEntriesMax = 2_000;

export async function openAws({
  dataFolder,
  pythonFolder,
  accountId,
  endpoint,
  quotas,
  slowIamSeconds,
  integrationTimeoutMillisMax,
  snapshot,
  warm,
}: LocalAwsOptions): Promise<LocalAws> {
  const folder = warm?.folder ?? openWorkFolder(dataFolder);
  const store = openStore(
    dataFolder === undefined ? ":memory:" : path.join(dataFolder, "aws.db"),
    snapshot?.documents,
  );
  const now = () => new Date();
  const journal = createJournal({ entriesMax: journalEntriesMax, now });
  const iam = createIam({ store, accountId, now, slowIamSeconds });
  const logs = createLogs({ store, accountId, now });
  const dynamodb = createDynamoDb({
    directory: dataFolder === undefined ? undefined : path.join(dataFolder, "dynamodb"),
    stored: snapshot?.tables,
    accountId,
    now,
    store,
  });
  for (const { region, table, folder } of await dynamodb.open().catch(closeAndThrow))
    tellVanished(
      journal,
      `The table ${table} of ${region} has vanished from ${folder}: its files are damaged.`,
    );
  const lambda = createLambda(
    {
      store,
      workDir: path.join(folder.path, "lambda"),
      zips: snapshot?.zips,
      dataDir: pythonFolder,
      accountId,
      endpoint,
      clock: systemClock,
      journal,
      iam,
      onLog: writeLog,
    },
    warm?.processes,
  );
  const gateway = createApiGateway({
    store,
    accountId,
    journal,
    now,
    endpoint,
    invokeLambda,
    callDynamoDb,
    authorizeCall(request, resource) {
      const caller = iam.identify(request);
      const need = { action: "execute-api:Invoke", resources: [resource] };
      return { ...caller, decision: iam.authorize(caller, need, "execute-api") };
    },
    decidePolicy: iam.decideAnonymous,
    quotas,
    integrationTimeoutMillisMax,
  });
  const regions = createRegions(store);
  const inFlight = createInFlight();
  const assumed = new WeakMap<WireRequest, string>();
  const serveRoles = createAwsServer({
    services: [dynamodb.service],
    accountId,
    endpoint,
    now,
    journal,
    identify: (request) => iam.callerAs(assumed.get(request) ?? "", "BackplaneAssumeRoleSession"),
    authorize: iam.authorize,
  });
  const tagging = createTagging([dynamodb.tagged, logs.tagged, lambda.tagged, gateway.tagged]);
  const serve = createAwsServer({
    services: [iam.iam, iam.sts, lambda.service, gateway.service, logs.service, dynamodb.service, tagging],
    accountId,
    endpoint,
    now,
    journal,
    identify: iam.identify,
    authorize: iam.authorize,
    onRegion: regions.add,
  });

  return {
    accountId,
    journal,
    regions: regions.list,
    handle: (request) =>
      inFlight.handle(async () => lambda.download(request.path) ?? (await serve(request)), unavailable),
    execute: (call) => inFlight.handle(() => gateway.execute(call), unavailable),
    resume: lambda.resume,
    python: () => ensurePython({ dataDir: pythonFolder }),
    busy: lambda.busy,
    processes: lambda.processes,
    async snapshot() {
      logs.flush();
      return { documents: store.documents(), tables: await dynamodb.snapshot(), zips: lambda.zips() };
    },
    async handOver() {
      const handled = inFlight.end();
      const processes = await lambda.handOver();
      await closeRest(handled);
      return {
        folder,
        processes,
        async close() {
          await processes.close();
          folder.remove();
        },
      };
    },
    async close() {
      const handled = inFlight.end();
      await lambda.close();
      await closeRest(handled);
      folder.remove();
    },
  };

  async function closeRest(handled: Promise<void>): Promise<void> {
    await handled;
    await gateway.close();
    await dynamodb.close();
    logs.flush();
    store.close();
  }

  function closeAndThrow(error: unknown): never {
    store.close();
    folder.remove();
    throw error;
  }

  /** If an integration names a role, API Gateway must be able to assume it and its policies must allow the call. */
  async function invokeLambda(call: Parameters<typeof lambda.invoke>[0]) {
    const { credentials: role, functionArn } = call;
    if (role === undefined) return await lambda.invoke(call);
    const decided = iam.assumable(role, "apigateway.amazonaws.com")
      ? iam.decideForRole(role, "lambda:InvokeFunction", functionArn)
      : undefined;
    if (decided?.decision === "allowed")
      return { ...(await lambda.invoke(call)), roleAllowedBy: decidingStatement(decided) };
    throw new AwsError(
      "AccessDeniedException",
      `API Gateway may not call ${functionArn} as ${role}: the role must trust apigateway.amazonaws.com and allow lambda:InvokeFunction.`,
      403,
    );
  }

  /** A DynamoDB integration names a role, which API Gateway assumes; the role's policies must allow the call. */
  async function callDynamoDb({ region, action, body, roleArn }: Parameters<CallDynamoDb>[0]) {
    if (!iam.assumable(roleArn, "apigateway.amazonaws.com"))
      throw new AwsError("AccessDenied", `${roleArn} must trust apigateway.amazonaws.com.`, 403);
    const scope = `Credential=apigateway/20260101/${region}/dynamodb/aws4_request`;
    const headers = { authorization: scope, "x-amz-target": `DynamoDB_20120810.${action}` };
    const request: WireRequest = { method: "POST", path: "/", query: new URLSearchParams(), headers, body };
    assumed.set(request, roleArn);
    return await serveRoles(request);
  }

  /**
   * A function writes its own logs: without the permission in its role they are lost, as on AWS (the journal
   * keeps them). The resource checked is the one that AWS names in its denials: a group followed by an empty stream,
   * so that a policy for `log-group:NAME:*` matches it and one for `log-group:NAME` does not.
   */
  function writeLog({
    functionArn,
    roleArn,
    logGroup,
    logStream,
    events,
  }: LogBatch & { roleArn: string }): void {
    const { region } = arnParts(functionArn);
    const stream = streamArn(logGroup, logStream, { region, accountId });
    const written =
      iam.isAllowed(roleArn, "logs:PutLogEvents", stream) &&
      orFalse(() =>
        logs.write(region, logGroup, logStream, events, {
          mayCreateGroup() {
            return iam.isAllowed(
              roleArn,
              "logs:CreateLogGroup",
              streamArn(logGroup, "", { region, accountId }),
            );
          },
          mayCreateStream() {
            return iam.isAllowed(roleArn, "logs:CreateLogStream", stream);
          },
        }),
      );
    // Lines are passed on in batches: `at` is when the function printed one, in ms since 1970.
    for (const { message, timestamp: at } of events)
      journal.add({ kind: "function", functionArn, at, message, ...(written ? {} : { unwritten: true }) });
  }
}

function unavailable(): WireResponse {
  const body = '{"message":"The cloud is closing."}';
  return { status: 503, headers: { "Content-Type": "application/json" }, body };
}

/** On the terminal, and for `local logs`. */
function tellVanished(journal: Journal, message: string): void {
  console.error(message);
  journal.add({ kind: "damage", message });
}

/** False when the disk rejects the write: the function does not fail because of it. */
function orFalse(write: () => boolean): boolean {
  try {
    return write();
  } catch (error) {
    if (error instanceof StorageFailure) return false;
    throw error;
  }
}
