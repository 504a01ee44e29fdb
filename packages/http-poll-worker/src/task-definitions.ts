import type { Task, TaskDef, WorkflowDef } from "@long-running-api/conductor/client";
import { sendLimits } from "@long-running-api/conductor/http-request";

/** By this a definition of ours is told from an operator's, which is never touched. */
const mark = "[http-poll-worker]";

/** No request takes longer, so that the time after which a server gives up on a worker can be short. */
export const requestMsMax = 60_000;

/** What a poll takes beside its request: the condition, the update, a busy machine. */
const marginSeconds = 15;
/** How many workers may die in the middle of a poll of one task. */
const retryCount = 10;

interface TaskLike {
  name?: unknown;
  type?: unknown;
  inputParameters?: unknown;
}

/**
 * The definitions that make an abandoned poll come back, for every task of these types in the registered workflows.
 * Without one, a task that a worker took along when it died stays IN_PROGRESS for ever.
 */
export function wantedDefinitions(workflows: readonly WorkflowDef[], types: readonly string[]): TaskDef[] {
  const seconds = new Map<string, number>();
  for (const workflow of workflows) {
    for (const task of tasksIn(workflow.tasks)) {
      if (typeof task.name !== "string" || !types.includes(String(task.type))) continue;
      const needed = Math.ceil(requestMs(task) / 1000) + marginSeconds;
      seconds.set(task.name, Math.max(needed, seconds.get(task.name) ?? 0));
    }
  }
  return Array.from(seconds, ([name, responseTimeoutSeconds]) => definition(name, responseTimeoutSeconds));
}

/** Those that are not there yet, or are ours and too short. */
export function missingDefinitions(wanted: readonly TaskDef[], existing: readonly TaskDef[]): TaskDef[] {
  const byName = new Map(existing.map((known) => [known.name, known]));
  return wanted.filter((definition) => {
    const known = byName.get(definition.name);
    if (!known) return true;
    return isOurs(known) && (known.responseTimeoutSeconds ?? 0) < (definition.responseTimeoutSeconds ?? 0);
  });
}

/**
 * Whether a task that was delivered would come back from a worker that dies. Where nobody has registered a definition
 * Conductor OSS hands out an empty one, which never times out.
 */
export function comesBack({ taskDefinition }: Task): boolean {
  return (taskDefinition?.responseTimeoutSeconds ?? 0) > 0;
}

function isOurs({ description }: TaskDef): boolean {
  return description?.includes(mark) ?? false;
}

function definition(name: string, responseTimeoutSeconds: number): TaskDef {
  return {
    name,
    description: `${mark} A poll whose worker has died is given to another after ${responseTimeoutSeconds} s.`,
    ownerEmail: "http-poll-worker@example.com", // Conductor OSS refuses a definition without one
    retryCount,
    retryLogic: "FIXED",
    retryDelaySeconds: 0,
    timeoutPolicy: "RETRY",
    timeoutSeconds: 0, // how long a task polls is for maxPollCount and the workflow to say
    responseTimeoutSeconds,
  } as TaskDef;
}

/** Where a task does not say how long connecting and reading may take, the defaults count. */
function requestMs(task: TaskLike): number {
  const input = asObject(task.inputParameters);
  const request = { ...input, ...asObject(input["http_request"]) };
  const asked = (value: unknown, msDefault: number): number => {
    if (value === undefined || value === null) return msDefault;
    const ms = Number(value); // an expression is no number, and may become anything
    return Number.isFinite(ms) && ms > 0 ? ms : requestMsMax;
  };
  const { connectMsDefault, readMsDefault } = sendLimits;
  const ms =
    asked(request["connectionTimeOut"], connectMsDefault) + asked(request["readTimeOut"], readMsDefault);
  return Math.min(ms, requestMsMax);
}

/** All tasks, those in branches, loops, forks and inline sub-workflows included. */
function* tasksIn(tasks: unknown): Generator<TaskLike> {
  if (!Array.isArray(tasks)) return;
  for (const task of tasks) {
    if (Array.isArray(task)) yield* tasksIn(task);
    if (typeof task !== "object" || task === null || Array.isArray(task)) continue;
    yield task as TaskLike;
    const { decisionCases, defaultCase, loopOver, forkTasks, subWorkflowParam } = task as Record<
      string,
      unknown
    >;
    for (const branch of Object.values(asObject(decisionCases))) yield* tasksIn(branch);
    yield* tasksIn(defaultCase);
    yield* tasksIn(loopOver);
    yield* tasksIn(forkTasks);
    yield* tasksIn(asObject(asObject(subWorkflowParam)["workflowDefinition"])["tasks"]);
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
