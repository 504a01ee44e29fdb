import type { WorkflowDefinition, WorkflowTask } from "@long-running-api/conductor/definition/model";
import { branchesOf, everyTask } from "@long-running-api/conductor/definition/tasks";

/** The order of tasks in a definition, computed once. */
export interface Plan {
  readonly first: WorkflowTask | undefined;
  /** Every task by its reference name, including those in branches and loops. */
  readonly tasks: ReadonlyMap<string, WorkflowTask>;
  /** The task after a task; undefined at the end of the workflow or of a loop's body. */
  readonly next: ReadonlyMap<string, WorkflowTask>;
  /** What begins together with a FORK_JOIN: the first task of each branch, and the JOIN after it. */
  readonly forked: ReadonlyMap<string, readonly WorkflowTask[]>;
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
  const forked = new Map<string, readonly WorkflowTask[]>();
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
      if (task.type === "FORK_JOIN") forked.set(name, beginnings(task, following));
      for (const branch of branchesOf(task)) walk(branch, following, loop);
      if (task.loopOver.length > 0) {
        bodyOf.set(name, []);
        walk(task.loopOver, undefined, name);
      }
    }
  }
  walk(definition.tasks, undefined, undefined);
  return { first: definition.tasks[0], tasks, next, forked, loopOf, bodyOf };
}

function beginnings({ forkTasks }: WorkflowTask, join: WorkflowTask | undefined): WorkflowTask[] {
  return [...forkTasks.map(([first]) => first), join].filter((task) => task !== undefined);
}

/** The reference names of what can come after a task: not what is in a branch beside it. */
export function namesAfter(definition: WorkflowDefinition, name: string): ReadonlySet<string> {
  const { tasks, next, loopOf, bodyOf } = planOf(definition);
  const found = new Set<string>();
  const waiting = [name];
  const add = (names: Iterable<string>): void => {
    for (const each of names) if (!found.has(each)) waiting.push(each);
  };
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    found.add(at);
    const task = tasks.get(at);
    const loop = loopOf.get(at);
    if (task)
      add([...everyTask(branchesOf(task).flat()), ...task.loopOver].map((each) => each.taskReferenceName));
    add(
      [next.get(at)?.taskReferenceName, loop && next.get(loop)?.taskReferenceName].filter(
        (each) => each !== undefined,
      ),
    );
    // An iteration may follow.
    if (loop !== undefined) add(bodyOf.get(loop) ?? []);
  }
  return found;
}
