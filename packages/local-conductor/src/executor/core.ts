import { createHostPlaces } from "@long-running-api/conductor/host-places";
import type { Secrets } from "@long-running-api/conductor/secrets";
import { hasEnded, isTerminal } from "@long-running-api/conductor/status";
import type { Clock } from "../clock.ts";
import { type Decision, decide } from "../decider/index.ts";
import type { LiveExecution } from "../model.ts";
import { definedName, type Execution, type Task } from "../model.ts";
import { planOf } from "../plan.ts";
import type { Store } from "../store/index.ts";
import { taskTypes } from "../tasks/index.ts";
import type { TaskOutcome, TaskType, Tools } from "../tasks/task-type.ts";
import { placeSettings } from "./bounds.ts";
import { makeDue } from "./due.ts";
import { executeTask } from "./execute.ts";
import { type Executions, makeExecutions } from "./executions.ts";
import { type Limits, makeLimits } from "./limits.ts";
import { makeLookAgain } from "./look-again.ts";
import { type NewExecution, newExecution } from "./new-execution.ts";
import { withBeginning, withOutcome } from "./outcome.ts";
import { makeQueues, type Queues } from "./queues.ts";
import { subWorkflowsOf } from "./sub-workflows.ts";
import { withinTasksMax } from "./tasks-max.ts";
import { openTimers } from "./timers.ts";
import { makeWatchers, type Watchers } from "./watchers.ts";

/** The parts of the engine, and its dependencies. */
export interface CoreOptions extends Omit<Tools, "now" | "execution" | "workflowTask" | "depthOf"> {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: () => string;
  /** This server's name: tasks record who ran them. */
  readonly hostName: string;
  readonly secrets: Secrets;
  /** Called when an execution has failed. */
  readonly onFailure: (execution: Execution) => void;
  /** Called when an execution has ended, however it ended. */
  readonly onEnd?: ((execution: Execution) => void) | undefined;
}

/**
 * The only part with effects: records what the decider decides, runs the tasks that are due, and records their
 * outcomes. Everything else in the engine goes through here.
 */
export interface Core {
  readonly store: Store;
  readonly executions: Executions;
  readonly queues: Queues;
  readonly limits: Limits;
  now(): number;
  newId(): string;
  readonly secrets: Secrets;
  /** Saves a task, and schedules it for when it is due. */
  putTask(task: Task): void;
  removeTask(task: Task): void;
  /** Begins an execution; returns its identifier. */
  begin(execution: NewExecution): string;
  /** Saves the execution's own record. */
  putExecution(execution: Execution): void;
  /** Applies an external decision: it starts no failure workflow. */
  apply(execution: LiveExecution, decision: Decision): void;
  /** Decides, applies the decision, and runs what is due. */
  decideAndApply(workflowId: string): void;
  readonly waitUntil: Watchers["waitUntil"];
  /** Runs something later, once. */
  after(ms: number, run: () => void): () => void;
  /** Resumes the work that an earlier process left. */
  resume(): void;
  close(): void;
}

