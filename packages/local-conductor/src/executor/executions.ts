import { noSuchWorkflow } from "@long-running-api/conductor/error";
import { hasEnded } from "@long-running-api/conductor/status";
import type { LiveExecution } from "../model.ts";
import type { Store } from "../store/index.ts";

/** The store's executions, with the most recently used cached in memory. */
export interface Executions {
  /** Without an identifier there is no execution, and the database is not asked. */
  find(workflowId: string | undefined): LiveExecution | undefined;
  /** Throws the server's 404. */
  get(workflowId: string): LiveExecution;
  set(execution: LiveExecution): void;
  forget(workflowId: string): void;
}

/** About how much the cached executions may take, in tasks of the tutorial's size: 100 MB. */
const weightHeldMax = 40_000;
/** What a task of the tutorial takes. */
const charactersPerTask = 2_500;

interface Held {
  readonly execution: LiveExecution;
  readonly weight: number;
  /** Whether its values were counted: once it has ended they stay as they are. */
  readonly counted: boolean;
}

/** Executions over a store. */
export function makeExecutions(store: Pick<Store, "loadExecution">): Executions {
  // A Map keeps the order of insertion, so the least recently used comes first.
  const held = new Map<string, Held>();
  let weight = 0;

  function forget(workflowId: string): void {
    weight -= held.get(workflowId)?.weight ?? 0;
    held.delete(workflowId);
  }

  function hold(execution: LiveExecution): void {
    const { workflowId } = execution;
    const added = weighed(execution, held.get(workflowId));
    forget(workflowId);
    held.set(workflowId, added);
    weight += added.weight;
    for (const each of held.keys()) {
      if (weight <= weightHeldMax || each === workflowId) break;
      forget(each);
    }
  }

  function find(workflowId: string | undefined): LiveExecution | undefined {
    if (workflowId === undefined) return undefined;
    const execution = held.get(workflowId)?.execution ?? store.loadExecution(workflowId);
    if (execution) hold(execution);
    return execution;
  }

  return {
    find,
    get(workflowId) {
      const execution = find(workflowId);
      if (!execution) throw noSuchWorkflow(workflowId);
      return execution;
    },
    set: hold,
    forget,
  };
}

function weighed(execution: LiveExecution, known: Held | undefined): Held {
  const counted = hasEnded(execution.status);
  if (counted && known?.counted) return { ...known, execution };
  const tasks = execution.tasks.size + 1;
  if (!counted) return { execution, weight: tasks, counted };
  let characters = charactersOf(execution.input) + charactersOf(execution.output);
  for (const task of execution.tasks.all())
    characters += charactersOf(task.inputData) + charactersOf(task.outputData);
  return { execution, weight: Math.max(tasks, characters / charactersPerTask), counted };
}

/** About how long a value is as JSON. */
function charactersOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  let characters = 0;
  for (const name in value)
    characters += name.length + charactersOf((value as Record<string, unknown>)[name]);
  return characters;
}
