import type { WorkflowTask } from "@long-running-api/conductor/definition/model";
import { fill } from "@long-running-api/conductor/expression";
import type { Execution } from "../model.ts";
import { scopeOf } from "./input.ts";

/** The list that a DO_WHILE goes through (`items`, or `_items` among its inputs), if it goes through one. */
export function itemsOf(
  execution: Execution,
  { items, inputParameters }: WorkflowTask,
): readonly unknown[] | undefined {
  const template = items?.trim() ? items : inputParameters["_items"];
  if (template === undefined || template === null || template === "") return undefined;
  const value = fill(template, scopeOf(execution, execution.tasks.latest));
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}
