import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { once } from "@long-running-api/foundation/once";
import { Problem } from "@long-running-api/foundation/problem";
import { dataFolder as defaultFolder } from "@long-running-api/kit/local-cloud/data";
import { type LocalAws, openAws } from "@long-running-api/local-aws";
import { readInvokeUrl } from "@long-running-api/local-aws/invoke-url";
import type { Recorded } from "@long-running-api/local-aws/journal";
import { answerRequest, bodyBytesMax } from "@long-running-api/local-aws/serve";
import { BodyTooLarge, sendResponse } from "@long-running-api/local-aws/wire/http";
import type { WireResponse } from "@long-running-api/local-aws/wire/wire";
import type { Conductor } from "@long-running-api/local-conductor";
import { hostCheck } from "./host-check.ts";
import { createLeases, type Leases } from "./leases.ts";

export interface CloudOptions {
  /** 0 = any free port. */
  port: number;
  /** Tried in order when `port` is taken. */
  otherPorts?: readonly number[];
  /** The data folder; undefined = in memory. */
  dataFolder: string | undefined;
  minPollIntervalSeconds: number;
  /** How long an HTTP_POLL goes on while its polls fail with what may pass. */
  maxPollFailureSeconds?: number | undefined;
  sync: "normal" | "full";
  /** The account ID of this cloud; 000000000000 by default. */
  accountId?: string;
  /** When set, Conductor asks for a token as an Orkes cluster does. */
  conductorKey?: { keyId: string; keySecret: string };
  /** Enforce API Gateway's control-plane quotas. */
  quotas?: boolean;
  /** A new role cannot be assumed for this long. */
  slowIamSeconds?: number;
  /** A raised quota for the timeout of API Gateway's integrations, in seconds; 29 by default. */
  integrationTimeoutSecondsMax?: number;
}

/** AWS and Conductor on one port of this machine. */
export interface Cloud {
  /** http://127.0.0.1:PORT */
  aws: string;
  /** http://127.0.0.1:PORT/api */
  conductor: string;
  journal(since: number): Recorded[];
  /** Calls back after each new journal entry; returns a function that ends it. */
  onJournal(listener: () => void): () => void;
  /** How many processes a function has: those that wait for work, and those at work. */
  processes(functionArn: string): { idle: number; busy: number };
  /** Milliseconds since the last request, or 0 while something runs. */
  idleMs(): number;
  /** Resolves once this cloud was asked to end and has no more leases. */
  retired: Promise<void>;
  /** Stops taking requests, ends functions and saves everything. */
  close(): Promise<void>;
}

/**
 * An idle connection stays open until its client closes it or the cloud ends: a client that is busy at the moment in
 * which we close it would write into a dead connection. Node also announces the end in a `Keep-Alive` header, which
 * AWS does not send.
 */
const serverOptions = { maxHeaderSize: 64 * 1024, requestTimeout: 120_000, keepAliveTimeout: 0 };

