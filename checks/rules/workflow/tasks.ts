import type { WorkflowDef } from "@long-running-api/conductor/client";
import { asObject } from "../gateway/json.ts";

/** The parts of a task definition that matter to the tutorial. */
export interface TaskSeen {
  ref: string;
  name: string;
  type: string;
  /** Whether it waits to be completed from outside: set in the task or in its input. */
  asyncComplete: boolean;
  inputParameters: Readonly<Record<string, unknown>>;
  /** If it fails, the run continues as if it had completed. */
  optional?: true;
  /** How often the server tries it again after a failure, where the task says so itself. */
  retryCount?: number;
  /** Polling fields on the task itself, outside its input, where no server reads them. */
  outside?: readonly string[];
  /** The branches of SWITCH tasks that lead to it, the outermost first. */
  branches?: readonly Branch[];
}

/** One branch of a SWITCH that compares an input with its cases. */
export interface Branch {
  ref: string;
  /** The value that is compared, as the definition writes it. */
  value: unknown;
  /** The cases that lead here; none for the default branch. */
  cases: readonly string[];
  /** All cases of the SWITCH. */
  known: readonly string[];
}

/** All tasks of a definition in the order of the diagram, including those in branches and loops. */
export function tasksOf(definition: Pick<WorkflowDef, "tasks">): TaskSeen[] {
  return (definition.tasks ?? []).flatMap(flatten);
}

const depthMax = 20;

const pollFields = ["pollingInterval", "pollingStrategy", "maxPollCount", "terminationCondition"];

function flatten(
  raw: unknown,
  _index: number,
  _all: unknown[],
  depth = 0,
  branches: readonly Branch[] = [],
): TaskSeen[] {
  const task = asObject(raw);
  if (!task || depth > depthMax) return [];
  const inputParameters = asObject(task["inputParameters"]) ?? {};
  const within = (tasks: unknown, branch?: Branch) =>
    list(tasks).flatMap((each) =>
      flatten(each, 0, [], depth + 1, branch === undefined ? branches : [...branches, branch]),
    );
  const decisions = Object.entries(asObject(task["decisionCases"]) ?? {});
  const known = decisions.map(([name]) => name);
  const branchOf = (cases: readonly string[]): Branch | undefined =>
    task["type"] === "SWITCH" && task["evaluatorType"] === "value-param"
      ? {
          ref: String(task["taskReferenceName"] ?? ""),
          value: inputParameters[String(task["expression"])] ?? null,
          cases,
          known,
        }
      : undefined;
  const outside = pollFields.filter((field) => field in task);
  const retryCount = Number(task["retryCount"]);
  return [
    {
      ref: String(task["taskReferenceName"] ?? ""),
      name: String(task["name"] ?? ""),
      type: String(task["type"] ?? ""),
      asyncComplete: (inputParameters["asyncComplete"] ?? task["asyncComplete"]) === true,
      inputParameters,
      ...(task["optional"] === true ? { optional: true as const } : {}),
      ...(retryCount > 0 ? { retryCount } : {}),
      ...(outside.length > 0 ? { outside } : {}),
      ...(branches.length > 0 ? { branches } : {}),
    },
    ...within(task["loopOver"]),
    ...within(task["defaultCase"], branchOf([])),
    ...within(list(task["forkTasks"]).flatMap(list)),
    ...decisions.flatMap(([name, tasks]) => within(tasks, branchOf([name]))),
  ];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The request of an HTTP or HTTP_POLL task: `http_request`, or the input itself. */
export function requestOf({ inputParameters }: TaskSeen): Readonly<Record<string, unknown>> {
  return asObject(inputParameters["http_request"]) ?? inputParameters;
}

/** The task that starts the work: among the HTTP tasks that post, the one that calls /invoke-lambda; else the first. */
export function startTask(tasks: readonly TaskSeen[]): TaskSeen | undefined {
  const http = tasks.filter(({ type }) => type === "HTTP");
  const posting = http.filter((task) => String(requestOf(task)["method"]).toUpperCase() === "POST");
  const calling = posting.find((task) => /\/invoke-lambda\/?$/.test(String(requestOf(task)["uri"])));
  return calling ?? posting[0] ?? http[0];
}

/** The task that waits for the work: of the polling tasks, one that comes after the start and calls the same API; else the first. */
export function pollTask(tasks: readonly TaskSeen[]): TaskSeen | undefined {
  const start = startTask(tasks);
  const after = start ? tasks.slice(tasks.indexOf(start)) : [];
  const polls = [...after, ...tasks].filter(({ type }) => type === "HTTP_POLL");
  const started = start && String(requestOf(start)["uri"]).trim();
  const base = started?.endsWith("/invoke-lambda") ? started.replace(/invoke-lambda$/, "") : undefined;
  const asking = polls.find((task) => base && String(requestOf(task)["uri"]).trim().startsWith(base));
  return asking ?? tasks.find(({ type }) => type === "HTTP_POLL");
}
