import { stringifyJson } from "@long-running-api/conductor/json";
import { counted, inSeconds } from "@long-running-api/foundation/text";
import { check, fail, pass, type Verdict } from "../engine/check.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { latestRun, type RunSeen, type TaskRun } from "../read/execution.ts";
import { endedForTheRightReason, waitedForWork, waitedSeconds } from "../read/right-reason.ts";
import { errorHint } from "../rules/error-hint.ts";
import { short } from "../rules/gateway/json.ts";
import { statusIn } from "../rules/gateway/status-in.ts";
import { at } from "./at.ts";
import { againHint, endHint, failureHint } from "./failure.ts";
import { neverBegan } from "./never-began.ts";

export const started = check({
  id: "05-run/started",
  claim: "The workflow has been run.",
  needs: ["04-workflow/registered"],
  probe: async (context) => ({ run: await context.ask(latestRun), name: context.names.workflow }),
  judge({ run, name }) {
    if (!run)
      return fail({
        expected: `an execution of ${name}`,
        observed: "none: it has not been run yet",
        leadsTo: "Nothing proves yet that the parts work together.",
        lookAt: "steps/05-run; tutorial, step 5; Conductor › Run",
        hint: "A run needs an input with a requestId.",
      });
    if (run.requestId === "")
      return fail({
        expected: 'an input such as {"requestId": "12345"}',
        observed: `the input ${short(run.input)}, which lacks the value that the HTTP task posts as the requestId`,
        leadsTo:
          "A missing input becomes null: nothing is stored under the requestId, and the workflow polls for null.",
        lookAt: at(" › Input"),
        hint: "Compare the name in the input with the name inside ${workflow.input.…}, letter by letter. Its value must not be empty.",
      });
    if (run.oddId !== undefined)
      return fail({
        expected: 'a requestId that is text, such as {"requestId": "12345"}',
        observed: `the input ${short(run.input)}: the HTTP task posted ${short(run.oddId)}`,
        leadsTo:
          "A list or an object is not an id: the function or the table rejects it, or the polls use its text form as the id.",
        lookAt: at(" › Input"),
        hint: "Put the value in quotes, without brackets or braces around it.",
      });
    return pass(`${run.workflowId}, requestId ${run.requestId}`, [
      run.version === run.latestVersion
        ? undefined
        : `It ran version ${run.version}; the latest is ${run.latestVersion}. An execution keeps the definition that it started with.`,
    ]);
  },
});

export const requested = check({
  id: "05-run/requested",
  claim: "The work was requested, and the API accepted the request.",
  needs: ["05-run/started"],
  follows: true,
  probe: theRun,
  judge(run) {
    const { start, status, halted } = run;
    if (!start) return neverBegan({ status, halted });
    const asked = `${start.method} ${start.uri}`;
    if (start.status === "COMPLETED")
      return pass(`${asked} → ${start.answer?.statusCode ?? "?"}`, [
        typeof start.answer?.body === "string"
          ? `The response is not valid JSON: ${short(start.answer.body, 80)}. Conductor keeps it as a string and continues.`
          : undefined,
      ]);
    const canceled = start.status === "CANCELED";
    return fail({
      expected: "a task COMPLETED with 202",
      observed: canceled
        ? `${start.status}, because the run is ${status}: ${short(run.reason, 240)}`
        : `${start.status}${start.reason ? `: ${short(start.reason, 240)}` : ""}`,
      leadsTo: "The run ends here, without polling.",
      lookAt: at(` › ${start.ref}`),
      hint: againHint(run, canceled ? endHint(run) : failureHint(start.reason, start)),
    });
  },
});

