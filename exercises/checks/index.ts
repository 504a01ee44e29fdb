import { readPollSettings } from "@long-running-api/conductor/http-poll";
import { inSeconds } from "@long-running-api/foundation/text";
import { type Check, check, fail, pass } from "../../checks/engine/check.ts";
import { askStatus } from "../../checks/read/ask-function.ts";
import { judgedAnswers } from "../../checks/read/condition-judges.ts";
import { expectedWorkTime } from "../../checks/read/expected-work-time.ts";
import { addressOf } from "../../checks/read/function.ts";
import { theFunction } from "../../checks/read/the-function.ts";
import { conditionOf, theWorkflow } from "../../checks/read/the-workflow.ts";
import { errorHint } from "../../checks/rules/error-hint.ts";
import { asObject, parseJson, short } from "../../checks/rules/gateway/json.ts";
import { completes } from "./completes.ts";
import { pollingSeconds } from "./polling-seconds.ts";
import { bodyIsObject, saysProcessing } from "./responses.ts";
import { deliveredTwice, worked } from "./worked.ts";

// What the exercises ask for beyond the tutorial's own checks: the function by itself, before there is an API, and
// what the tutorial leaves out.

/** The item has to be there for at least this long before the call ends. */
const seenBeforeMs = 1_000;

const writesFirst = check({
  id: "02-lambda/writes-first",
  claim: "While the function works, its item is in the table.",
  needs: ["02-lambda/exists"],
  probe: worked,
  judge({ endedMs, workMs, seenMs, seenStatus, error }) {
    const expected = "an item with the status PROCESSING first, then the work";
    const lookAt = "the function invoke";
    const ownError = error !== undefined && !ofLastWrite.test(error) ? error : undefined;
    if (seenMs === undefined)
      return fail({
        expected,
        observed: ownError ?? "no item, not even after the function ended",
        leadsTo: "The request leaves no trace, whether it succeeds or fails: every poll finds NOT_FOUND.",
        lookAt,
        hint:
          ownError === undefined
            ? "Is there a line in invoke that writes the item, and does it come before everything that can fail?"
            : errorHint(ownError),
      });
    if (endedMs < workMs)
      return fail({
        expected:
          ownError === undefined ? `a call that takes the ${inSeconds(workMs)} of the work` : expected,
        observed: `${ownError ?? "it ended"}, after ${inSeconds(endedMs)}`,
        leadsTo: "The function ends before its work is done: the request stays PROCESSING forever.",
        lookAt,
        hint:
          ownError === undefined
            ? "Does invoke call the work, and wait for it? In TypeScript, that takes await."
            : errorHint(ownError),
      });
    if (endedMs - seenMs < seenBeforeMs)
      return fail({
        expected,
        observed: `no item until the work was done, after ${inSeconds(endedMs)}`,
        leadsTo: "While the work runs, every poll finds NOT_FOUND, as if the request had never been made.",
        lookAt,
        hint: "Does the code write before or after the work?",
      });
    if (seenStatus !== "PROCESSING")
      return fail({
        expected,
        observed: `an item with the status ${seenStatus ?? "missing"}, while the function worked`,
        leadsTo: "A poll that arrives during the work reads this status, and takes it for the result.",
        lookAt,
        hint: "Which status belongs to work that has only begun?",
      });
    return pass(`the item is there after ${inSeconds(seenMs)}`);
  },
});

/** Errors of the update that the function ends with: another exercise is about that. */
const ofLastWrite = /UpdateExpression|UpdateItem/;

