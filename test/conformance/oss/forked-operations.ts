import {
  begun,
  begunBoth,
  bothFailed,
  complete,
  completeBoth,
  type Does,
  doesOn,
  failed,
  hasEndedWithOpenTasks,
  rerunFrom,
  TasksGoOn,
} from "./operations-by-hand.ts";
import type { Execution, Rest } from "./rest.ts";

/** An external operation on executions, and the executions that are compared afterwards. */
export interface ForkedOperation {
  what: string;
  run(does: Does): Promise<readonly string[]>;
}

type Call = (does: Does, parent: string, child: string) => Promise<void>;

/** Both failed; after a call the same child is at work again, and both complete. */
function withSameChild(what: string, call: Call): ForkedOperation {
  return {
    what,
    async run(does) {
      const [parent, child] = await bothFailed(does);
      await call(does, parent, child);
      await completeBoth(does, parent, child);
      return [parent, child];
    },
  };
}

/** Both failed; after a call another child is at work, and completes with the parent. */
function withNewChild(what: string, call: Call): ForkedOperation {
  return {
    what,
    async run(does) {
      const [parent, child] = await bothFailed(does);
      await call(does, parent, child);
      await does.until(parent, "RUNNING", "s IN_PROGRESS");
      const next = await does.childOf(parent);
      await completeBoth(does, parent, next);
      return [parent, child, next];
    },
  };
}

/** The parent is terminated, and its child with it. */
function terminated(what: string, query: string): ForkedOperation {
  return {
    what,
    async run(does) {
      const [parent, child] = await begun(does);
      await does.call("DELETE", `/workflow/${parent}${query}`);
      await does.until(child, "TERMINATED");
      return [parent, child];
    },
  };
}

