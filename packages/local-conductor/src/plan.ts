import type { WorkflowDefinition, WorkflowTask } from "@long-running-api/conductor/definition/model";
import { branchesOf } from "@long-running-api/conductor/definition/tasks";

/** The order of tasks in a definition, computed once. */
export interface Plan {
  readonly first: WorkflowTask | undefined;
  /** Every task by its reference name, including those in branches and loops. */
  readonly tasks: ReadonlyMap<string, WorkflowTask>;
  /** The task after a task; undefined at the end of the workflow or of a loop's body. */
  readonly next: ReadonlyMap<string, WorkflowTask>;
  /** The DO_WHILE around a task. */
  readonly loopOf: ReadonlyMap<string, string>;
  /** The reference names within a DO_WHILE, in order. */
  readonly bodyOf: ReadonlyMap<string, readonly string[]>;
}

const plans = new WeakMap<WorkflowDefinition, Plan>();

/** The plan of a definition. */
export function planOf(definition: WorkflowDefinition): Plan {
  const known = plans.get(definition);
  if (known) return known;
  const plan = makePlan(definition);
  plans.set(definition, plan);
  return plan;
}

function makePlan(definition: WorkflowDefinition): Plan {
  const tasks = new Map<string, WorkflowTask>();
  const next = new Map<string, WorkflowTask>();
  const loopOf = new Map<string, string>();
  const bodyOf = new Map<string, string[]>();

  function walk(
    list: readonly WorkflowTask[],
    after: WorkflowTask | undefined,
    loop: string | undefined,
  ): void {
    for (const [index, task] of list.entries()) {
      const name = task.taskReferenceName;
      const following = list[index + 1] ?? after;
      tasks.set(name, task);
      if (following) next.set(name, following);
      if (loop !== undefined) {
        loopOf.set(name, loop);
        bodyOf.get(loop)?.push(name);
      }
      for (const branch of branchesOf(task)) walk(branch, following, loop);
      if (task.loopOver.length > 0) {
        bodyOf.set(name, []);
        walk(task.loopOver, undefined, name);
      }
    }
  }
  walk(definition.tasks, undefined, undefined);
  return { first: definition.tasks[0], tasks, next, loopOf, bodyOf };
}