const notFound = check({
  id: "02-lambda/not-found",
  claim: "For an unknown requestId, statusCode is 404, and body is a JSON string with the status NOT_FOUND.",
  needs: ["02-lambda/answers"],
  probe: async (context) => await context.ask(askStatus, addressOf(await context.ask(theFunction))),
  judge({ payload }) {
    const { body, statusCode } = asObject(parseJson(payload)) ?? {};
    const status = typeof body === "string" ? asObject(parseJson(body))?.["status"] : undefined;
    const lookAt = "the function status";
    if (status !== "NOT_FOUND")
      return fail({
        expected: 'body is a string, "{\\"status\\": \\"NOT_FOUND\\"}"',
        observed:
          typeof body === "string"
            ? `body is the string ${JSON.stringify(body)}`
            : `body is not a string: ${short(JSON.stringify(body ?? null))}`,
        leadsTo:
          "The API and the workflow read every answer in the same way. This one differs from the others, so they find no status in it.",
        lookAt,
        hint: "Compare it with the answer for an item that exists.",
      });
    if (statusCode === 404) return pass(payload);
    return fail({
      expected: 'a field "statusCode" with the number 404',
      observed: payload,
      leadsTo:
        "A caller that reads statusCode, as it does in every other answer, cannot tell that nothing was found.",
      lookAt,
      hint: "Compare its fields with those of the answer for an item that exists, letter by letter.",
    });
  },
});

const foundRequest = check({
  id: "02-lambda/found",
  claim: "For a request that exists, body is a JSON string with the status of its item.",
  needs: ["02-lambda/exists"],
  unlessFailed: ["02-lambda/writes-first", "02-lambda/answers"],
  probe: worked,
  judge({ status, laterStatus, answer = "nothing" }) {
    const { body } = asObject(parseJson(answer)) ?? {};
    const returned = typeof body === "string" ? asObject(parseJson(body))?.["status"] : undefined;
    const isItems = status === undefined || returned === status || returned === laterStatus;
    if (returned !== undefined && returned !== "NOT_FOUND" && isItems) return pass(short(answer));
    return fail({
      expected: `the status ${status ?? "of the item"}, as in the table`,
      observed: short(answer),
      leadsTo: "A poll never learns how far the work is, so the workflow polls forever.",
      lookAt: "the function status",
      hint: "The new answer is only for an id without an item. Which line decides that, and does it wait for the table?",
    });
  },
});

const finishes = check({
  id: "02-lambda/finishes",
  claim: "When the work is done, the item says COMPLETED.",
  needs: ["02-lambda/exists"],
  unlessFailed: ["02-lambda/writes-first"],
  probe: worked,
  judge({ endedMs, status, item, error }) {
    const other = item?.["status"] && `a status that is not text: ${short(JSON.stringify(item["status"]))}`;
    if (error === undefined && status === "COMPLETED") return pass(`COMPLETED after ${inSeconds(endedMs)}`);
    return fail({
      expected: "the status COMPLETED once the function has returned",
      observed:
        error ?? `${status ? `the status ${status}` : (other ?? "no status")} after the function returned`,
      leadsTo: `The item says ${status ?? "nothing"} forever, so the workflow polls forever, though the work is done.`,
      lookAt: "the function finish",
      hint:
        error === undefined
          ? "Does the update set the attribute status, and does the code wait for it?"
          : errorHint(error),
    });
  },
});

const once = check({
  id: "02-lambda/once",
  claim: "A call that is delivered a second time leaves a finished request alone.",
  needs: ["02-lambda/exists"],
  unlessFailed: ["02-lambda/writes-first", "02-lambda/finishes"],
  probe: async (context) => ({
    ...(await context.ask(deliveredTwice)),
    workMs: (await context.ask(worked)).workMs,
  }),
  judge({ before = "nothing", became, error, endedMs = 0, workMs }) {
    const lookAt = "the function invoke";
    const expected = `the item says ${before} after the first call, and still during the second`;
    if (became !== undefined)
      return fail({
        expected,
        observed: `the second call set it to ${became}`,
        leadsTo: "Everyone who asks now gets PROCESSING, and the work is done, and paid for, a second time.",
        lookAt,
        hint: "What does the code write before it knows whether the work is already done?",
      });
    if (error !== undefined)
      return fail({
        expected: "the second call ends without an error",
        observed: error,
        leadsTo: "To Lambda, the call has failed. Lambda retries it twice, and both retries fail too.",
        lookAt,
        hint: /ConditionalCheckFailed/.test(error)
          ? "Work that is already done is not a failure: what should the function return then?"
          : errorHint(error),
      });
    if (endedMs >= workMs)
      return fail({
        expected: "the second call returns at once",
        observed: `it worked for another ${inSeconds(endedMs)}`,
        leadsTo: "The status is right, but the work is done, and paid for, a second time.",
        lookAt,
        hint: "If the condition is false, which line runs next?",
      });
    return pass(`${before}, and the second call changes nothing`);
  },
});

