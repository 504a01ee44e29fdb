import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { hostname } from "node:os";
import { type Secrets, secretPrefix } from "@long-running-api/conductor/secrets";
import { answerTo, json, parseBody, type Routes, readBody, send } from "./api/http.ts";
import { metadataRoutes } from "./api/metadata.ts";
import { makeRouter } from "./api/router.ts";
import { taskRoutes } from "./api/tasks.ts";
import { workflowRoutes } from "./api/workflows.ts";
import { type Key, type KeyAuth, keyAuthFor } from "./auth.ts";
import { definitionCheck } from "./check-definition.ts";
import { type Clock, systemClock } from "./clock.ts";
import { openCore } from "./executor/core.ts";
import { definitionsOf } from "./executor/definitions.ts";
import { operationsOn } from "./executor/operations.ts";
import { workerTasksOf } from "./executor/worker-tasks.ts";
import { startFailureWorkflow } from "./failure-workflow.ts";
import type { Execution } from "./model.ts";
import { openRegistry } from "./registry.ts";
import { openScripts } from "./scripts.ts";
import { openStore } from "./store/index.ts";
import type { DatabaseOptions, StoredRows } from "./store/open-database.ts";

/*
 * A small, durable Conductor. To read it: model.ts defines the terms, decider/ decides what follows from an execution's
 * state (pure), executor/core.ts applies it and runs the tasks/ that are due, store/ persists it, api/ serves clients.
 */

/** Options for opening a Conductor. */
export interface ConductorOptions extends DatabaseOptions {
  /** The minimum interval of HTTP_POLL, whatever its definition says. */
  readonly minPollIntervalSeconds: number;
  /** How long an HTTP_POLL keeps polling while its polls fail with temporary errors, such as a 503; by default 60. */
  readonly maxPollFailureSeconds?: number | undefined;
  /** Hosts that tasks may call; by default all except link-local and metadata addresses. */
  readonly allowHosts?: readonly string[] | undefined;
  readonly clock?: Clock;
  readonly newId?: () => string;
  /** Values of `${workflow.secrets.NAME}`: environment variables CONDUCTOR_SECRET_NAME, as on Conductor OSS. */
  readonly secrets?: Secrets;
  /** If set, every call needs a token for this key. */
  readonly auth?: Key;
  /** Called when an execution has ended, however it ended. */
  readonly onEnd?: (execution: EndedExecution) => void;
}

/** Someone is watching: an API with a mistake must not fail only after ten minutes, as with the worker. */
const failureSecondsDefault = 60;

export type { StoredRows } from "./store/open-database.ts";

/** An execution that has ended; times in ms since 1970. */
export type EndedExecution = Pick<
  Execution,
  "workflowId" | "definition" | "status" | "createTime" | "endTime" | "reasonForIncompletion"
>;

/** A Conductor within this process. */
export interface Conductor {
  /** Handles a request for `/api/…` or `/health`. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Resumes the work of an earlier process. Call it once, when the servers that its tasks call are reachable. */
  resume(): void;
  /** A copy of the whole state: the option `rows` of one that continues from there. */
  rows(): StoredRows;
  /** Stops; running work is resumed at the next start. */
  close(): Promise<void>;
}

/** Opens the Conductor. It serves requests at once; earlier work waits for `resume`. */
export async function openConductor(options: ConductorOptions): Promise<Conductor> {
  const { clock = systemClock, newId = randomUUID, minPollIntervalSeconds, allowHosts, auth } = options;
  const { secrets = environmentSecrets, maxPollFailureSeconds = failureSecondsDefault } = options;
  const instance = hostname();
  const store = openStore(options);
  const registry = openRegistry(store);
  const scripts = openScripts();
  const checkDefinition = definitionCheck(scripts.checkSyntax);
  const core = openCore({
    store,
    clock,
    newId,
    hostName: instance,
    minPollIntervalSeconds,
    maxPollFailureSeconds,
    allowHosts,
    scripts,
    definitions: definitionsOf(registry, checkDefinition),
    secrets,
    onFailure: (execution) => startFailureWorkflow(core, registry, execution),
    onEnd: options.onEnd,
  });
  const workerTasks = workerTasksOf(core);
  const operations = operationsOn(core, registry);
  const parts = { core, workerTasks, registry, checkDefinition, operations, now: clock.now };

  const keyAuth = auth && keyAuthFor(auth);
  const match = makeRouter({
    ...healthRoutes(),
    ...tokenRoutes(keyAuth),
    ...metadataRoutes(parts),
    ...workflowRoutes(parts),
    ...taskRoutes(parts),
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
      const { route, answer, params } = match(request.method ?? "GET", pathname);
      if (!openRoutes.has(route)) keyAuth?.check(request.headers);
      const { headers } = request;
      const text = await readBody(request);
      store.requireWritable();
      const answered = await answer({
        params,
        query: searchParams,
        headers,
        text,
        json: () => parseBody(text, headers["content-type"]),
      });
      // Every acknowledged write is on disk.
      await store.committed();
      send(response, answered);
    } catch (error) {
      send(response, answerTo(error, instance));
    }
  }

  return {
    handle: (request, response) => void handle(request, response),
    resume: core.resume,
    rows: store.rows,
    async close() {
      core.close();
      await scripts.close();
      store.close();
    },
  };
}

function environmentSecrets(name: string): string | undefined {
  return process.env[`${secretPrefix}${name}`];
}

const openRoutes = new Set(["GET /health", "GET /api/health", "POST /api/token"]);

function healthRoutes(): Routes {
  const health = () => json({ healthResults: [], suppressedHealthResults: [], healthy: true });
  return { "GET /health": health, "GET /api/health": health };
}

/** Without a key this path does not exist: clients then continue without a token. */
function tokenRoutes(keyAuth: KeyAuth | undefined): Routes {
  return keyAuth ? { "POST /api/token": keyAuth.token } : {};
}