/** Opens the embedded cloud; it is ready when this resolves. */
export async function openCloud(options: CloudOptions): Promise<Cloud> {
  let endpoint = "";
  const { dataFolder } = options;
  const aws = await openAws({
    dataFolder,
    pythonFolder: dataFolder ?? defaultFolder(),
    accountId: options.accountId ?? "000000000000",
    endpoint: () => endpoint,
    quotas: options.quotas ?? false,
    slowIamSeconds: options.slowIamSeconds ?? 0,
    integrationTimeoutMillisMax: (options.integrationTimeoutSecondsMax ?? 29) * 1000,
  });
  // In memory there is nothing that an earlier process left: like AWS's services, it is loaded when it is first used.
  let opened: Conductor | undefined;
  const conductor = once(async () => (opened = await conductorBeside(aws, options)));
  if (dataFolder !== undefined) await conductor();
  const activity = { lastMs: Date.now(), open: 0 };
  const leases = createLeases();
  const server = createServer(serverOptions, (request, response) => {
    activity.lastMs = Date.now();
    activity.open += 1;
    response.on("close", () => {
      activity.open -= 1;
      activity.lastMs = Date.now();
    });
    answer({ request, response, aws, conductor, leases }).catch((error: unknown) => fail(response, error));
  });
  await listenOnFirst(server, [options.port, ...(options.otherPorts ?? [])]);
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await aws.resume();
  opened?.resume(); // Its tasks call our own port: only now can they be answered.

  return {
    aws: endpoint,
    conductor: `${endpoint}/api`,
    journal: aws.journal.since,
    onJournal: aws.journal.subscribe,
    processes: aws.processes,
    retired: leases.retired,
    idleMs: () => (activity.open > 0 || aws.busy() ? 0 : Date.now() - activity.lastMs),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await opened?.close();
      await aws.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function conductorBeside({ journal }: LocalAws, options: CloudOptions): Promise<Conductor> {
  const { openConductor } = await import("@long-running-api/local-conductor");
  return await openConductor({
    file: options.dataFolder === undefined ? ":memory:" : path.join(options.dataFolder, "conductor.db"),
    minPollIntervalSeconds: options.minPollIntervalSeconds,
    maxPollFailureSeconds: options.maxPollFailureSeconds,
    sync: options.sync,
    ...(options.conductorKey ? { auth: options.conductorKey } : {}),
    onEnd: ({ workflowId, definition, status, createTime, endTime, reasonForIncompletion: reason }) =>
      journal.add({
        kind: "workflow",
        workflowId,
        name: definition.name,
        status,
        ms: endTime - createTime,
        ...(reason === undefined ? {} : { reason }),
      }),
  });
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  aws: LocalAws;
  conductor: () => Promise<Conductor>;
  leases: Leases;
}

/** One port, four kinds of requests: to a deployed API, to us, to Conductor, and (signed) to AWS. */
async function answer({ request, response, aws, conductor, leases }: Exchange): Promise<void> {
  const url = request.url ?? "/";
  const isInvocation = readInvokeUrl(request.headers.host ?? "", url) !== undefined;
  const refused = hostCheck(request);
  if (refused) return sendResponse(response, json(403, { message: refused }));
  if (!isInvocation) {
    if (url.startsWith("/_local/")) return await own({ request, response, aws, conductor, leases });
    const signed = request.headers.authorization?.startsWith("AWS4-") || url.includes("X-Amz-");
    if (!signed && (url.startsWith("/api/") || url === "/api" || url.startsWith("/health")))
      return (await conductor()).handle(request, response);
  }
  sendResponse(response, await answerRequest(aws, request));
}

/** Requests of steps and tests to the cloud itself. */
async function own({ request, response, aws, leases }: Exchange): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
  if (pathname === "/_local/lease") return leases.take(response);
  if (pathname === "/_local/turn") return leases.takeTurn(response);
  if (pathname === "/_local/retire" && request.method === "POST") {
    sendResponse(response, json(202, {}));
    return leases.retire();
  }
  if (pathname === "/_local/status")
    return sendResponse(
      response,
      json(200, { pid: process.pid, accountId: aws.accountId, regions: aws.regions() }),
    );
  if (pathname === "/_local/python") return sendResponse(response, json(200, await aws.python()));
  if (pathname === "/_local/journal")
    return sendResponse(
      response,
      json(200, { entries: aws.journal.since(Number(searchParams.get("since") ?? 0)) }),
    );
  sendResponse(response, json(404, { message: `${pathname} does not exist here.` }));
}

function json(status: number, body: unknown) {
  return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

function fail(response: ServerResponse, error: unknown): void {
  if (error instanceof BodyTooLarge) return sendResponse(response, tooLarge(response, error));
  if (response.destroyed || (error as NodeJS.ErrnoException).code === "ECONNRESET") return;
  console.error(error);
  if (response.headersSent) response.destroy();
  else
    sendResponse(
      response,
      json(500, {
        message: `A bug in the local cloud: ${error instanceof Error ? error.message : String(error)}`,
      }),
    );
}

/** The request was not read; for Lambda, only code is that large. */
function tooLarge({ req }: ServerResponse, error: BodyTooLarge): WireResponse {
  if (!/\/lambda\/aws4_request/.test(req.headers.authorization ?? ""))
    return json(413, { message: `The request body is too large: ${error.message}.` });
  const { headers, ...answer } = json(413, {
    message: `Request must be smaller than ${bodyBytesMax + 1} bytes for the CreateFunction operation`,
  });
  return { ...answer, headers: { ...headers, "x-amzn-ErrorType": "RequestEntityTooLargeException" } };
}

async function listenOnFirst(server: Server, [port = 0, ...others]: readonly number[]): Promise<void> {
  try {
    await listen(server, port);
  } catch (error) {
    if (others.length === 0 || !(error instanceof Problem)) throw error;
    await listenOnFirst(server, others);
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen({ port, host: "127.0.0.1" }, () => resolve());
  });
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE")
    return new Problem(
      `Port ${port} is in use.`,
      { "looked at": `127.0.0.1:${port}` },
      "Choose another with --port N, or --port 0 for any free one.",
    );
  if (error.code === "EACCES")
    return new Problem(
      `You are not allowed to use port ${port}.`,
      { "looked at": `127.0.0.1:${port}` },
      "Choose one above 1023, or --port 0 for any free one.",
    );
  return error;
}