const conditionFailed = check({
  id: "04-workflow/condition-failed",
  claim: "The condition fails the task if the work failed.",
  needs: ["04-workflow/condition-compiles"],
  unlessFailed: ["04-workflow/condition-completed", "04-workflow/condition-unfinished"],
  probe: async (context) => ({
    answers: await context.ask(judgedAnswers),
    condition: conditionOf(await context.ask(theWorkflow)),
  }),
  judge({ answers }) {
    const failed = answers.find(({ status }) => status === "FAILED");
    if (!failed?.result) throw new Error("Cannot judge a response that does not arrive.");
    const { body, result } = failed;
    const answer = short(JSON.stringify(body));
    if (result.kind === "fail") return pass(`${result.text} for ${answer}`);
    return fail({
      expected: `-1 for ${answer}`,
      observed: result.kind === "problem" ? result.text : `${result.text} for it`,
      leadsTo:
        result.kind === "again"
          ? "The work has failed, but the run polls forever."
          : result.kind === "done"
            ? "The run ends as COMPLETED although its work failed."
            : "The run fails, with an error of the condition instead of a reason.",
      lookAt: "the terminationCondition of the second task",
      hint: "A condition ends its task as failed by returning -1.",
    });
  },
});

const givesUp = check({
  id: "04-workflow/gives-up",
  claim: "The polling ends even if the work never does, but not before the work can be done.",
  needs: ["04-workflow/poll-task"],
  unlessFailed: ["04-workflow/poll-request", "04-workflow/time-limit"],
  probe: async (context) => {
    const { poll, timeoutSeconds, timeoutPolicy } = await context.ask(theWorkflow);
    return {
      input: poll?.input ?? {},
      limited: poll?.request["maxPollCount"] !== undefined,
      timeoutSeconds: timeoutPolicy === "ALERT_ONLY" ? 0 : timeoutSeconds,
      workSeconds: (await context.ask(expectedWorkTime)).seconds,
    };
  },
  judge({ input, limited, timeoutSeconds, workSeconds }) {
    const settings = readPollSettings(input);
    if ("problem" in settings) throw new Error("Settings that cannot be read cannot be judged.");
    const { pollingIntervalSeconds, pollingStrategy, maxPollCount } = settings;
    const lookAt = "the second task";
    if (!limited && timeoutSeconds === 0)
      return fail({
        expected: `a limit of more than the ${workSeconds} s of the work`,
        observed: `no limit: a poll every ${pollingIntervalSeconds} s, for as long as the server runs`,
        leadsTo: "A function that dies leaves its item at PROCESSING, and the run polls forever.",
        lookAt,
        hint: "An HTTP_POLL task can have a maximum number of polls.",
      });
    if (!limited) return pass(`the run may take ${timeoutSeconds} s`);
    const lasts = pollingSeconds({ pollingIntervalSeconds, pollingStrategy, maxPollCount });
    if (lasts > workSeconds) return pass(`${maxPollCount} polls, over ${lasts} s`);
    return fail({
      expected: `polls for more than the ${workSeconds} s of the work`,
      observed: `${maxPollCount} polls (${pollingStrategy}), over ${lasts} s`,
      leadsTo: "The poll task gives up and the run fails, while the function is still working.",
      lookAt,
      hint: "The interval times the number of polls must be well over the time that the work takes.",
    });
  },
});

export const exerciseChecks: readonly Check[] = [
  writesFirst,
  notFound,
  foundRequest,
  finishes,
  once,
  saysProcessing,
  bodyIsObject,
  conditionFailed,
  givesUp,
  completes,
];
