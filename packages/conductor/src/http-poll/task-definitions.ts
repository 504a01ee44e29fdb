import { asObject } from "@long-running-api/foundation/objects";
import type { Task, TaskDef, WorkflowDef } from "../api.ts";
import { sendLimits } from "../http/send-limits.ts";

/** Marks our definitions; an operator's are never changed. */
const mark = "[http-poll-worker]";

/** No request takes longer, so that the time after which a server gives up on a worker can be short. */
export const requestMsMax = 60_000;

/** Time for a poll besides its request: the condition, the update, a busy machine. */
const marginSeconds = 15;
/** How many workers may crash during a poll of one task. */
const retryCount = 10;

/** How long a delivered poll may take until its worker counts as dead, in seconds: as in our definitions. */
export function responseSecondsOf({ inputData }: Task): number {
  return Math.ceil(requestMs({ inputParameters: inputData }) / 1000) + marginSeconds;
}

interface TaskLike {
  name?: unknown;
  type?: unknown;
  inputParameters?: unknown;
}

/**
 * The definitions that requeue an abandoned poll, for every task of these types in the registered workflows.
 * Without one, a task whose worker crashed stays IN_PROGRESS forever.
 */
export function wantedDefinitions(workflows: readonly WorkflowDef[], types: readonly string[]): TaskDef[] {
  const seconds = new Map<string, number>();
  for (const workflow of workflows) {
    for (const task of tasksIn(workflow.tasks)) {
      if (typeof task.name !== "string" || !types.includes(String(task.type))) continue;
      const needed = responseSecondsOf({ inputData: asObject(task.inputParameters) });
      seconds.set(task.name, Math.max(needed, seconds.get(task.name) ?? 0));
    }
  }
  return Array.from(seconds, ([name, responseTimeoutSeconds]) => definition(name, responseTimeoutSeconds));
}

/** Those that are missing, or ours and too short. */
export function missingDefinitions(wanted: readonly TaskDef[], existing: readonly TaskDef[]): TaskDef[] {
  const byName = new Map(existing.map((known) => [known.name, known]));
  return wanted.filter((definition) => {
    const known = byName.get(definition.name);
    if (!known) return true;
    return (
      isOurDefinition(known) && (known.responseTimeoutSeconds ?? 0) < (definition.responseTimeoutSeconds ?? 0)
    );
  });
}

/**
 * Whether a delivered task would be requeued if its worker crashes. Without a registered definition,
 * Conductor OSS hands out an empty one, which never times out.
 */
export function comesBack({ taskDefinition }: Task): boolean {
  return (taskDefinition?.responseTimeoutSeconds ?? 0) > 0;
}

/**
 * Whether someone registered a definition whose retries are for a task that failed. Ours retries abandoned polls only:
 * transient failures were polled again before the task failed.
 */
export function retriesFailures(definition: DefinitionLike | undefined): boolean {
  if (definition === undefined || (definition.responseTimeoutSeconds ?? 0) <= 0) return false;
  return (definition.retryCount ?? 0) > 0 && !isOurDefinition(definition);
}

/** The members of a task definition that are read, from any source. */
export interface DefinitionLike {
  readonly description?: unknown;
  readonly retryCount?: number | undefined;
  readonly responseTimeoutSeconds?: number | undefined;
}

/** Whether a task definition was registered by this project. */
export function isOurDefinition({ description }: DefinitionLike): boolean {
  return typeof description === "string" && description.includes(mark);
}

function definition(name: string, responseTimeoutSeconds: number): TaskDef {
  return {
    name,
    description: `${mark} A poll whose worker has died is given to another after ${responseTimeoutSeconds} s.`,
    ownerEmail: "http-poll-worker@example.com", // Conductor OSS rejects a definition without one
    retryCount,
    retryLogic: "FIXED",
    retryDelaySeconds: 0,
    timeoutPolicy: "RETRY",
    timeoutSeconds: 0, // maxPollCount and the workflow limit how long a task polls
    responseTimeoutSeconds,
  } as TaskDef;
}

/** Without timeouts in the task, the defaults apply. */
function requestMs(task: TaskLike): number {
  const input = asObject(task.inputParameters);
  const request = { ...input, ...asObject(input["http_request"]) };
  const asked = (value: unknown, msDefault: number): number => {
    if (value === undefined || value === null) return msDefault;
    const ms = Number(value); // an expression may become any value
    return Number.isFinite(ms) && ms > 0 ? ms : requestMsMax;
  };
  const { connectMsDefault, readMsDefault } = sendLimits;
  const ms =
    asked(request["connectionTimeOut"], connectMsDefault) + asked(request["readTimeOut"], readMsDefault);
  return Math.min(ms, requestMsMax);
}

/** All tasks, including those in branches, loops, forks and inline sub-workflows. */
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
