import { setTimeout as sleep } from "node:timers/promises";
import { definitionOf, fork, sub, terminate, wait } from "./forked-definitions.ts";
import type { Execution, Rest, Task } from "./rest.ts";

/** Something done to executions from outside, and the executions that are looked at then. */
export interface ForkedOperation {
  what: string;
  run(does: Does): Promise<readonly string[]>;
}

/** What an operation can do on a server. */
export interface Does {
  rest: Rest;
  start(name: string): Promise<string>;
  /** The execution that a task has started, once it has. */
  childOf(workflowId: string, ref?: string): Promise<string>;
  /** Ends a task that waits, once it waits. */
  report(workflowId: string, ref: string, status: "COMPLETED" | "FAILED"): Promise<void>;
  /** Waits until an execution is as it should be. */
  until(workflowId: string, ...states: string[]): Promise<void>;
  call(method: string, path: string, body?: unknown): Promise<void>;
}

const waits = { name: "operated_child", version: 1 };

/** What the operations work on: tasks that wait until they are reported. */
export const operatedDefinitions = [
  definitionOf("operated_child", [wait("w")]),
  definitionOf("operated_parent", [sub("s", waits), wait("after")]),
  definitionOf("operated_grand", [sub("p", { name: "operated_parent", version: 1 })]),
  definitionOf("operated_optional", [sub("s", waits, { optional: true }), wait("after")]),
  definitionOf("operated_sides", [...fork("f", [[sub("s", waits)], [wait("b")]], ["s", "b"]), wait("after")]),
  definitionOf(
    "operated_ended",
    fork("f", [[sub("s", waits)], [wait("b"), terminate("end", "FAILED")]], ["s", "end"]),
  ),
  definitionOf("operated_both", fork("f", [[sub("s", waits)], [sub("t", waits)]], ["s", "t"])),
  definitionOf("operated_fork", [...fork("f", [[wait("a")], [wait("b")]], ["a", "b"]), wait("after")]),
];

interface Report {
  workflowId: string;
  ref: string;
  status: "COMPLETED" | "FAILED";
}

const secondsMax = 60;

/** Operations by hand on a server. */
export function doesOn(rest: Rest): Does {
  const statesOf = async (workflowId: string): Promise<string[]> => {
    const { status, tasks } = await rest.execution(workflowId);
    return [status, ...tasks.map((task) => `${task.referenceTaskName} ${task.status}`)];
  };
  // The server may start a WAIT while its report arrives: the start's record then replaces the report's. So reports are
  // repeated while something is awaited, up to the next operation, which may open the same tasks again.
  const reports: Report[] = [];
  const send = async ({ workflowId, ref, status }: Report): Promise<true | undefined> => {
    const [task] = await tasksOf(workflowId, ref);
    // A WAIT that is run again stays SCHEDULED on the server; it can be reported all the same.
    if (task?.status !== "IN_PROGRESS" && task?.status !== "SCHEDULED") return undefined;
    const { status: answered, text } = await rest.send("POST", `/tasks/${workflowId}/${ref}/${status}`, {});
    if (answered >= 300) throw new Error(`${ref} ${status}: ${answered} ${text}`);
    return true;
  };
  const find = async <Found>(
    workflowId: string,
    what: string,
    look: () => Promise<Found | undefined>,
  ): Promise<Found> => {
    for (const deadline = performance.now() + secondsMax * 1000; performance.now() < deadline; ) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(100);
      for (const report of reports) await send(report);
    }
    throw new Error(`${what} did not come: ${(await statesOf(workflowId)).join(", ")}`);
  };
  const tasksOf = async (workflowId: string, ref: string): Promise<Task[]> =>
    (await rest.execution(workflowId)).tasks
      .filter((task) => task.referenceTaskName === ref)
      .sort((one, other) => other.retryCount - one.retryCount);
  return {
    rest,
    start: (name) => rest.start(name, { n: 21 }),
    childOf: (workflowId, ref = "s") =>
      find(workflowId, `the child of ${ref}`, async () => (await tasksOf(workflowId, ref))[0]?.subWorkflowId),
    async report(workflowId, ref, status) {
      const report = { workflowId, ref, status };
      await find(workflowId, `${ref} under way`, () => send(report));
      reports.push(report);
    },
    until: async (workflowId, ...states) =>
      void (await find(workflowId, states.join(", "), async () => {
        const all = await statesOf(workflowId);
        return states.every((state) => all.includes(state)) || undefined;
      })),
    async call(method, path, body) {
      reports.length = 0;
      const { status, text } = await rest.send(method, path, body);
      if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    },
  };
}

