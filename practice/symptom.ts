import type { Task, Workflow } from "@long-running-api/conductor/client";
import { stringifyJson } from "@long-running-api/conductor/json";
import { inSeconds } from "@long-running-api/foundation/text";
import type { Place } from "../instructor/fault.ts";
import {
  answered,
  asked,
  failureOf,
  isOpen,
  lastPoll,
  reasonOf,
  responseOf,
} from "../steps/05-run/record.ts";
import { terminateIfRunning } from "../steps/05-run/remove.ts";
import { enough, latestRun, requestIdOf, startRun, watchRun } from "./run.ts";

/** What a run shows, in classes: the causes of one class look alike until someone investigates. */
export const symptomKinds = {
  "not started": "Conductor does not start the run",
  "start fails": "the run fails at its first task",
  "poll fails": "the polls fail",
  "answers an error": "the run keeps polling, and every answer is an error",
  "never found": "the run keeps polling, and every answer is NOT_FOUND",
  "never done": "the run keeps polling, and the work never seems to end",
  "never noticed": "the run keeps polling, although the work is done",
  "no end": "the run is stuck",
  "too early": "the run ends before the work is done",
  "waits on": "the task waits for a report that never arrives",
  "given up": "the task times out while it waits for a report",
  "reported early": "a task is COMPLETED while the work is still running",
  "works twice": "a finished request is no longer finished",
  healthy: "the run looks healthy",
} as const;

export type SymptomKind = keyof typeof symptomKinds;

/** What one run showed. */
export interface Symptom {
  kind: SymptomKind;
  /** Of the run; "" if it was started without one. */
  requestId: string;
  workflowId?: string;
  /** For people: the requests and answers, and how the run ended. */
  lines: readonly string[];
}

export interface Observe {
  /** How long a run that does not end is watched. */
  secondsMax: number;
  /** How long the work takes: a run that completes earlier ends too early. */
  workSeconds: number;
  onProgress?(text: string): void;
}

/** Runs the workflow once and watches it. A run that does not end is terminated. */
export async function observe(place: Place, options: Observe): Promise<Symptom> {
  const started = await startRun(place);
  if ("refused" in started)
    return { kind: "not started", requestId: started.requestId, lines: [started.refused] };
  const conductor = await place.target.conductor();
  const polls: PollLine[] = [];
  const latest = await watchRun(place, started.workflowId, {
    secondsMax: options.secondsMax,
    until: ({ status }) => !isOpen(status),
    look(execution) {
      collectPolls(execution, polls);
      options.onProgress?.(`the run is ${execution.status ?? "starting"}, ${polls.length} polls so far`);
    },
  });
  await terminateIfRunning(conductor, started.workflowId, enough);
  return describe(latest, { polls, watchedSeconds: options.secondsMax, workSeconds: options.workSeconds });
}

/** The latest run that someone else has made, as its record shows it. */
export async function observeLatest(place: Place, workSeconds: number): Promise<Symptom> {
  const latest = await latestRun(place);
  if (!latest) return { kind: "not started", requestId: "", lines: ["there is no run"] };
  const polls: PollLine[] = [];
  collectPolls(latest, polls);
  const symptom = describe(latest, { polls, workSeconds });
  return {
    ...symptom,
    lines: [`started with the input ${stringifyJson(latest.input ?? {})}`, ...symptom.lines],
  };
}

function describe(
  execution: Workflow,
  {
    polls,
    workSeconds,
    watchedSeconds,
  }: { polls: readonly PollLine[]; workSeconds: number; watchedSeconds?: number },
): Symptom {
  const lines = [...taskLines(execution), ...pollLines(polls)];
  return {
    kind: kindOf(execution, workSeconds),
    requestId: requestIdOf(execution),
    ...(execution.workflowId === undefined ? {} : { workflowId: execution.workflowId }),
    lines: [...lines, endLine(execution, lines, watchedSeconds)],
  };
}

function kindOf(execution: Workflow, workSeconds: number): SymptomKind {
  const { status, tasks = [] } = execution;
  const poll = tasks.findLast(({ taskType }) => taskType === "HTTP_POLL");
  if (status === "COMPLETED") return lasted(execution) < workSeconds - 0.5 ? "too early" : "healthy";
  if (!isOpen(status) && status !== "TERMINATED") return poll ? "poll fails" : "start fails";
  if (!poll || (poll.pollCount ?? 0) === 0) return "no end";
  if (failureOf(poll) !== undefined) return "poll fails";
  const answer = stringifyJson(responseOf(poll)?.["body"] ?? null);
  if (answer.includes("NOT_FOUND")) return "never found";
  if (/completed/i.test(answer)) return "never noticed";
  return /FAILED|"statusCode":5/.test(answer) ? "answers an error" : "never done";
}

/** Seconds from the start of a run to its end. */
export function lasted({ createTime = 0, endTime = 0 }: Workflow): number {
  return (endTime - createTime) / 1000;
}

/** The tasks that do not poll, each with its request and its answer. */
export function taskLines({ tasks = [] }: Workflow): string[] {
  return tasks
    .filter(({ taskType }) => taskType !== "HTTP_POLL")
    .map((task) => `${task.referenceTaskName}: ${asked(task)} → ${endOf(task)}`);
}

export interface PollLine {
  number: number;
  text: string;
}

/** Adds the last poll of a run. While a poll is under way the record shows the answer before it, so the later one counts. */
export function collectPolls({ tasks = [] }: Workflow, polls: PollLine[]): void {
  for (const task of tasks) {
    const poll = lastPoll(task);
    if (!poll) continue;
    const text = `${poll.asked} → ${poll.answered}`;
    const last = polls.at(-1);
    if (poll.number > (last?.number ?? 0)) polls.push({ number: poll.number, text });
    else if (last?.number === poll.number) last.text = text;
  }
}

/** Polls with the same answer share a line. */
export function pollLines(polls: readonly PollLine[]): string[] {
  const lines: { from: number; to: number; text: string }[] = [];
  for (const { number, text } of polls) {
    const last = lines.at(-1);
    if (last?.text === text) last.to = number;
    else lines.push({ from: number, to: number, text });
  }
  return lines.map(
    ({ from, to, text }) => `${from === to ? `poll ${from}` : `polls ${from} to ${to}`}: ${text}`,
  );
}

function endOf(task: Task): string {
  const response = responseOf(task);
  if (response) return answered(response);
  return task.reasonForIncompletion ?? (isOpen(task.status) ? "no answer yet" : (task.status ?? ""));
}

/** How a run ended; one that has not ended was watched for this many seconds, or only looked up. */
export function endLine(
  execution: Workflow,
  shown: readonly string[],
  watchedSeconds: number | undefined,
): string {
  const { status } = execution;
  if (isOpen(status))
    return watchedSeconds === undefined
      ? `the run is ${status}`
      : `after ${watchedSeconds} s the run is still ${status}`;
  const reason = status === "COMPLETED" ? undefined : reasonOf(execution);
  const isShown = reason !== undefined && shown.some((line) => line.endsWith(reason));
  return `the run is ${status} after ${inSeconds(lasted(execution) * 1000)}${reason && !isShown ? `: ${reason}` : ""}`;
}