/** Opens the core. Nothing runs before `resume`. */
export function openCore(options: CoreOptions): Core {
  const { store, clock, newId, hostName, secrets, onFailure, onEnd, ...settings } = options;
  const executions = makeExecutions(store);
  const queues = makeQueues();
  const timers = openTimers(clock);
  const running = new Set<string>();
  const watchers = makeWatchers(executions, clock);
  const due = makeDue();
  const limits = makeLimits(due.add);
  const lookAgain = makeLookAgain(timers, decideAndApply);
  const places = createHostPlaces(placeSettings, { nowMs: clock.now, after: clock.after });
  let closed = false;

  function apply(execution: LiveExecution, decision: Decision): void {
    const { execution: record, tasks, removed, lookAgainAt } = decision;
    const { workflowId } = execution;
    if (record !== undefined || tasks.length > 0) {
      executions.set({ ...(record ?? execution), tasks: execution.tasks, updateTime: clock.now() });
    }
    if (lookAgain.arm(workflowId, lookAgainAt) || record !== undefined || tasks.length > 0) save(workflowId);
    for (const taskId of removed) {
      execution.tasks.remove(taskId);
      store.removeTask(taskId);
    }
    for (const task of tasks) putTask(task);
    if (!record || !hasEnded(record.status)) return;
    lookAgain.forget(workflowId);
    subWorkflows.followEnd(executions.get(workflowId));
    onEnd?.(executions.get(workflowId));
  }

  function applyAndNotify(execution: LiveExecution, decision: Decision): void {
    apply(execution, decision);
    notifyAndRunDue(execution.workflowId);
  }

  /** After an execution has changed: notifies those who wait for it, and runs what became due. */
  function notifyAndRunDue(workflowId: string): void {
    watchers.notify(workflowId);
    due.run();
  }

  const save = (workflowId: string): void =>
    store.saveExecution(executions.get(workflowId), lookAgain.at(workflowId));

  function putTask(task: Task): void {
    executions.get(task.workflowInstanceId).tasks.put(task);
    store.saveTask(task);
    if (task.status === "IN_PROGRESS") limits.begin(task);
    else if (!running.has(task.taskId)) limits.end(task);
    scheduleTask(task.workflowInstanceId, task);
  }

  /** Starts a task when it is due. */
  function scheduleTask(
    workflowId: string,
    task: Pick<Task, "taskId" | "taskType" | "domain" | "status" | "dueTime">,
  ): void {
    const { taskId, taskType, domain, status, dueTime } = task;
    const isWorkers = !taskTypes.get(taskType);
    if (isWorkers) queues.remove(taskType, domain, taskId);
    if (dueTime === undefined || isTerminal(status) || (isWorkers && status !== "SCHEDULED")) return;
    const run = (): void => startDueTask(workflowId, taskId, dueTime);
    if (dueTime <= clock.now()) due.add(run);
    else {
      timers.add(dueTime, () => {
        due.add(run);
        due.run();
      });
    }
  }

  /** Starts a task that is due, unless its record has changed since it was scheduled. */
  function startDueTask(workflowId: string, taskId: string, dueTime: number): void {
    const execution = executions.find(workflowId);
    const task = execution?.tasks.get(taskId);
    if (closed || !execution || !task || task.dueTime !== dueTime || isTerminal(task.status)) return;
    const type = taskTypes.get(task.taskType);
    if (type?.mocked && execution.isTest) return;
    const { taskDefName } = task;
    const planned = planOf(execution.definition).tasks.get(definedName(task.referenceTaskName));
    limits.set(taskDefName, planned?.taskDefinition?.concurrentExecLimit ?? 0);
    if (!type) queues.add(task.taskType, task.domain, { workflowId, taskId, priority: execution.priority });
    else if (running.has(taskId)) return;
    else if (limits.mayBegin(task)) run(type, task);
    else limits.whenFree(taskDefName, () => startDueTask(workflowId, taskId, dueTime));
  }

  function run(type: TaskType, task: Task): void {
    running.add(task.taskId);
    limits.begin(task);
    if (type.outside) {
      void runOutside(type, task);
      return;
    }
    const found = execute(type, task);
    if (found instanceof Promise) void found.then((outcome) => recordOutcome(task, outcome));
    else recordOutcome(task, found);
  }

  async function runOutside(type: TaskType, task: Task): Promise<void> {
    try {
      await store.committed();
    } catch {
      // The state behind this task is not on disk yet, so no request may be sent.
      running.delete(task.taskId);
      timers.add(clock.now() + 1_000, () =>
        startDueTask(task.workflowInstanceId, task.taskId, task.dueTime ?? 0),
      );
      return;
    }
    const place = await places.take(type.host?.(task) ?? "");
    if (!closed) recordOutcome(task, await execute(type, begun(task)));
    place?.leave();
  }

  /** The start of a task is kept only in memory: without an outcome it starts again. */
  function begun(task: Task): Task {
    const tasks = executions.find(task.workflowInstanceId)?.tasks;
    const current = tasks?.get(task.taskId) ?? task;
    const started = withBeginning(current, clock.now(), hostName);
    if (!isTerminal(current.status)) tasks?.put(started);
    return started;
  }

  function execute(type: TaskType, task: Task): TaskOutcome | Promise<TaskOutcome> {
    const execution = executions.find(task.workflowInstanceId);
    if (!execution) return { status: "CANCELED" }; // It was removed meanwhile.
    const { depthOf } = subWorkflows;
    return executeTask(type, task, execution, { ...settings, secrets, now: clock.now, depthOf });
  }

  /** Records a task's outcome, unless the task or its workflow has ended in the meantime. */
  function recordOutcome(began: Task, outcome: TaskOutcome): void {
    const { workflowInstanceId: workflowId, taskId } = began;
    running.delete(taskId);
    const execution = closed ? undefined : executions.find(workflowId);
    const task = execution?.tasks.get(taskId);
    if (!execution || !task || isTerminal(task.status) || hasEnded(execution.status)) {
      limits.end(began);
      return;
    }
    const now = clock.now();
    if (outcome.variables)
      putExecution({ ...execution, variables: { ...execution.variables, ...outcome.variables } });
    store.addLogs((outcome.logs ?? []).map((log) => ({ log, taskId, createdTime: now })));
    const subWorkflowId = outcome.starts && create(outcome.starts);
    const started = subWorkflowId === undefined ? {} : { subWorkflowId, outputData: { subWorkflowId } };
    putTask({ ...withOutcome(task, outcome, now), ...started });
    decideAndApply(workflowId);
    if (subWorkflowId !== undefined) decideAndApply(subWorkflowId);
  }

  function create(begins: NewExecution): string {
    const workflowId = newId();
    executions.set(newExecution(begins, workflowId, clock.now()));
    save(workflowId);
    return workflowId;
  }

  function putExecution(execution: Execution): void {
    const { tasks } = executions.get(execution.workflowId);
    executions.set({ ...execution, tasks, updateTime: clock.now() });
    save(execution.workflowId);
  }

  function decideAndApply(workflowId: string): void {
    // A newly scheduled task may need another decision: a loop's body, a task's timeouts.
    for (let changed = !closed; changed; ) {
      const execution = executions.find(workflowId);
      if (!execution) return;
      const decision = decide(execution, clock.now(), newId);
      changed = decision.tasks.length > 0 && !decision.execution;
      const applied = withinTasksMax(execution, decision, clock.now(), newId);
      apply(execution, applied);
      const status = applied.execution?.status ?? "RUNNING";
      if (hasEnded(status) && status !== "COMPLETED") onFailure(executions.get(workflowId));
    }
    notifyAndRunDue(workflowId);
  }

  const parts = { executions, now: clock.now, newId, putTask, apply: applyAndNotify, decideAndApply };
  const subWorkflows = subWorkflowsOf(parts);

  return {
    store,
    executions,
    queues,
    limits,
    now: clock.now,
    newId,
    secrets,
    putTask,
    removeTask(task) {
      const { taskId, taskType, domain, workflowInstanceId } = task;
      queues.remove(taskType, domain, taskId);
      limits.end(task);
      executions.get(workflowInstanceId).tasks.remove(taskId);
      store.removeTask(taskId);
    },
    begin(execution) {
      const workflowId = create(execution);
      decideAndApply(workflowId);
      return workflowId;
    },
    putExecution,
    apply: applyAndNotify,
    decideAndApply,
    waitUntil: watchers.waitUntil,
    after: clock.after,
    resume() {
      for (const { workflowId, lookAgainAt } of store.openExecutions()) {
        lookAgain.arm(workflowId, lookAgainAt ?? undefined);
      }
      for (const { workflowId, dueTime, domain, ...task } of store.openTasks()) {
        if (task.status === "IN_PROGRESS") limits.begin(task);
        if (dueTime !== null) scheduleTask(workflowId, { ...task, dueTime, domain: domain ?? undefined });
      }
      due.run();
    },
    close() {
      closed = true;
      timers.close();
    },
  };
}
