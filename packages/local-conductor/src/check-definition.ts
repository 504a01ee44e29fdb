import type { WorkflowDefinition } from "@long-running-api/conductor/definition/model";
import type { CheckSyntax, Validation } from "@long-running-api/conductor/definition/validate";
import { once } from "@long-running-api/foundation/once";
import { taskTypes } from "./tasks/index.ts";

/** Throws the list of validation errors; `argument` is the name that Conductor gives the part of the request. */
export type CheckDefinition = (
  definition: WorkflowDefinition,
  argument: string,
  options?: Pick<Validation, "lenient">,
) => Promise<void>;

/** Loaded with the first definition: a start does not wait for it. */
const load = once(() => import("@long-running-api/conductor/definition/validate"));

/** Checks definitions for this engine. */
export function definitionCheck(checkSyntax: CheckSyntax): CheckDefinition {
  return async (definition, argument, options) => {
    const { checkWorkflowDefinition } = await load();
    await checkWorkflowDefinition(definition, { argument, runs: taskTypes, checkSyntax, ...options });
  };
}
