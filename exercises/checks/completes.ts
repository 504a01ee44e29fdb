import { setTimeout as sleep } from "node:timers/promises";
import type { Task } from "@long-running-api/conductor/client";
import { inSeconds } from "@long-running-api/foundation/text";
import { callbackNames } from "@long-running-api/kit/names";
import { judgeReport } from "../../checks/06-callback/report.ts";
import { check, fail, pass } from "../../checks/engine/check.ts";
import type { ProbeContext } from "../../checks/engine/probe-context.ts";
import { type CallbackRunSeen, callbackRun } from "../../checks/read/callback-run.ts";
import { dynamodb } from "../../checks/read/clients.ts";
import { newProbeId } from "../../checks/read/request-id.ts";
import { terminateIfRunning } from "../../steps/05-run/remove.ts";
import { correlationId } from "../../steps/owned.ts";

/** How a run of the workflow that waits went. Plain data. */
interface Called {
  run: CallbackRunSeen | undefined;
  /** The run's first task, which starts the work. */
  first: { status: string; reported: boolean; startedMs: number; endedMs: number };
  /** Whether the work was over when the run was left. */
  worked: boolean;
}

/** A function that is still reporting this long after its work has failed to. */
const reportMsMax = 3_000;
const runSecondsMax = 40;
const lookMs = 100;

/** Runs the workflow until its task is completed, or until nothing can complete it. */
async function called(context: ProbeContext): Promise<Called> {
  const { names } = context;
  const { workflow: name } = callbackNames(names);
  const conductor = await context.target.conductor();
  const database = await context.ask(dynamodb);
  const requestId = newProbeId(context.now());
  const Key = { requestId: { S: requestId } };
  const start = context.now();
  const workflowId = await conductor.start({
    name,
    input: { requestId },
    correlationId: correlationId(names),
  });
  let workedMs: number | undefined;
  let first: Task | undefined;
  for (;;) {
    const { status, tasks = [] } = (await conductor.execution(workflowId)) ?? {};
    first = tasks[0];
    const waits = first === undefined || first.status === "SCHEDULED" || first.status === "IN_PROGRESS";
    if (status !== "RUNNING" || !waits) break;
    const { Item } = await database.client.send(
      new database.GetItemCommand({ TableName: names.table, Key, ConsistentRead: true }),
    );
    const now = context.now();
    if (Item?.["status"]?.S === "COMPLETED") workedMs ??= now;
    if (workedMs !== undefined && now - workedMs > reportMsMax) break;
    const elapsedSeconds = (now - start) / 1000;
    if (elapsedSeconds > runSecondsMax) break;
    context.onProgress({ what: "the task waits", elapsedSeconds, limitSeconds: runSecondsMax });
    await sleep(lookMs, undefined, { signal: context.signal });
  }
  await terminateIfRunning(conductor, workflowId, "the exercise needs this run no longer");
  return { run: await context.ask(callbackRun), first: viewFirst(first), worked: workedMs !== undefined };
}

/** The function's report has the requestId at its top level; the API's answer has not. */
function viewFirst(task: Task | undefined): Called["first"] {
  return {
    status: task?.status ?? "",
    reported: task?.outputData?.["requestId"] !== undefined,
    startedMs: task?.startTime ?? 0,
    endedMs: task?.endTime ?? 0,
  };
}

export const completes = check({
  id: "06-callback/completes",
  claim: "The task waits until the function reports that the work is done.",
  needs: ["06-callback/function"],
  probe: called,
  judge({ run, first, worked }) {
    const task = run?.task;
    if (first.status === "COMPLETED" && !first.reported && !worked)
      return fail({
        expected: "the task waits for the function's report, and is COMPLETED by it",
        observed: `COMPLETED after ${seconds(first)}, by the API's answer, when the work had just begun`,
        leadsTo:
          "The run continues as if the work were done. When the report arrives later, nothing is waiting for it.",
        lookAt: "the first task",
        hint: "What makes a task wait for someone else?",
      });
    const verdict = judgeReport(run);
    return verdict.status === "pass" && task
      ? pass(`COMPLETED by the function, ${seconds(task)} after the start, without a poll`)
      : verdict;
  },
});

function seconds({ startedMs, endedMs }: { startedMs: number; endedMs: number }): string {
  return inSeconds(endedMs - startedMs);
}
