import type { WorkflowDefinition } from "@long-running-api/conductor/definition/model";
import {
  type CheckSyntax,
  checkWorkflowDefinition,
  type Validation,
} from "@long-running-api/conductor/definition/validate";
import { taskTypes } from "./tasks/index.ts";

/** Throws the list of validation errors; `argument` is the name that Conductor gives the part of the request. */
export type CheckDefinition = (
  definition: WorkflowDefinition,
  argument: string,
  options?: Pick<Validation, "lenient">,
) => Promise<void>;

/** Checks definitions for this engine. */
export function definitionCheck(checkSyntax: CheckSyntax): CheckDefinition {
  return (definition, argument, options) =>
    checkWorkflowDefinition(definition, { argument, runs: taskTypes, checkSyntax, ...options });
}
