import { noSuchWorkflow } from "@long-running-api/conductor/error";
import type { LiveExecution } from "../model.ts";
import type { Store } from "../store/index.ts";

/** The executions at hand: the store's, the ones used last kept in memory. */
export interface Executions {
  find(workflowId: string): LiveExecution | undefined;
  /** Throws the server's 404. */
  get(workflowId: string): LiveExecution;
  set(execution: LiveExecution): void;
  forget(workflowId: string): void;
}

/** Tasks held in memory, over all executions; with 2 tasks of the tutorial's size each, about 100 MB. */
const tasksHeldMax = 40_000;

/** Executions over a store. */
export function makeExecutions(store: Store): Executions {
  // A Map keeps the order of insertion, so the one used longest ago stands first.
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

  function find(workflowId: string): LiveExecution | undefined {
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
