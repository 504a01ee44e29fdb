import type { ConductorApi, WorkflowDef } from "@long-running-api/conductor/client";
import {
  isOurDefinition,
  missingDefinitions,
  wantedDefinitions,
} from "@long-running-api/conductor/http-poll/task-definitions";
import type { Target } from "@long-running-api/kit/targets/target";

const types = ["HTTP_POLL"];

/**
 * Registers the task definitions by which a server gives an abandoned poll to another worker. A run keeps those that
 * existed when it started, so they come before the workflow. Only Conductor OSS needs workers for HTTP_POLL.
 */
export async function registerTaskDefinitions(target: Target, workflow: WorkflowDef): Promise<string[]> {
  if (target.name !== "oss") return [];
  const conductor = await target.conductor();
  const wanted = wantedDefinitions([workflow], types);
  const missing = missingDefinitions(wanted, await conductor.taskDefinitions());
  for (const definition of missing) await conductor.registerTask(definition);
  return missing.map(({ name }) => name);
}

/** Removes those of a removed workflow that were registered for it and that no other one needs. */
export async function unregisterTaskDefinitions(
  conductor: ConductorApi,
  removed: WorkflowDef,
): Promise<string[]> {
  const names = wantedDefinitions([removed], types).map(({ name }) => name);
  const needed = new Set(wantedDefinitions(await conductor.definitions(), types).map(({ name }) => name));
  const known = await conductor.taskDefinitions();
  const unneeded = known.filter(
    (definition) =>
      names.includes(definition.name) && !needed.has(definition.name) && isOurDefinition(definition),
  );
  for (const { name } of unneeded) await conductor.unregisterTask(name);
  return unneeded.map(({ name }) => name);
}
