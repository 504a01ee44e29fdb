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
import { openRegistry } from "./registry.ts";
import { openScripts } from "./scripts.ts";
import { openStore } from "./store/index.ts";
import type { DatabaseOptions } from "./store/open-database.ts";

/*
 * A small, durable Conductor. To read it: model.ts has the words, decider/ what follows from how an execution
 * stands (pure), executor/core.ts does it and runs the tasks/ that are due, store/ keeps it, api/ answers clients.
 */

/** How to open a Conductor. */
export interface ConductorOptions extends DatabaseOptions {
  /** No HTTP_POLL asks more often, whatever its definition says. */
  readonly minPollIntervalSeconds: number;
  /** Hosts that tasks may call; without a list all but link-local and metadata addresses. */
  readonly allowHosts?: readonly string[] | undefined;
  readonly clock?: Clock;
  readonly newId?: () => string;
  /** Values of `${workflow.secrets.NAME}`: environment variables CONDUCTOR_SECRET_NAME, as on Conductor OSS. */
  readonly secrets?: Secrets;
  /** With a key, every call needs its token. */
  readonly auth?: Key;
}

/** A Conductor within this process. */
export interface Conductor {
  /** Answers a request whose path begins with `/api/`, or is `/health`. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Takes up what an earlier one left. To be called once, when what its tasks call can be reached again. */
  resume(): void;
  /** Stops; what was running is taken up again at the next start. */
  close(): Promise<void>;
}

/** Opens the Conductor. It answers at once; what an earlier one left rests until `resume`. */
export async function openConductor(options: ConductorOptions): Promise<Conductor> {
  const { clock = systemClock, newId = randomUUID, minPollIntervalSeconds, allowHosts, auth } = options;
  const { secrets = environmentSecrets } = options;
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
    allowHosts,
    scripts,
    definitions: definitionsOf(registry, checkDefinition),
    secrets,
    onFailure: (execution) => startFailureWorkflow(core, registry, execution),
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
      const json = (): unknown => parseBody(text, headers["content-type"]);
      const answered = await answer({ params, query: searchParams, headers, text, json });
      // What is answered is on disk.
      await store.committed();
      send(response, answered);
    } catch (error) {
      send(response, answerTo(error, instance));
    }
  }

  return {
    handle: (request, response) => void handle(request, response),
    resume: core.resume,
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

/** Without a key there is no such path: clients then go on without a token. */
function tokenRoutes(keyAuth: KeyAuth | undefined): Routes {
  return keyAuth ? { "POST /api/token": keyAuth.token } : {};
}
