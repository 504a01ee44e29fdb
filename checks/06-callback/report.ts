import { inSeconds } from "@long-running-api/foundation/text";
import { fail, pass, type Verdict } from "../engine/check.ts";
import type { CallbackRunSeen, CallbackTaskSeen } from "../read/callback-run.ts";
import { errorHint } from "../rules/error-hint.ts";
import { at } from "./at.ts";

const lookAt = at("; Conductor › Executions › the latest one");

/** Who completed the task of the latest run, and why not the function. */
export function judgeReport(run: CallbackRunSeen | undefined): Verdict {
  if (!run?.task)
    return fail({
      expected: "a run",
      observed: "none",
      leadsTo: "No run has shown yet whether the callback arrives.",
      lookAt,
      hint: "npx tsx steps/06-callback starts one.",
    });
  return run.task.status === "COMPLETED" ? judgeResult(run, run.task) : judgeLoss(run, run.task);
}

/** The least number of polls that prove it: the first may read an old copy of the item. */
const unfinishedPollsMin = 2;

/** The verdict on a COMPLETED task: the function must complete it, after the work, with this run's result. */
function judgeResult({ requestId, foundTask }: CallbackRunSeen, task: CallbackTaskSeen): Verdict {
  const { resultOf, resultStatus, unfinishedPolls = 0 } = task;
  const base = { expected: `COMPLETED with the result of ${requestId}`, lookAt };
  if (resultOf !== requestId)
    return fail({
      ...base,
      observed:
        resultOf === undefined ? "COMPLETED without a requestId" : `COMPLETED with the result of ${resultOf}`,
      leadsTo:
        "The run continues with a result that is not its own; here, the poll that follows waits for the work.",
      hint:
        resultOf === undefined
          ? "Something other than the function completed the task. Any client that can call Conductor's API can do that. Give each application its own key, and check the status after the callback."
          : "The ids of two runs were mixed up: the function must report the workflowId and the taskId of the event that it is processing.",
    });
  const after = inSeconds(task.endedMs - task.startedMs);
  if (foundTask !== undefined)
    return fail({
      ...base,
      observed: `COMPLETED after ${after}; when the function had done its work, it found the task ${foundTask}`,
      leadsTo: "The run continues before the work is done; here, the poll that follows waits for it.",
      hint: "Someone else completed the task: the requestId is not a secret. Who has a key that may update tasks?",
    });
  if (unfinishedPolls >= unfinishedPollsMin)
    return fail({
      ...base,
      observed: `COMPLETED after ${after}, but ${unfinishedPolls} polls after that found the work unfinished`,
      leadsTo: "The run continues before the work is done, and only its poll waits for it.",
      hint: "Either the function reports before it has stored COMPLETED, or someone else completed the task.",
    });
  if (resultStatus !== undefined)
    return fail({
      ...base,
      observed: `the task is COMPLETED, but its result says ${resultStatus}`,
      leadsTo: "The run continues as if the work had succeeded.",
      hint: "The task's status decides, not its output: the function must report FAILED when the work fails.",
    });
  return pass(`by the function, after ${after}`);
}

/** The verdict on a task that was never completed. */
function judgeLoss(run: CallbackRunSeen, { status, reason }: CallbackTaskSeen): Verdict {
  const { requestId, foundTask, reportedElsewhere, log } = run;
  const base = { expected: `COMPLETED with the result of ${requestId}`, lookAt };
  const observed = `${status}${reason ? `: ${reason.replace(/taskId: \S+/, "taskId: …")}` : ""}`;
  const lost = {
    ...base,
    leadsTo: "The callback is lost: the run waits until the time limit, and then polls.",
  };
  if (/^Failed to invoke HTTP task/.test(reason))
    return fail({
      ...base,
      observed,
      leadsTo: "The work was never started, and the poll that follows finds nothing.",
      hint: "The API refused the request that starts the work, or did not answer it: check the address, the deployment, and the API's permission to invoke the function.",
    });
  if (run.status === "TERMINATED" || status === "CANCELED")
    return fail({
      ...base,
      observed: `${observed}; the run is ${run.status}`,
      leadsTo: "The run was ended before the function could report.",
      hint: "npx tsx steps/06-callback starts another one.",
    });
  if (log !== undefined)
    return fail({ ...lost, observed: `${observed}; the function's log: ${log}`, hint: callbackHint(log) });
  const toOther = reportedElsewhere ?? (foundTask === "COMPLETED" ? foundTask : undefined);
  if (toOther !== undefined)
    return fail({
      ...lost,
      observed: `${observed}; the function's log says that its task is ${toOther}`,
      hint: "The function reported to the task of another run: both of its ids must be those of the run that started it.",
    });
  if (foundTask !== undefined)
    return fail({
      ...base,
      observed: `${observed}; the function reported too late, when the task was ${foundTask}`,
      leadsTo: "The work was wasted, unless the run polls for it.",
      hint: "The time limit ended before the work did: raise it, or renew the lease while the work is running (extendLease).",
    });
  if (!timedOut.test(reason) && ended.test(status))
    return fail({
      ...base,
      observed,
      leadsTo: "The run goes on without a result; the poll that follows reads the status in the item.",
      hint: "The callback arrived: the function reported that its work has failed. Its log says why.",
    });
  if (/^responseTimeout/.test(reason))
    return fail({
      ...lost,
      observed,
      hint: "No heartbeat came for that long, and the function's log shows no error: did it crash, or does it work without renewing the lease (extendLease)?",
    });
  return fail({
    ...lost,
    observed,
    hint: "The function's log shows neither a report nor an error: does its code call Conductor at all, and was it invoked?",
  });
}

const timedOut = /^(responseTimeout|Task timed out)/;
const ended = /^(FAILED|COMPLETED_WITH_ERRORS)/;

/** What the function's error points to, if it is about the report. */
function callbackHint(log: string): string {
  if (/POST \/token|answered 40[13]/.test(log))
    return "The key has expired, was deleted, or lacks the permission to update tasks: create another one for the function's application.";
  if (/answered 404|is not of the run/.test(log))
    return "The function received an id that is not a task of this run: compare the body of the HTTP task, the mapping template, and the event.";
  if (/answered (429|5\d\d)/.test(log))
    return "Conductor did not accept the report three times in a row. Lambda delivers the event twice more, after one and two minutes; in the meantime, look at the server.";
  if (/does not answer/.test(log))
    return "Conductor cannot be reached from where the function runs: is the address right, and does the function's network allow the connection?";
  if (/is missing: the mapping template/.test(log))
    return "API Gateway passes on what the mapping template writes, and nothing else: it must contain all three ids.";
  return errorHint(log);
}
