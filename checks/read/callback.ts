import type { WorkflowDef } from "@long-running-api/conductor/client";
import { stringifyJson } from "@long-running-api/conductor/json";
import { callbackNames } from "@long-running-api/kit/names";
import type { ProbeContext } from "../engine/probe-context.ts";
import { workTime } from "../rules/work-time.ts";
import { requestOf, startTask, type TaskSeen, tasksOf } from "../rules/workflow/tasks.ts";
import { getFunction } from "./function.ts";

/** The function that calls back, without the values of its secrets. Plain data. */
export interface CallbackFunctionSeen {
  name: string;
  arn: string;
  /** CONDUCTOR_SERVER_URL in its environment; undefined if it is not set. */
  server: string | undefined;
  /** Whether it has a key for Conductor. */
  hasKey: boolean;
  workSeconds: number;
}

/** The function by the name that the step gives it; undefined if it does not exist. */
export async function callbackFunction(context: ProbeContext): Promise<CallbackFunctionSeen | undefined> {
  const found = await context.ask(getFunction, callbackNames(context.names).function);
  if (!found) return undefined;
  const { name, arn, environment } = found.seen;
  return {
    name,
    arn,
    server: environment["CONDUCTOR_SERVER_URL"] || undefined,
    hasKey: Boolean(environment["CONDUCTOR_AUTH_KEY"] && environment["CONDUCTOR_AUTH_SECRET"]),
    workSeconds: workTime(environment, "").seconds,
  };
}

/** The definition with the task that waits. Plain data. */
export interface CallbackWorkflowSeen {
  name: string;
  /** The task that starts the work; undefined if no task does. */
  start: { ref: string; waits: boolean; optional: boolean; body: string } | undefined;
  /** Whether a task polls after it: HTTP_POLL, or HTTP in a loop. */
  polls: boolean;
  /** The time limits of the task that waits; undefined if it has no definition. */
  limits: { timeoutSeconds: number; responseTimeoutSeconds: number } | undefined;
}

/** The definition by the name that the step gives it; undefined if it does not exist. */
export async function callbackWorkflow(context: ProbeContext): Promise<CallbackWorkflowSeen | undefined> {
  const { workflow } = callbackNames(context.names);
  const conductor = await context.target.conductor();
  const found = await conductor.definition(workflow);
  if (!found) return undefined;
  const tasks = tasksOf(found);
  const start = waitingTask(found);
  const after = start ? tasks.slice(tasks.findIndex(({ ref }) => ref === start.ref) + 1) : tasks;
  const limits = (await conductor.taskDefinitions()).find(({ name }) => name === start?.name);
  return {
    name: found.name,
    start: start && {
      ref: start.ref,
      waits: start.asyncComplete,
      optional: start.optional === true,
      body: stringifyJson(requestOf(start)["body"] ?? null),
    },
    polls: after.some(({ type }) => type === "HTTP_POLL") || loopAsks(after),
    limits: limits && {
      timeoutSeconds: limits.timeoutSeconds ?? 0,
      responseTimeoutSeconds: limits.responseTimeoutSeconds ?? 0,
    },
  };
}

/** Whether a loop repeats a request. */
function loopAsks(tasks: readonly TaskSeen[]): boolean {
  const loop = tasks.findIndex(({ type }) => type === "DO_WHILE");
  return loop >= 0 && tasks.slice(loop).some(({ type }) => type === "HTTP");
}

/** The task that waits for the callback; without one, the task that starts the work. */
export function waitingTask(definition: Pick<WorkflowDef, "tasks">): TaskSeen | undefined {
  const tasks = tasksOf(definition);
  return tasks.find(({ asyncComplete }) => asyncComplete) ?? startTask(tasks);
}
