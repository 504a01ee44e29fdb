import type { ConductorApi, Task, Workflow } from "@long-running-api/conductor/client";
import { Problem } from "@long-running-api/foundation/problem";
import { inSeconds } from "@long-running-api/foundation/text";
import { waitUntil } from "@long-running-api/foundation/wait";
import { createLiveBlock, type LiveLine, textOf } from "@long-running-api/kit/live-block";
import type { Output } from "@long-running-api/kit/output";
import { drawWorkflow } from "./draw.ts";
import { answered, asked, isOpen, lastPoll, reasonOf, responseOf } from "./record.ts";

export interface Follow {
  conductor: ConductorApi;
  workflowId: string;
  output: Output;
  /** Grows when the server polls less often than the definition asks for. */
  secondsMax(execution: Workflow): number;
}

const everyMs = 250;

/** Some servers need a moment until a new execution can be read; after this time it was removed. */
const missingMsMax = 5_000;

/**
 * Shows an execution while it runs, until it ends or the time is up: the workflow drawn with the state of each
 * task, and each poll as it happens. All of it is read from the execution's record, so any Conductor will do.
 */
export async function follow({ conductor, workflowId, output, secondsMax }: Follow): Promise<Workflow> {
  const block = createLiveBlock(output);
  const story = createEventLines(output);
  let latest: Workflow = {};
  let started = 0;
  let lastSeen = Date.now();
  try {
    await waitUntil(
      async () => {
        const execution = await conductor.execution(workflowId);
        if (!execution) {
          if (Date.now() - lastSeen > missingMsMax) throw removed(workflowId);
          return undefined;
        }
        lastSeen = Date.now();
        latest = execution;
        started ||= execution.createTime ?? Date.now();
        for (const line of story(execution)) block.print(line);
        block.update([
          "",
          ...drawWorkflow(execution, Date.now(), output.colors),
          footer(execution, Date.now(), output),
        ]);
        const over = Date.now() - started > secondsMax(execution) * 1000;
        return over || !isOpen(execution.status) ? true : undefined;
      },
      { secondsMax: Number.POSITIVE_INFINITY, everyMs },
    );
  } finally {
    block.clear();
  }
  for (const line of drawWorkflow(latest, Date.now(), output.colors)) output.say(textOf(line));
  return latest;
}

function removed(workflowId: string): Problem {
  return new Problem(
    `The execution ${workflowId} no longer exists.`,
    { "looked for": `${missingMsMax / 1000} s` },
    "It was removed (instructor reset, or steps/05-run --undo). Start another one: npx tsx steps/05-run",
  );
}

/** Returns each new event once, with the seconds since the start. */
function createEventLines({ colors }: Output): (execution: Workflow) => string[] {
  const added = new Set<string>();
  const lastAnswer = new Map<string | undefined, string>();
  return (execution) => {
    const start = execution.createTime ?? 0;
    const at = (ms: number | undefined) =>
      colors.dim(inSeconds(Math.max(0, (ms || Date.now()) - start)).padStart(8));
    const lines: string[] = [];
    const addOnce = (key: string, line: () => string) => {
      if (added.has(key)) return;
      added.add(key);
      lines.push(line());
    };
    for (const task of execution.tasks ?? []) {
      const poll = lastPoll(task);
      if (poll && (!isOpen(task.status) || lastAnswer.get(task.taskId) !== poll.answer)) {
        lastAnswer.set(task.taskId, poll.answer);
        addOnce(`${task.taskId} poll ${poll.number}`, () => {
          const next = poll.nextInSeconds === undefined ? "" : `; next in ${poll.nextInSeconds} s`;
          return `${at(task.endTime || task.updateTime)}  poll ${poll.number}: ${poll.asked} → ${poll.answered}; the condition ${poll.condition}${next}`;
        });
      } else if (task.taskType !== "HTTP_POLL" && !isOpen(task.status)) {
        addOnce(`${task.taskId} ended`, () => `${at(task.endTime)}  ${ended(task)}`);
      }
    }
    if (!isOpen(execution.status))
      addOnce(
        "ended",
        () => `${at(execution.endTime)}  the execution is ${execution.status}${because(execution)}`,
      );
    return lines;
  };
}

function ended(task: Task): string {
  const response = responseOf(task);
  const answer = response ? answered(response) : (task.reasonForIncompletion ?? "");
  if (answer === "" && task.status === "COMPLETED")
    return `${task.referenceTaskName}: completed by its callback`;
  return `${task.referenceTaskName}: ${asked(task)} → ${answer}`;
}

function because(execution: Workflow): string {
  const reason = execution.status === "COMPLETED" ? undefined : reasonOf(execution);
  return reason ? `: ${reason}` : "";
}

/** How long the run has been going, and how long the function has been working since the HTTP task ended. */
function footer(execution: Workflow, nowMs: number, { colors }: Output): LiveLine {
  const elapsed = inSeconds(Math.max(0, nowMs - (execution.createTime ?? nowMs)));
  const invoked = execution.tasks?.find(
    ({ taskType, status }) => taskType === "HTTP" && status === "COMPLETED",
  )?.endTime;
  const text = `  ${execution.status ?? ""} for ${elapsed}`;
  if (!invoked || !isOpen(execution.status)) return colors.dim(text);
  const worked = inSeconds(Math.max(0, nowMs - invoked));
  return { text: colors.dim(`${text}, the function has been working`), end: colors.dim(` for ${worked}`) };
}
