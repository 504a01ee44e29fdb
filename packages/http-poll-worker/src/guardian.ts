import type { WorkerApi } from "@long-running-api/conductor/client";
import { describeError, type Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { missingDefinitions, wantedDefinitions } from "./task-definitions.ts";

export interface GuardianTools {
  server: WorkerApi;
  log: Log;
  metrics: Metrics;
}

export interface Guard {
  /** Looks at the registered workflows, and registers the task definitions that are missing. Never throws. */
  look(): Promise<void>;
  /** A task came without a definition: a workflow is new. Looks at once, but not again and again. */
  lookSoon(): void;
  stop(): void;
}

const lookAgainMs = 60_000;
const soonMs = 5_000;

/** Keeps the task definitions that make an abandoned poll come back; looks again each minute. */
export function startGuard({ types }: { types: readonly string[] }, tools: GuardianTools): Guard {
  let soon: NodeJS.Timeout | undefined;
  let lookedMs = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    lookedMs = performance.now();
    try {
      await registerMissing(types, tools);
    } catch (error) {
      tools.log.warn("task definitions could not be looked at; trying again in a minute", {
        error: describeError(error),
      });
    }
  }

  const again = setInterval(look, lookAgainMs);
  return {
    look,
    lookSoon() {
      soon ??= setTimeout(
        () => {
          soon = undefined;
          void look();
        },
        Math.max(0, lookedMs + soonMs - performance.now()),
      );
    },
    stop() {
      clearInterval(again);
      clearTimeout(soon);
    },
  };
}

/** Registers the task definitions that are missing. Answers their names. */
export async function registerMissing(
  types: readonly string[],
  { server, log, metrics }: GuardianTools,
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