export const polled = check({
  id: "05-run/polled",
  claim: "The status was polled.",
  needs: ["05-run/requested"],
  follows: true,
  probe: theRun,
  judge(run) {
    const { poll, status, halted, requestId } = run;
    if (!poll && endedForTheRightReason(run))
      return pass("no poll: the function ended the task itself", [
        "The tutorial polls. In this run the function reported the end of its work, which is also valid.",
      ]);
    if (!poll) return neverBegan({ status, halted });
    const lookAt = at(` › ${poll.ref}`);
    if (poll.pollCount === 0 && poll.status === "SCHEDULED")
      return fail({
        expected: "at least one poll",
        observed: "none: the task is SCHEDULED, and no worker polls for it",
        leadsTo: "The run stays like this forever, without an error.",
        lookAt,
        hint: "Conductor OSS has no built-in HTTP_POLL task: a worker must run it. npx tsx worker starts one.",
      });
    if (
      ["FAILED", "FAILED_WITH_TERMINAL_ERROR", "TIMED_OUT"].includes(poll.status) &&
      status !== "TERMINATED"
    )
      return fail({
        expected: "polls that return 2xx",
        observed: `${poll.status} at poll ${poll.pollCount}${poll.reason ? `: ${short(poll.reason, 240)}` : ""}`,
        leadsTo: "The run fails, while the function keeps working.",
        lookAt,
        hint: /[/?#]/.test(requestId)
          ? `The requestId ${requestId} contains a character that ends or splits a path, so the request was not GET /{requestId}.`
          : againHint(run, failureHint(poll.reason, poll)),
      });
    if (poll.failing && status === "RUNNING")
      return fail({
        expected: "polls that return 2xx",
        observed: `the last polls failed: ${short(poll.failing.reason, 240)}`,
        leadsTo: "The task polls again, because the failure may be temporary. If it persists, the run fails.",
        lookAt,
        hint: againHint(run, failureHint(poll.failing.reason, poll)),
      });
    return pass(`${counted(poll.pollCount, "poll")} of ${poll.uri}`);
  },
});

export const completed = check({
  id: "05-run/completed",
  claim: "The run is COMPLETED, because a poll saw COMPLETED.",
  needs: ["05-run/polled"],
  follows: true,
  probe: theRun,
  judge(run) {
    const { status, poll, reason, startedMs, endedMs } = run;
    if (status !== "COMPLETED") return unfinished(run);
    const seen = poll?.answer && statusIn(poll.answer.body);
    const took = inSeconds(endedMs - startedMs);
    if (seen?.status === "COMPLETED")
      return pass(`COMPLETED after ${took}: ${short(stringifyJson(poll?.answer?.body))}`);
    if (!poll) return pass(`COMPLETED after ${took}`);
    if (!poll.answer)
      return pass(`COMPLETED after ${took}`, [
        "The last response is not in the execution (outputFilter?), so its status cannot be checked.",
      ]);
    if (endedForTheRightReason(run))
      return pass(`COMPLETED after ${took}: ${short(stringifyJson(poll.answer.body))}`, [
        "The tutorial's response contains COMPLETED here. This run's condition became true for another value, after polls for which it was false.",
      ]);
    return fail({
      expected: "a last poll that returns COMPLETED",
      observed: `the run ended, but its last poll returned ${short(stringifyJson(poll.answer.body))}${reason ? ` (${reason})` : ""}`,
      leadsTo: "The run counts as done while the work is still running: later tasks have no result to use.",
      lookAt: at(` › ${poll.ref} › Output, and its terminationCondition`),
      hint: againHint(
        run,
        "The condition is true for this response. It must test the status in the body, not only statusCode.",
      ),
    });
  },
});

export const waited = check({
  id: "05-run/waited",
  claim: "The run waited for its own work, not for an older request's.",
  needs: ["05-run/completed"],
  follows: true,
  probe: theRun,
  judge(run) {
    const { poll, workSeconds, workKnown, functionChanged, requestId } = run;
    const waitedFor = `${inSeconds(waitedSeconds(run) * 1000)} from the request to the ${poll ? "last poll" : "end of its task"}`;
    if (functionChanged)
      return pass(waitedFor, [
        "The function has been changed since this run, so the run's duration proves nothing.",
      ]);
    if (!workKnown)
      return pass(waitedFor, [
        poll?.pollCount === 1
          ? "The first poll already returned COMPLETED. Was the requestId used before?"
          : undefined,
      ]);
    if (waitedForWork(run)) return pass(waitedFor);
    return fail({
      expected: `at least the ${workSeconds} s that the work takes`,
      observed: `${waitedFor}, ${counted(poll?.pollCount ?? 0, "poll")}`,
      leadsTo: "The run ended because of the item of an earlier request; it did not wait for its own work.",
      lookAt: `${at(" › Input")}; DynamoDB console › Explore items`,
      hint: `The requestId ${requestId} was used before, and its item was already COMPLETED. Every run needs its own requestId.`,
    });
  },
});

/** The verdict on a run that has not ended, or has failed. */
function unfinished(run: RunSeen): Verdict {
  const { status, reason, poll, workflowId } = run;
  const base = { expected: "status COMPLETED", lookAt: at(` › ${poll?.ref ?? "Diagram"}`) };
  if (status === "TERMINATED" || status === "PAUSED")
    return fail({
      ...base,
      observed: `${status}${reason ? `: ${short(reason)}` : ""}`,
      leadsTo: "This run does not continue.",
      hint: status === "PAUSED" ? "It was paused; resume it." : "It was terminated. Run the workflow again.",
    });
  if (status !== "RUNNING")
    return fail({
      ...base,
      observed: `${status}${reason ? `: ${short(reason, 240)}` : ""}`,
      leadsTo: "The run ended without a result.",
      hint: againHint(run, endHint(run)),
    });
  return stuck(run, poll, `${workflowId} has been RUNNING for ${age(run)} s`);
}

function age({ nowMs, startedMs }: RunSeen): number {
  return Math.round((nowMs - startedMs) / 1000);
}

function stuck(run: RunSeen, poll: TaskRun | undefined, running: string): Verdict {
  const body = short(stringifyJson(poll?.answer?.body ?? null));
  const seen = statusIn(poll?.answer?.body);
  const log = run.log === undefined ? "" : `; the function's log: ${run.log}`;
  const next =
    poll && poll.callbackAfterSeconds > 0
      ? `, next poll at ${new Date(poll.updatedMs + poll.callbackAfterSeconds * 1000).toISOString().slice(11, 19)} UTC`
      : "";
  const base = {
    expected: "status COMPLETED",
    observed: `${running}, ${poll?.pollCount ?? 0} polls${next}; the last one returned ${body}${log}`,
    lookAt: at(` › ${poll?.ref ?? "Diagram"} › Output`),
  };
  if (run.onceCompleted && run.onceCompleted.kind !== "done")
    return fail({
      ...base,
      leadsTo: "The condition can never be true for such a response: the run polls forever.",
      hint:
        seen.place === "text"
          ? "body is a string that contains JSON, so body.body.status does not exist. The tutorial's GET passes the function's string through unchanged; see checks/03-api."
          : "Compare the path in the terminationCondition with the response, starting at $.output.response.body.",
    });
  if (seen.status === "NOT_FOUND")
    return fail({
      ...base,
      leadsTo: "The request was accepted but never stored: the run polls forever.",
      hint:
        encodeURIComponent(run.requestId) !== run.requestId
          ? `In a path the requestId ${run.requestId} becomes ${encodeURIComponent(run.requestId)}, and API Gateway passes it on like that. Letters, digits and hyphens stay unchanged.`
          : run.log
            ? errorHint(run.log)
            : "202 only means queued. The function failed before its first write, or writes another requestId: see its log, checks/02-lambda and checks/03-api.",
    });
  if (seen.status === "FAILED")
    return fail({
      ...base,
      leadsTo: "The work has failed, and the condition only waits for COMPLETED: the run polls forever.",
      hint: "A condition can fail the task by returning -1. The function's log shows what failed.",
    });
  if (seen.status === "COMPLETED")
    return fail({
      ...base,
      leadsTo: "The work is done; the run should end at its next poll.",
      hint: "Check again after the next poll.",
    });
  return fail({
    ...base,
    leadsTo: "The work takes longer than it should, or has ended without storing COMPLETED.",
    hint: run.log
      ? errorHint(run.log)
      : "Was the function ended by its timeout, or refused its last write? Its log shows both.",
  });
}

async function theRun(context: ProbeContext): Promise<RunSeen> {
  const run = await context.ask(latestRun);
  if (!run) throw new ResourceDisappeared("The execution");
  return run;
}
