import { randomBytes } from "node:crypto";
import { ConductorRefusal, type Task, type Workflow } from "@long-running-api/conductor/client";
import { waitUntil } from "@long-running-api/foundation/wait";
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
import { correlationId } from "../steps/owned.ts";

/** What a run shows, in classes: the causes of one class look alike until someone investigates. */
export const symptomKinds = {
  "not started": "Conductor does not start the run",
  "start fails": "the run fails at its first task",
  "poll fails": "the polls fail",
  "answers an error": "the run polls on, and every answer is an error",
  "never found": "the run polls on, and is answered NOT_FOUND",
  "never done": "the run polls on, and the work never seems to end",
  "never noticed": "the run polls on, though the work is done",
  "no end": "the run does not go on",
  "too early": "the run ends before the work is done",
  healthy: "the run looks healthy",
} as const;

export type SymptomKind = keyof typeof symptomKinds;

/** What one run of the tutorial's workflow showed. */
export interface Symptom {
  kind: SymptomKind;
  requestId: string;
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

/** Runs the workflow once and watches it. A run that goes on is terminated. */
export async function observe({ target, names }: Place, options: Observe): Promise<Symptom> {
  const conductor = await target.conductor();
  const requestId = `order-${randomBytes(3).toString("hex")}`;
  let workflowId: string;
  try {
    workflowId = await conductor.start({
      name: names.workflow,
      input: { requestId },
      correlationId: correlationId(names),
    });
  } catch (error) {
    if (!(error instanceof ConductorRefusal)) throw error;
    const line = `POST …/workflow/${names.workflow} → ${error.status} ${error.message}`;
    return { kind: "not started", requestId, lines: [line] };
  }
  const polls: { number: number; text: string }[] = [];
  let latest: Workflow = {};
  await waitUntil(
    async () => {
      latest = (await conductor.execution(workflowId)) ?? latest;
      for (const task of latest.tasks ?? []) {
        const poll = lastPoll(task);
        if (poll && poll.number > (polls.at(-1)?.number ?? 0))
          polls.push({ number: poll.number, text: `${poll.asked} → ${poll.answered}` });
      }
      options.onProgress?.(`the run is ${latest.status ?? "starting"}, ${polls.length} polls so far`);
      return isOpen(latest.status) ? undefined : true;
    },
    { secondsMax: options.secondsMax, everyMs: 150 },
  );
  if (isOpen(latest.status)) await conductor.terminate(workflowId, "the practice has seen enough of it");
  const kind = kindOf(latest, options.workSeconds);
  const lines = [...taskLines(latest), ...pollLines(polls)];
  return { kind, requestId, lines: [...lines, endLine(latest, lines, options)] };
}

function kindOf(execution: Workflow, workSeconds: number): SymptomKind {
  const { status, tasks = [] } = execution;
  const poll = tasks.findLast(({ taskType }) => taskType === "HTTP_POLL");
  if (status === "COMPLETED") return lasted(execution) < workSeconds - 0.5 ? "too early" : "healthy";
  if (!isOpen(status)) return poll ? "poll fails" : "start fails";
  if (!poll || (poll.pollCount ?? 0) === 0) return "no end";
  if (failureOf(poll) !== undefined) return "poll fails";
  const answer = JSON.stringify(responseOf(poll)?.["body"] ?? null);
  if (answer.includes("NOT_FOUND")) return "never found";
  if (/completed/i.test(answer)) return "never noticed";
  return /FAILED|"statusCode":5/.test(answer) ? "answers an error" : "never done";
}

/** Seconds from the start of a run to its end. */
function lasted({ createTime = 0, endTime = 0 }: Workflow): number {
  return (endTime - createTime) / 1000;
}

/** The tasks that do not poll, each with its request and its answer. */
function taskLines({ tasks = [] }: Workflow): string[] {
  return tasks
    .filter(({ taskType }) => taskType !== "HTTP_POLL")
    .map((task) => `${task.referenceTaskName}: ${asked(task)} → ${endOf(task)}`);
}

/** Polls with the same answer share a line. */
function pollLines(polls: readonly { number: number; text: string }[]): string[] {
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

function endLine(execution: Workflow, shown: readonly string[], { secondsMax }: Observe): string {
  const { status } = execution;
  if (isOpen(status)) return `after ${secondsMax} s the run is still ${status}`;
  const reason = status === "COMPLETED" ? undefined : reasonOf(execution);
  const isShown = reason !== undefined && shown.some((line) => line.endsWith(reason));
  return `the run is ${status} after ${lasted(execution).toFixed(1)} s${reason && !isShown ? `: ${reason}` : ""}`;
}