/** The parent and its child, the child's task under way. */
async function begun(does: Does, name = "operated_parent"): Promise<[string, string]> {
  const parent = await does.start(name);
  const child = await does.childOf(parent);
  await does.until(child, "w IN_PROGRESS");
  return [parent, child];
}

async function failed(does: Does, name?: string): Promise<[string, string]> {
  const [parent, child] = await begun(does, name);
  await does.report(child, "w", "FAILED");
  await does.until(child, "FAILED");
  return [parent, child];
}

/** All of them. */
export const forkedOperations: readonly ForkedOperation[] = [
  {
    what: "terminating the parent",
    async run(does) {
      const [parent, child] = await begun(does);
      await does.call("DELETE", `/workflow/${parent}?reason=enough`);
      await does.until(child, "TERMINATED");
      return [parent, child];
    },
  },
  {
    what: "terminating the parent without a reason",
    async run(does) {
      const [parent, child] = await begun(does);
      await does.call("DELETE", `/workflow/${parent}`);
      await does.until(child, "TERMINATED");
      return [parent, child];
    },
  },
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
      const [parent, child] = await begun(does, "operated_both");
      const other = await does.childOf(parent, "t");
      await does.until(other, "w IN_PROGRESS");
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
      const [parent, child] = await begun(does, "operated_both");
      const other = await does.childOf(parent, "t");
      await does.until(other, "w IN_PROGRESS");
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
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
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
      await does.report(child, "w", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent, child];
    },
  },
  {
    what: "retrying the parent",
    async run(does) {
      const [parent, child] = await failed(does);
      await does.until(parent, "FAILED");
      await does.call("POST", `/workflow/${parent}/retry`);
      await does.until(parent, "RUNNING", "s IN_PROGRESS");
      const next = await does.childOf(parent);
      await does.report(next, "w", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent, child, next];
    },
  },
  {
    what: "retrying the parent, with its sub workflow",
    async run(does) {
      const [parent, child] = await failed(does);
      await does.until(parent, "FAILED");
      await does.call("POST", `/workflow/${parent}/retry?resumeSubworkflowTasks=true`);
      await does.until(parent, "RUNNING", "s IN_PROGRESS");
      await does.report(child, "w", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent, child];
    },
  },
  {
    what: "retrying the child",
    async run(does) {
      const [parent, child] = await failed(does);
      await does.until(parent, "FAILED");
      await does.call("POST", `/workflow/${child}/retry`);
      await does.until(parent, "RUNNING", "s IN_PROGRESS");
      await does.report(child, "w", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent, child];
    },
  },
  {
    what: "retrying the child of an optional task",
    async run(does) {
      const [parent, child] = await failed(does, "operated_optional");
      await does.until(parent, "s COMPLETED_WITH_ERRORS");
      await does.call("POST", `/workflow/${child}/retry`);
      await does.report(child, "w", "COMPLETED");
      await does.until(child, "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent, child];
    },
  },
  {
    what: "restarting the child",
    async run(does) {
      const [parent, child] = await failed(does);
      await does.until(parent, "FAILED");
      await does.call("POST", `/workflow/${child}/restart`);
      await does.until(parent, "RUNNING", "s IN_PROGRESS");
      await does.report(child, "w", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent, child];
    },
  },
  {
    what: "restarting the parent",
    async run(does) {
      const [parent, child] = await failed(does);
      await does.until(parent, "FAILED");
      await does.call("POST", `/workflow/${parent}/restart`);
      await does.until(parent, "RUNNING", "s IN_PROGRESS");
      const next = await does.childOf(parent);
      await does.report(next, "w", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent, child, next];
    },
  },
  {
    what: "retrying a child beside a task that was canceled",
    async run(does) {
      const [parent, child] = await begun(does, "operated_sides");
      await does.until(parent, "b IN_PROGRESS");
      await does.report(child, "w", "FAILED");
      await does.until(parent, "FAILED", "b CANCELED");
      await does.call("POST", `/workflow/${child}/retry`);
      await does.report(child, "w", "COMPLETED");
      await does.report(parent, "b", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
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
      await does.report(parent, "a", "COMPLETED");
      await does.report(parent, "b", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
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
      await does.report(parent, "a", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent];
    },
  },
  {
    what: "retrying a fork that was terminated",
    async run(does) {
      const parent = await does.start("operated_fork");
      await does.until(parent, "a IN_PROGRESS", "b IN_PROGRESS");
      await does.call("DELETE", `/workflow/${parent}?reason=enough`);
      // The server ends the tasks after the workflow: a retry in between would be ended too.
      await does.until(parent, "TERMINATED", "a CANCELED", "b CANCELED", "f_join CANCELED");
      await does.call("POST", `/workflow/${parent}/retry`);
      await does.report(parent, "a", "COMPLETED");
      await does.report(parent, "b", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent];
    },
  },
  {
    what: "retrying a parent with two children",
    async run(does) {
      const [parent, child] = await begun(does, "operated_both");
      const other = await does.childOf(parent, "t");
      await does.until(other, "w IN_PROGRESS");
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
      const after = (await does.rest.execution(parent)).tasks.find(
        (task) => task.referenceTaskName === "after",
      );
      await does.call("POST", `/workflow/${parent}/rerun`, {
        reRunFromWorkflowId: parent,
        reRunFromTaskId: after?.taskId,
      });
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
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
      const b = (await does.rest.execution(parent)).tasks.find((task) => task.referenceTaskName === "b");
      await does.call("POST", `/workflow/${parent}/rerun`, {
        reRunFromWorkflowId: parent,
        reRunFromTaskId: b?.taskId,
      });
      await does.report(parent, "b", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent];
    },
  },
  {
    what: "rerunning from a SUB_WORKFLOW",
    async run(does) {
      const [parent, child] = await failed(does);
      await does.until(parent, "FAILED");
      const s = (await does.rest.execution(parent)).tasks.find((task) => task.referenceTaskName === "s");
      await does.call("POST", `/workflow/${parent}/rerun`, {
        reRunFromWorkflowId: parent,
        reRunFromTaskId: s?.taskId,
      });
      await does.until(parent, "RUNNING", "s IN_PROGRESS");
      const next = await does.childOf(parent);
      await does.report(next, "w", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent, child, next];
    },
  },
  {
    what: "rerunning the child",
    async run(does) {
      const [parent, child] = await failed(does);
      await does.until(parent, "FAILED");
      await does.call("POST", `/workflow/${child}/rerun`, { reRunFromWorkflowId: child });
      await does.until(parent, "RUNNING", "s IN_PROGRESS");
      await does.report(child, "w", "COMPLETED");
      await does.report(parent, "after", "COMPLETED");
      await does.until(parent, "COMPLETED");
      return [parent, child];
    },
  },
];

/** What one operation comes to on a server, or what went wrong with it. */
export async function operate(rest: Rest, { run }: ForkedOperation): Promise<Execution[]> {
  const ids = await run(doesOn(rest));
  return Promise.all(ids.map((workflowId) => rest.execution(workflowId)));
}
