import { check, fail, pass, type Verdict } from "../engine/check.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { latestRun, type RunSeen, type TaskRun } from "../read/execution.ts";
import { errorHint } from "../rules/error-hint.ts";
import { short } from "../rules/gateway/json.ts";
import { statusIn } from "../rules/gateway/status-in.ts";
import { endedForTheRightReason, waitedForWork, waitedSeconds } from "../rules/right-reason.ts";
import { againHint, endHint, failureHint } from "./failure.ts";

const at = (part: string) => `steps/05-run; tutorial, step 5; Conductor › Executions › the latest one${part}`;

export const started = check({
  id: "05-run/started",
  claim: "The workflow was run.",
  needs: ["04-workflow/registered"],
  probe: async (context) => ({ run: await context.ask(latestRun), name: context.names.workflow }),
  judge({ run, name }) {
    if (!run)
      return fail({
        expected: `an execution of ${name}`,
        observed: "none: it was not run yet",
        leadsTo: "Nothing shows yet that the parts work together.",
        lookAt: "steps/05-run; tutorial, step 5; Conductor › Run",
        hint: "A run needs an input with a requestId.",
      });
    if (run.requestId === "")
      return fail({
        expected: 'an input such as {"requestId": "12345"}',
        observed: `the input ${short(run.input)}, without what the HTTP task posts as the requestId`,
        leadsTo:
          "What is not in the input becomes null: nothing is noted under an id, and the polls ask for null.",
        lookAt: at(" › Input"),
        hint: "Compare the name in the input with the one within ${workflow.input.…}, letter by letter. What stands there may not be empty.",
      });
    if (run.oddId !== undefined)
      return fail({
        expected: 'a requestId that is text, such as {"requestId": "12345"}',
        observed: `the input ${short(run.input)}: the HTTP task posted ${short(run.oddId)}`,
        leadsTo:
          "A list or an object is not an id: the function or the table refuses it, or the polls ask for its text.",
        lookAt: at(" › Input"),
        hint: "The value stands in quotes, with no brackets or braces around it.",
      });
    return pass(`${run.workflowId}, requestId ${run.requestId}`, [
      run.version === run.latestVersion
        ? undefined
        : `It ran version ${run.version}; the latest is ${run.latestVersion}. An execution keeps the definition that it began with.`,
    ]);
  },
});

export const requested = check({
  id: "05-run/requested",
  claim: "The work was asked for, and the API accepted.",
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
          ? `The answer is no JSON: ${short(start.answer.body, 80)}. Conductor keeps it as a text and goes on.`
          : undefined,
      ]);
    const canceled = start.status === "CANCELED";
    return fail({
      expected: "a task COMPLETED with 202",
      observed: canceled
        ? `${start.status}, because the run is ${status}: ${short(run.reason, 240)}`
        : `${start.status}${start.reason ? `: ${short(start.reason, 240)}` : ""}`,
      leadsTo: "The run ends here; nothing is polled.",
      lookAt: at(` › ${start.ref}`),
      hint: againHint(run, canceled ? endHint(run) : failureHint(start.reason, start)),
    });
  },
});