/** All of them. */
export const forkedOperations: readonly ForkedOperation[] = [
  terminated("terminating the parent", "?reason=enough"),
  terminated("terminating the parent without a reason", ""),
  {
    what: "terminating the parent of a parent",
    async run(does) {
      const grand = await does.start("operated_grand");
      const parent = await does.childOf(grand, "p");
      const child = await does.childOf(parent);
      await does.until(child, "w IN_PROGRESS");
      await does.call("DELETE", `/workflow/${grand}?reason=enough`);
      await does.until(child, "TERMINATED");
      return [grand, parent, child];
    },
  },
  {
    what: "terminating the child",
    async run(does) {
      const [parent, child] = await begun(does);
      await does.call("DELETE", `/workflow/${child}?reason=enough`);
      await does.until(parent, "TERMINATED");
      return [parent, child];
    },
  },
  {
    what: "terminating one child of two",
    async run(does) {
      const [parent, child, other] = await begunBoth(does);
      await does.call("DELETE", `/workflow/${child}?reason=enough`);
      await does.until(parent, "TERMINATED");
      await does.until(other, "TERMINATED");
      return [parent, child, other];
    },
  },
  {
    what: "a TERMINATE beside the child",
    async run(does) {
      const [parent, child] = await begun(does, "operated_ended");
      await does.report(parent, "b", "COMPLETED");
      await does.until(parent, "FAILED");
      await does.until(child, "TERMINATED");
      return [parent, child];
    },
  },
  {
    what: "the failure of one child of two",
    async run(does) {
      const [parent, child, other] = await begunBoth(does);
      await does.report(child, "w", "FAILED");
      await does.until(parent, "FAILED");
      await does.until(other, "TERMINATED");
      return [parent, child, other];
    },
  },
  {
    what: "the end of the child while the parent is paused",
    async run(does) {
      const [parent, child] = await begun(does);
      await does.call("PUT", `/workflow/${parent}/pause`);
      await does.report(child, "w", "COMPLETED");
      await does.until(child, "COMPLETED");
      await does.until(parent, "PAUSED", "s COMPLETED");
      await does.call("PUT", `/workflow/${parent}/resume`);
      await complete(does, parent, [parent, "after"]);
      return [parent, child];
    },
  },
  {
    what: "pausing and resuming the child",
    async run(does) {
      const [parent, child] = await begun(does);
      await does.call("PUT", `/workflow/${child}/pause`);
      await does.until(parent, "RUNNING", "s IN_PROGRESS");
      await does.call("PUT", `/workflow/${child}/resume`);
      await complete(does, parent, [child, "w"], [parent, "after"]);
      return [parent, child];
    },
  },
  withNewChild("retrying the parent", (does, parent) => does.call("POST", `/workflow/${parent}/retry`)),
  withSameChild("retrying the parent, with its sub workflow", (does, parent) =>
    does.call("POST", `/workflow/${parent}/retry?resumeSubworkflowTasks=true`),
  ),
  withSameChild("retrying the child", (does, _, child) => does.call("POST", `/workflow/${child}/retry`)),
  {
    what: "retrying the child of an optional task",
    async run(does) {
      const [parent, child] = await failed(does, "operated_optional");
      await does.until(parent, "s COMPLETED_WITH_ERRORS");
      await does.call("POST", `/workflow/${child}/retry`);
      await does.report(child, "w", "COMPLETED");
      await does.until(child, "COMPLETED");
      await complete(does, parent, [parent, "after"]);
      return [parent, child];
    },
  },
  withSameChild("restarting the child", (does, _, child) => does.call("POST", `/workflow/${child}/restart`)),
  withNewChild("restarting the parent", (does, parent) => does.call("POST", `/workflow/${parent}/restart`)),
  {
    what: "retrying a child beside a task that was canceled",
    async run(does) {
      const [parent, child] = await begun(does, "operated_sides");
      await does.until(parent, "b IN_PROGRESS");
      await does.report(child, "w", "FAILED");
      await does.until(parent, "FAILED", "b CANCELED");
      await does.call("POST", `/workflow/${child}/retry`);
      await complete(does, parent, [child, "w"], [parent, "b"], [parent, "after"]);
      return [parent, child];
    },
  },
  {
    what: "retrying a fork of which one branch failed",
    async run(does) {
      const parent = await does.start("operated_fork");
      await does.until(parent, "a IN_PROGRESS", "b IN_PROGRESS");
      await does.report(parent, "a", "FAILED");
      await does.until(parent, "FAILED", "b CANCELED");
      await does.call("POST", `/workflow/${parent}/retry`);
      await complete(does, parent, [parent, "a"], [parent, "b"], [parent, "after"]);
      return [parent];
    },
  },
  {
    what: "retrying a fork of which one branch had completed",
    async run(does) {
      const parent = await does.start("operated_fork");
      await does.report(parent, "b", "COMPLETED");
      await does.report(parent, "a", "FAILED");
      await does.until(parent, "FAILED");
      await does.call("POST", `/workflow/${parent}/retry`);
      await complete(does, parent, [parent, "a"], [parent, "after"]);
      return [parent];
    },
  },
  {
    what: "retrying a fork that was terminated",
    async run(does) {
      const parent = await does.start("operated_fork");
      await does.until(parent, "a IN_PROGRESS", "b IN_PROGRESS");
      await does.call("DELETE", `/workflow/${parent}?reason=enough`);
      await does.until(parent, "TERMINATED");
      await does.call("POST", `/workflow/${parent}/retry`);
      await complete(does, parent, [parent, "a"], [parent, "b"], [parent, "after"]);
      return [parent];
    },
  },
  {
    what: "retrying a parent with two children",
    async run(does) {
      const [parent, child, other] = await begunBoth(does);
      await does.report(child, "w", "FAILED");
      await does.until(parent, "FAILED");
      await does.until(other, "TERMINATED");
      await does.call("POST", `/workflow/${parent}/retry`);
      await does.until(parent, "RUNNING");
      const next = [await does.childOf(parent), await does.childOf(parent, "t")];
      for (const each of next) await does.report(each, "w", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent, child, other, ...next];
    },
  },
  {
    what: "rerunning from a task after a JOIN",
    async run(does) {
      const parent = await does.start("operated_fork");
      await does.report(parent, "a", "COMPLETED");
      await does.report(parent, "b", "COMPLETED");
      await does.report(parent, "after", "FAILED");
      await does.until(parent, "FAILED");
      await rerunFrom(does, parent, "after");
      await complete(does, parent, [parent, "after"]);
      return [parent];
    },
  },
  {
    what: "rerunning from the last branch of a fork",
    async run(does) {
      const parent = await does.start("operated_fork");
      await does.report(parent, "a", "COMPLETED");
      await does.report(parent, "b", "FAILED");
      await does.until(parent, "FAILED");
      await rerunFrom(does, parent, "b");
      await complete(does, parent, [parent, "b"], [parent, "after"]);
      return [parent];
    },
  },
  withNewChild("rerunning from a SUB_WORKFLOW", (does, parent) => rerunFrom(does, parent, "s")),
  withSameChild("rerunning the child", (does, _, child) =>
    does.call("POST", `/workflow/${child}/rerun`, { reRunFromWorkflowId: child }),
  ),
];

/**
 * The executions of one operation on a server, run up to `runsMax` times: Conductor OSS may leave a task open in an
 * execution that has ended, since its start of a WAIT or a JOIN can come after the task's end, and replaces the record.
 */
export async function operate(rest: Rest, { run }: ForkedOperation, runsMax: number): Promise<Execution[]> {
  for (let runs = 1; ; runs += 1) {
    try {
      const ids = await run(doesOn(rest));
      const executions = await Promise.all(ids.map((workflowId) => rest.execution(workflowId)));
      if (runs === runsMax || !executions.some(hasEndedWithOpenTasks)) return executions;
    } catch (error) {
      if (runs === runsMax || !(error instanceof TasksGoOn)) throw error;
    }
  }
}
