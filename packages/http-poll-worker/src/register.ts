import type { ConductorApi, WorkflowDef } from "@long-running-api/conductor/api";
import {
  missingDefinitions,
  wantedDefinitions,
} from "@long-running-api/conductor/http-poll/task-definitions";

/** The parts of the Conductor API that registering uses. */
export type RegisterApi = Pick<ConductorApi, "register" | "registerTask" | "taskDefinitions">;

/**
 * Registers workflows together with the task definitions that requeue their abandoned polls: first these, because a
 * run keeps the definitions that existed when it started. Returns the names of both.
 */
export async function registerWorkflows(
  workflows: readonly WorkflowDef[],
  types: readonly string[],
  server: RegisterApi,
): Promise<{ workflows: string[]; tasks: string[] }> {
  const wanted = wantedDefinitions(workflows, types);
  const missing = missingDefinitions(wanted, (await server.taskDefinitions()) ?? []);
  for (const definition of missing) await server.registerTask(definition);
  for (const workflow of workflows) await server.register(workflow);
  return { workflows: workflows.map(({ name }) => name), tasks: missing.map(({ name }) => name) };
}
