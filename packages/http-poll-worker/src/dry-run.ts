import type { WorkerApi } from "@long-running-api/conductor/api";
import {
  missingDefinitions,
  wantedDefinitions,
} from "@long-running-api/conductor/http-poll/task-definitions";
import type { Settings } from "./settings.ts";

/** What the worker would serve and register. Read-only. */
export async function dryRun(
  settings: Pick<Settings, "types">,
  server: WorkerApi,
): Promise<{ tasks: string[]; wouldRegister: string[] }> {
  const wanted = wantedDefinitions((await server.definitions()) ?? [], settings.types);
  const missing = missingDefinitions(wanted, (await server.taskDefinitions()) ?? []);
  return { tasks: wanted.map(({ name }) => name), wouldRegister: missing.map(({ name }) => name) };
}
