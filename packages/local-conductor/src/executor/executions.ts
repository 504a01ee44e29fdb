import { noSuchWorkflow } from "@long-running-api/conductor/error";
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

/** Maximum number of cached tasks, over all executions; about 100 MB with 2 tasks of the tutorial's size each. */
const tasksHeldMax = 40_000;

/** Executions over a store. */
export function makeExecutions(store: Pick<Store, "loadExecution">): Executions {
  // A Map keeps the order of insertion, so the least recently used comes first.
  const held = new Map<string, { execution: LiveExecution; tasks: number }>();
  let tasks = 0;

  function forget(workflowId: string): void {
    tasks -= held.get(workflowId)?.tasks ?? 0;
    held.delete(workflowId);
  }

  function hold(execution: LiveExecution): void {
    forget(execution.workflowId);
    held.set(execution.workflowId, { execution, tasks: execution.tasks.size + 1 });
    tasks += execution.tasks.size + 1;
    for (const workflowId of held.keys()) {
      if (tasks <= tasksHeldMax || workflowId === execution.workflowId) break;
      forget(workflowId);
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
