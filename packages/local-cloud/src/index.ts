import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Problem } from "@long-running-api/foundation/problem";
import type { WarmFunctions } from "@long-running-api/local-aws";
import type { Recorded } from "@long-running-api/local-aws/journal";
import { answer, answerFailure, answerUnavailable } from "./answer.ts";
import { type ClientConfig, clientConfigFor, environmentFor } from "./environment.ts";
import { createLeases } from "./leases.ts";
import { listenOnFirst } from "./listen.ts";
import type { CloudOptions } from "./options.ts";
import { openServices, type Snapshot } from "./services.ts";

export type { ClientConfig } from "./environment.ts";
export type { CloudOptions } from "./options.ts";

/** The state that a reset returns to, and the processes that it keeps. */
export interface ResetOptions {
  /** The saved baseline, by default, or nothing. */
  to?: "baseline" | "empty";
  /**
   * Keeps the processes that wait for work, with the state of their modules, of each function whose code and
   * configuration are the same afterwards: as on AWS, the next call finds them warm. By default, all of them end.
   */
  keepWarm?: boolean;
}

/** AWS and Conductor on one port of this machine. */
export interface Cloud {
  /** http://127.0.0.1:PORT */
  readonly aws: string;
  /** http://127.0.0.1:PORT/api */
  readonly conductor: string;
  /** For clients of the AWS SDK: `new DynamoDBClient(cloud.clientConfig)`. */
  readonly clientConfig: ClientConfig;
  /** Environment variables for the AWS CLI and other programs: `{ ...process.env, ...cloud.env }`. */
  readonly env: { readonly [name: string]: string | undefined };
  /** Journal entries since the last reset, from the one with this number. */
  journal(since: number): Recorded[];
  /** Calls back after each new journal entry until the next reset; returns a function that ends it. */
  onJournal(listener: () => void): () => void;
  /** How many processes a function has: those that wait for work, and those at work. */
  processes(functionArn: string): { idle: number; busy: number };
  /** Milliseconds since the last request, or 0 while something runs. */
  idleMs(): number;
  /** Resolves once this cloud was asked to end and has no more leases. */
  readonly retired: Promise<void>;
  /** Makes the present state the one that `reset` returns to. For a cloud in memory. */
  saveBaseline(): Promise<void>;
  /**
   * Ends functions, executions and open requests, and returns to the baseline, or to the empty state: addresses stay as
   * they are. For a cloud in memory. Requests that arrive in the meantime get a 503.
   */
  reset(options?: ResetOptions): Promise<void>;
  /** Stops taking requests, ends functions and saves everything. May be called again. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * An idle connection stays open until its client closes it or the cloud ends: a client that is busy at the moment in
 * which we close it would write into a dead connection. Node also announces the end in a `Keep-Alive` header, which
 * AWS does not send.
 */
const serverOptions = { maxHeaderSize: 64 * 1024, requestTimeout: 120_000, keepAliveTimeout: 0 };

function requireSeconds(name: string, seconds: number | undefined): void {
  if (seconds === undefined || (Number.isFinite(seconds) && seconds >= 0)) return;
  throw new Problem("A number of seconds must be 0 or more.", { "looked at": name, seen: String(seconds) });
}

/** Opens the embedded cloud; it is ready when this resolves. */
export async function openCloud(options: CloudOptions = {}): Promise<Cloud> {
  const { accountId = "000000000000" } = options;
  if (!/^\d{12}$/.test(accountId)) throw new Problem("An AWS account has 12 digits.", { seen: accountId });
  for (const name of ["minPollIntervalSeconds", "maxPollFailureSeconds", "slowIamSeconds"] as const)
    requireSeconds(name, options[name]);
  let endpoint = "";
  let services = await openServices(options, { endpoint: () => endpoint });
  let baseline: Snapshot | undefined;
  let resetting = 0;
  let turn: Promise<void> = Promise.resolve();
  let closed: Promise<void> | undefined;
  const open = new Set<ServerResponse>();
  let lastMs = Date.now();
  const leases = createLeases();
  const allowedHosts = options.allowedHosts ?? { has: () => false };
  const server = createServer(serverOptions, (request, response) => {
    lastMs = Date.now();
    open.add(response);
    response.on("close", () => {
      open.delete(response);
      lastMs = Date.now();
    });
    if (resetting > 0)
      return answerUnavailable(
        response,
        "The cloud is being reset. Send requests once reset() has resolved.",
      );
    if (closed) return answerUnavailable(response, "The cloud is closing.");
    answer({ request, response, leases, allowedHosts, ...services }).catch((error: unknown) =>
      answerFailure(response, error),
    );
  });
  try {
    await listenOnFirst(server, [options.port ?? 0, ...(options.otherPorts ?? [])]);
  } catch (error) {
    await services.close();
    throw error;
  }
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  services.resume();
  const addresses = { aws: endpoint, conductor: `${endpoint}/api` };

  return {
    ...addresses,
    clientConfig: clientConfigFor(addresses),
    env: environmentFor(addresses),
    journal: (since) => services.aws.journal.since(since),
    onJournal: (listener) => services.aws.journal.subscribe(listener),
    processes: (functionArn) => services.aws.processes(functionArn),
    retired: leases.retired,
    idleMs: () => (open.size > 0 || services.aws.busy() ? 0 : Date.now() - lastMs),
    saveBaseline: () =>
      inTurn(async () => {
        baseline = await services.snapshot();
      }),
    reset: async ({ to = "baseline", keepWarm = false } = {}) => {
      // Callers in JavaScript have no types.
      if (to !== "baseline" && to !== "empty")
        throw new Problem("A cloud is reset to its baseline, or to the empty state.", {
          seen: String(to),
          known: "baseline, empty",
        });
      await inTurn(() => swap(to === "baseline" ? baseline : undefined, { keepWarm }));
    },
    close,
    [Symbol.asyncDispose]: close,
  };

  /** Runs resets and copies one after the other, and none once the cloud is closing. */
  async function inTurn(work: () => Promise<void>): Promise<void> {
    if (options.dataFolder !== undefined)
      throw new Problem(
        "Only a cloud in memory can be reset.",
        { "data folder": options.dataFolder },
        "Open it without a data folder.",
      );
    if (closed) throw new Problem("This cloud is closed.", { "its address": endpoint }, "Open another one.");
    const done = turn.then(work);
    turn = done.catch(() => {});
    await done;
  }

  async function swap(snapshot: Snapshot | undefined, { keepWarm }: { keepWarm: boolean }): Promise<void> {
    resetting += 1;
    try {
      for (const response of open) response.destroy();
      let warm: WarmFunctions | undefined;
      if (keepWarm) warm = await services.handOver();
      else await services.close();
      try {
        services = await openServices(options, { endpoint: () => endpoint, snapshot, warm });
      } catch (error) {
        await warm?.close();
        throw error;
      }
      services.resume();
    } finally {
      resetting -= 1;
    }
  }

  function close(): Promise<void> {
    closed ??= turn.then(end);
    return closed;
  }

  async function end(): Promise<void> {
    const ended = new Promise<void>((resolve) => server.close(() => resolve()));
    await services.close();
    server.closeAllConnections();
    await ended;
  }
}
