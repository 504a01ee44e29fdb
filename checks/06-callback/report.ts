import { inSeconds } from "@long-running-api/foundation/text";
import { fail, pass, type Verdict } from "../engine/check.ts";
import type { CallbackRunSeen } from "../read/callback-run.ts";
import { errorHint } from "../rules/error-hint.ts";
import { at } from "./at.ts";

/** Who completed the task of the latest run, and why not the function. */
export function judgeReport(run: CallbackRunSeen | undefined): Verdict {
  const lookAt = at("; Conductor › Executions › the latest one");
  if (!run?.task)
    return fail({
      expected: "a run",
      observed: "none",
      leadsTo: "Whether the callback arrives has not been tried.",
      lookAt,
      hint: "npx tsx steps/06-callback starts one.",
    });
  const { requestId, task, foundTask, log } = run;
  const { status, reason, resultOf } = task;
  const base = { expected: `COMPLETED with the result of ${requestId}`, lookAt };
  if (status === "COMPLETED" && resultOf === requestId)
    return pass(`by the function, after ${inSeconds(task.endedMs - task.startedMs)}`);
  if (status === "COMPLETED")
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
  const observed = `${status}${reason ? `: ${reason.replace(/taskId: \S+/, "taskId: …")}` : ""}`;
  if (log !== undefined)
    return fail({
      ...base,
      observed: `${observed}; the function's log: ${log}`,
      leadsTo: "The callback is lost: the run waits until the time limit, and then polls.",
      hint: callbackHint(log),
    });
  if (foundTask !== undefined)
    return fail({
      ...base,
      observed: `${observed}; the function reported too late, when the task was ${foundTask}`,
      leadsTo: "The work was wasted, unless the run polls for it.",
      hint: "The time limit ended before the work did: raise it, or renew the lease while the work is running (extendLease).",
    });
  return fail({
    ...base,
    observed,
    leadsTo: "The callback is lost: the run waits until the time limit, and then polls.",
    hint: "The function's log shows neither a report nor an error: does its code call Conductor at all, and was it invoked?",
  });
}

/** What the function's error points to, if it is about the report. */
function callbackHint(log: string): string {
  if (/POST \/token|answered 40[13]/.test(log))
    return "The key has expired, was deleted, or lacks the permission to update tasks: create another one for the function's application.";
  if (/answered 404|is not of the run/.test(log))
    return "The function received an id that is not a task of this run: compare the body of the HTTP task, the mapping template, and the event.";
  if (/does not answer/.test(log))
    return "Conductor cannot be reached from where the function runs: is the address right, and does the function have a way out of its network?";
  if (/is missing: the mapping template/.test(log))
    return "API Gateway passes on what the mapping template writes, and nothing else: it must contain all three ids.";
  return errorHint(log);
}
