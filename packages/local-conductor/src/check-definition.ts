import type { WorkflowDefinition } from "@long-running-api/conductor/definition/model";
import { type CheckSyntax, checkWorkflowDefinition } from "@long-running-api/conductor/definition/validate";
import { taskTypes } from "./tasks/index.ts";

/** Throws the list of validation errors; `argument` is Conductor's name for the part of the request. */
export type CheckDefinition = (definition: WorkflowDefinition, argument: string) => Promise<void>;

/** Checks definitions for this engine. */
export function definitionCheck(checkSyntax: CheckSyntax): CheckDefinition {
  return (definition, argument) =>
    checkWorkflowDefinition(definition, { argument, runs: taskTypes, checkSyntax });
}