export const polled = check({
  id: "05-run/polled",
  claim: "The status was polled for.",
  needs: ["05-run/requested"],
  follows: true,
  probe: theRun,
  judge(run) {
    const { poll, status, halted, requestId } = run;
    if (!poll && endedForTheRightReason(run))
      return pass("no poll: the function ended the task itself", [
        "The tutorial polls. In this run the function reported its end, which works too.",
      ]);
    if (!poll) return neverBegan({ status, halted });
    const lookAt = at(` › ${poll.ref}`);
    if (poll.pollCount === 0 && poll.status === "SCHEDULED")
      return fail({
        expected: "at least one poll",
        observed: "none: the task is SCHEDULED and nobody takes it",
        leadsTo: "The run stays like this for ever, without an error.",
        lookAt,
        hint: "Conductor OSS has no HTTP_POLL of its own: a worker has to serve it. npx tsx worker is one.",
      });
    if (
      ["FAILED", "FAILED_WITH_TERMINAL_ERROR", "TIMED_OUT"].includes(poll.status) &&
      status !== "TERMINATED"
    )
      return fail({
        expected: "polls that are answered with 2xx",
        observed: `${poll.status} at poll ${poll.pollCount}${poll.reason ? `: ${short(poll.reason, 240)}` : ""}`,
        leadsTo: "The run fails, while the function works on.",
        lookAt,
        hint: /[/?#]/.test(requestId)
          ? `The requestId ${requestId} has a character in it that ends or divides a path: GET /{requestId} is not what was asked.`
          : againHint(run, failureHint(poll.reason, poll)),
      });
    return pass(`${poll.pollCount} ${poll.pollCount === 1 ? "poll" : "polls"} of ${poll.uri}`);
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
    const took = `${((endedMs - startedMs) / 1000).toFixed(1)} s`;
    if (seen?.status === "COMPLETED")
      return pass(`COMPLETED after ${took}: ${short(JSON.stringify(poll?.answer?.body))}`);
    if (!poll) return pass(`COMPLETED after ${took}`);
    if (!poll.answer)
      return pass(`COMPLETED after ${took}`, [
        "The last answer is not in the record (outputFilter?), so what it said cannot be seen.",
      ]);
    if (endedForTheRightReason(run))
      return pass(`COMPLETED after ${took}: ${short(JSON.stringify(poll.answer.body))}`, [
        "The tutorial's answer says COMPLETED here. This run's condition holds for other words, after polls for which it did not.",
      ]);
    return fail({
      expected: "a last poll that says COMPLETED",
      observed: `the run ended, but its last poll said ${short(JSON.stringify(poll.answer.body))}${reason ? ` (${reason})` : ""}`,
      leadsTo: "The run counts as done while the work goes on: whatever comes next has no result to use.",
      lookAt: at(` › ${poll.ref} › Output, and its terminationCondition`),
      hint: againHint(
        run,
        "The condition holds for this answer. It has to test the status within the body, not only statusCode.",
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
    const told = `${waitedSeconds(run).toFixed(1)} s from the request to the ${poll ? "last poll" : "end of its task"}`;
    if (functionChanged)
      return pass(told, ["The function was changed since this run, so its time says nothing."]);
    if (!workKnown)
      return pass(told, [
        poll?.pollCount === 1
          ? "The first poll already saw COMPLETED. Was the requestId used before?"
          : undefined,
      ]);
    if (waitedForWork(run)) return pass(told);
    return fail({
      expected: `at least the ${workSeconds} s that the work takes`,
      observed: `${told}, ${poll?.pollCount} ${poll?.pollCount === 1 ? "poll" : "polls"}`,
      leadsTo:
        "The run ended by luck, on the row that an earlier request left; its own work was not waited for.",
      lookAt: `${at(" › Input")}; DynamoDB console › Explore items`,
      hint: `The requestId ${requestId} was used before, and its row said COMPLETED already. Each run needs an id of its own.`,
    });
  },
});

/** A run that has not ended, or not well. */
function unfinished(run: RunSeen): Verdict {
  const { status, reason, poll, workflowId } = run;
  const base = { expected: "status COMPLETED", lookAt: at(` › ${poll?.ref ?? "Diagram"}`) };
  if (status === "TERMINATED" || status === "PAUSED")
    return fail({
      ...base,
      observed: `${status}${reason ? `: ${short(reason)}` : ""}`,
      leadsTo: "This run goes no further.",
      hint:
        status === "PAUSED"
          ? "Somebody paused it; it can be resumed."
          : "Somebody ended it. Run the workflow again.",
    });
  if (status !== "RUNNING")
    return fail({
      ...base,
      observed: `${status}${reason ? `: ${short(reason, 240)}` : ""}`,
      leadsTo: "The run ended without a result.",
      hint: againHint(run, endHint(run)),
    });
  return stuck(run, poll, `${workflowId} is RUNNING for ${age(run)} s`);
}

function age({ nowMs, startedMs }: RunSeen): number {
  return Math.round((nowMs - startedMs) / 1000);
}

function stuck(run: RunSeen, poll: TaskRun | undefined, running: string): Verdict {
  const body = short(JSON.stringify(poll?.answer?.body ?? null));
  const seen = statusIn(poll?.answer?.body);
  const log = run.log === undefined ? "" : `; the function's log says: ${run.log}`;
  const next =
    poll && poll.callbackAfterSeconds > 0
      ? `, next poll at ${new Date(poll.updatedMs + poll.callbackAfterSeconds * 1000).toISOString().slice(11, 19)} UTC`
      : "";
  const base = {
    expected: "status COMPLETED",
    observed: `${running}, ${poll?.pollCount ?? 0} polls${next}; the last one said ${body}${log}`,
    lookAt: at(` › ${poll?.ref ?? "Diagram"} › Output`),
  };
  if (run.onceCompleted && run.onceCompleted.kind !== "done")
    return fail({
      ...base,
      leadsTo: "The condition can never hold for such an answer: the run polls for ever.",
      hint:
        seen.place === "text"
          ? "body is a text with JSON inside, so there is no body.body.status in it. The tutorial's GET passes the function's text on as it is; checks/03-api says more."
          : "Compare the path in the terminationCondition with the answer, from $.output.response.body on.",
    });
  if (seen.status === "NOT_FOUND")
    return fail({
      ...base,
      leadsTo: "The request was accepted but never noted: the run polls for ever.",
      hint:
        encodeURIComponent(run.requestId) !== run.requestId
          ? `A path carries the requestId ${run.requestId} as ${encodeURIComponent(run.requestId)}, and API Gateway hands it on like that: letters, digits and hyphens arrive as they are.`
          : run.log
            ? errorHint(run.log)
            : "202 only means queued. The function failed before its first write, or writes another id: its log tells; checks/02-lambda and checks/03-api too.",
    });
  if (seen.status === "FAILED")
    return fail({
      ...base,
      leadsTo: "The work has failed, and the condition waits for COMPLETED only: the run polls for ever.",
      hint: "A condition can end the task as failed by answering -1. The function's log says what failed.",
    });
  if (seen.status === "COMPLETED")
    return fail({
      ...base,
      leadsTo: "The work is done; the run should end with its next poll.",
      hint: "Check again after the next poll.",
    });
  return fail({
    ...base,
    leadsTo: "The work takes longer than it should, or has ended without noting COMPLETED.",
    hint: run.log
      ? errorHint(run.log)
      : "Was the function ended by its timeout, or refused its last write? Its log shows both.",
  });
}

function neverBegan({ status, halted }: Pick<RunSeen, "status" | "halted">): Verdict {
  const expected = "the tutorial's tasks in the run";
  const waits = halted && /^(SCHEDULED|IN_PROGRESS)$/.test(halted.status);
  if (halted && waits)
    return fail({
      expected,
      observed: `the run is ${status}: its task ${halted.ref} (${halted.type}) is ${halted.status}`,
      leadsTo: "The run stands there, and what comes after never begins.",
      lookAt: at(` › ${halted.ref}`),
      hint: "A SIMPLE task waits for a worker that takes tasks of its name, a WAIT for its time or for somebody to end it, a HUMAN task for somebody.",
    });
  if (halted)
    return fail({
      expected,
      observed: `the run is ${status}: its task ${halted.ref} (${halted.type}) is ${halted.status}: ${short(halted.reason, 240)}`,
      leadsTo: "The run ends there, and what comes after never begins.",
      lookAt: at(` › ${halted.ref}`),
      hint: "This task is not one of the tutorial's two; the server's reason says what it stumbled over.",
    });
  return fail({
    expected,
    observed: `the run is ${status}, and the task never began`,
    leadsTo: "The run is not the tutorial's.",
    lookAt: at(" › Diagram"),
    hint: "Was the run made by an earlier version of the definition, which it keeps, or did a SWITCH take another branch?",
  });
}

async function theRun(context: ProbeContext): Promise<RunSeen> {
  const run = await context.ask(latestRun);
  if (!run) throw new ResourceDisappeared("The execution");
  return run;
}
