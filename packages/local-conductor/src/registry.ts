import type {
  SubWorkflowParam,
  TaskDefinition,
  WorkflowDefinition,
  WorkflowTask,
} from "@long-running-api/conductor/definition/model";
import { defaultTaskDefinition } from "@long-running-api/conductor/definition/read";
import { ConductorError } from "@long-running-api/conductor/error";
import type { Store } from "./store/index.ts";

/** The registered definitions, held in memory and written through to the store. */
export interface Registry {
  workflows(): readonly WorkflowDefinition[];
  /** A definition by name and version; by default the latest version. */
  workflow(name: string, version?: number): WorkflowDefinition | undefined;
  versions(name: string): readonly WorkflowDefinition[];
  putWorkflow(definition: WorkflowDefinition): void;
  removeWorkflow(name: string, version: number): void;
  tasks(): readonly TaskDefinition[];
  task(name: string): TaskDefinition | undefined;
  putTask(definition: TaskDefinition): void;
  removeTask(name: string): void;
  /** A definition for an execution, with the current task definitions. */
  snapshot(definition: WorkflowDefinition): WorkflowDefinition;
}

/** The registry over a store. */
export function openRegistry(store: Store): Registry {
  const workflows = new Map<string, Map<number, WorkflowDefinition>>();
  const tasks = new Map<string, TaskDefinition>();
  let snapshots = new WeakMap<WorkflowDefinition, WorkflowDefinition>();

  for (const definition of store.workflowDefinitions()) keep(definition);
  for (const definition of store.taskDefinitions()) tasks.set(definition.name, definition);

  function keep(definition: WorkflowDefinition): void {
    const versions = workflows.get(definition.name) ?? new Map<number, WorkflowDefinition>();
    versions.set(definition.version, definition);
    workflows.set(definition.name, versions);
  }

  function withTaskDefinitions(list: readonly WorkflowTask[]): WorkflowTask[] {
    return list.map((task) => ({
      ...task,
      // Conductor adds this to the input of HTTP tasks.
      ...(task.type === "HTTP"
        ? { inputParameters: { ...task.inputParameters, asyncComplete: task.asyncComplete } }
        : {}),
      taskDefinition: task.taskDefinition ?? tasks.get(task.name) ?? defaultTaskDefinition(task.name),
      decisionCases: Object.fromEntries(
        Object.entries(task.decisionCases).map(([name, branch]) => [name, withTaskDefinitions(branch)]),
      ),
      defaultCase: withTaskDefinitions(task.defaultCase),
      loopOver: withTaskDefinitions(task.loopOver),
      forkTasks: task.forkTasks.map(withTaskDefinitions),
      ...(task.type === "SUB_WORKFLOW" ? { subWorkflowParam: withVersion(task.subWorkflowParam) } : {}),
    }));
  }

  /** An execution keeps to the version that is the latest when it starts. */
  function withVersion(param: SubWorkflowParam = {}): SubWorkflowParam {
    if (param.version !== undefined || param.workflowDefinition !== undefined) return param;
    const latest = latestOf(param.name ?? "");
    if (latest) return { ...param, version: latest.version };
    const name = param.name ?? null;
    throw new ConductorError(
      500,
      `The Task ${name} defined as a sub-workflow has no workflow definition available `,
    );
  }

  function latestOf(name: string): WorkflowDefinition | undefined {
    const versions = workflows.get(name);
    return versions?.get(Math.max(...versions.keys()));
  }

  return {
    workflows: () => [...workflows.values()].flatMap((versions) => [...versions.values()]),
    workflow(name, version) {
      return version === undefined ? latestOf(name) : workflows.get(name)?.get(version);
    },
    versions: (name) =>
      [...(workflows.get(name)?.values() ?? [])].sort((one, other) => one.version - other.version),
    putWorkflow(definition) {
      keep(definition);
      snapshots = new WeakMap();
      store.saveWorkflowDefinition(definition);
    },
    removeWorkflow(name, version) {
      const versions = workflows.get(name);
      if (!versions?.delete(version)) {
        throw new ConductorError(500, `No such workflow definition: ${name} version: ${version}`);
      }
      if (versions.size === 0) workflows.delete(name);
      snapshots = new WeakMap();
      store.removeWorkflowDefinition(name, version);
    },
    tasks: () => [...tasks.values()],
    task: (name) => tasks.get(name),
    putTask(definition) {
      tasks.set(definition.name, definition);
      snapshots = new WeakMap();
      store.saveTaskDefinition(definition);
    },
    removeTask(name) {
      if (!tasks.delete(name)) throw new ConductorError(500, "No such task definition");
      snapshots = new WeakMap();
      store.removeTaskDefinition(name);
    },
    snapshot(definition) {
      const known = snapshots.get(definition);
      if (known) return known;
      const made = { ...definition, tasks: withTaskDefinitions(definition.tasks) };
      snapshots.set(definition, made);
      return made;
    },
  };
}
