import { setTimeout as sleep } from "node:timers/promises";
import { definitionOf, fork, sub, terminate, wait } from "./forked-definitions.ts";
import type { Execution, Rest, Task } from "./rest.ts";

/** The actions of an operation on a server. */
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
const endSecondsMax = 10;

/** A task does not end although its execution has ended. */
export class TasksGoOn extends Error {
  override readonly name = "TasksGoOn";
}

/** Whether an execution has ended, and one of its tasks has not. */
export function hasEndedWithOpenTasks({ status, tasks }: Execution): boolean {
  const isOpen = (task: Task) => task.status === "IN_PROGRESS" || task.status === "SCHEDULED";
  return status !== "RUNNING" && status !== "PAUSED" && tasks.some(isOpen);
}

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
    const found = await within(secondsMax, look);
    if (found !== undefined) return found;
    throw new Error(`${what} did not come: ${(await statesOf(workflowId)).join(", ")}`);
  };
  const within = async <Found>(
    seconds: number,
    look: () => Promise<Found | undefined>,
  ): Promise<Found | undefined> => {
    for (const deadline = performance.now() + seconds * 1000; performance.now() < deadline; ) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(100);
      for (const report of reports) await send(report);
    }
    return undefined;
  };
  const tasksOf = async (workflowId: string, ref: string): Promise<Task[]> =>
    (await rest.execution(workflowId)).tasks
      .filter((task) => task.referenceTaskName === ref)
      .sort((one, other) => other.retryCount - one.retryCount);
  // The server ends the tasks after the workflow: it would then end what a retry in between began.
  const tasksEnd = async (workflowId: string) => {
    const ended = await within(endSecondsMax, async () =>
      hasEndedWithOpenTasks(await rest.execution(workflowId)) ? undefined : true,
    );
    if (!ended) throw new TasksGoOn(`tasks go on after the end: ${(await statesOf(workflowId)).join(", ")}`);
  };
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
      const [, ended] = /^\/workflow\/([^/]+)\/(?:retry|rerun|restart)/.exec(path) ?? [];
      if (ended !== undefined) await tasksEnd(ended);
      const { status, text } = await rest.send(method, path, body);
      if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    },
  };
}

/** The parent and its child, the child's task under way. */
export async function begun(does: Does, name = "operated_parent"): Promise<[string, string]> {
  const parent = await does.start(name);
  const child = await does.childOf(parent);
  await does.until(child, "w IN_PROGRESS");
  return [parent, child];
}

/** The same, and the child has failed. */
export async function failed(does: Does, name?: string): Promise<[string, string]> {
  const [parent, child] = await begun(does, name);
  await does.report(child, "w", "FAILED");
  await does.until(child, "FAILED");
  return [parent, child];
}

/** A parent and its child that failed, and the parent with it. */
export async function bothFailed(does: Does): Promise<[string, string]> {
  const [parent, child] = await failed(does);
  await does.until(parent, "FAILED");
  return [parent, child];
}

/** A parent with two children at work. */
export async function begunBoth(does: Does): Promise<[string, string, string]> {
  const [parent, child] = await begun(does, "operated_both");
  const other = await does.childOf(parent, "t");
  await does.until(other, "w IN_PROGRESS");
  return [parent, child, other];
}

/** Completes tasks in turn, and with them an execution. */
export async function complete(
  does: Does,
  workflowId: string,
  ...tasks: readonly (readonly [workflowId: string, ref: string])[]
): Promise<void> {
  for (const [of, ref] of tasks) await does.report(of, ref, "COMPLETED");
  await does.until(workflowId, "COMPLETED");
}

/** Completes the child that a parent waits for, and then the parent. */
export async function completeBoth(does: Does, parent: string, child: string): Promise<void> {
  await does.until(parent, "RUNNING", "s IN_PROGRESS");
  await complete(does, parent, [child, "w"], [parent, "after"]);
}

/** Runs an execution again from one of its tasks. */
export async function rerunFrom(does: Does, workflowId: string, ref: string): Promise<void> {
  const { tasks } = await does.rest.execution(workflowId);
  await does.call("POST", `/workflow/${workflowId}/rerun`, {
    reRunFromWorkflowId: workflowId,
    reRunFromTaskId: tasks.find((task) => task.referenceTaskName === ref)?.taskId,
  });
}
