import type { WorkerApi } from "@long-running-api/conductor/api";
import {
  missingDefinitions,
  wantedDefinitions,
} from "@long-running-api/conductor/http-poll/task-definitions";
import { describeError, type Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

export interface SyncTools {
  server: WorkerApi;
  log: Log;
  metrics: Metrics;
}

/** Registers the task definitions that the registered workflows need. */
export interface DefinitionSync {
  /** Registers those that are missing. Never throws. */
  run(): Promise<void>;
  /** A task without a definition means a new workflow: runs soon, at most every few seconds. */
  runSoon(): void;
  stop(): void;
}

const runAgainMs = 60_000;
const soonMs = 5_000;

/** Registers the task definitions that requeue an abandoned poll; runs every minute. */
export function startDefinitionSync(
  { types }: { types: readonly string[] },
  tools: SyncTools,
): DefinitionSync {
  let soon: NodeJS.Timeout | undefined;
  let ranMs = Number.NEGATIVE_INFINITY;

  async function run(): Promise<void> {
    ranMs = performance.now();
    try {
      await registerMissing(types, tools);
    } catch (error) {
      tools.log.warn("task definitions could not be read; trying again in a minute", {
        error: describeError(error),
      });
    }
  }

  const again = setInterval(run, runAgainMs);
  return {
    run,
    runSoon() {
      soon ??= setTimeout(
        () => {
          soon = undefined;
          void run();
        },
        Math.max(0, ranMs + soonMs - performance.now()),
      );
    },
    stop() {
      clearInterval(again);
      clearTimeout(soon);
    },
  };
}

/** Registers the task definitions that are missing. Returns their names. */
export async function registerMissing(
  types: readonly string[],
  { server, log, metrics }: SyncTools,
): Promise<string[]> {
  const wanted = wantedDefinitions((await server.definitions()) ?? [], types);
  if (wanted.length === 0) return [];
  const missing = missingDefinitions(wanted, (await server.taskDefinitions()) ?? []);
  for (const definition of missing) {
    await server.registerTask(definition);
    metrics.count("task_definitions_registered_total");
    const { name, responseTimeoutSeconds } = definition;
    log.info("task definition registered", { name, responseTimeoutSeconds });
  }
  return missing.map(({ name }) => name);
}
