import { inSeconds } from "@long-running-api/foundation/text";
import { type CheckId, check, fail, pass, unknown, type Verdict } from "../engine/check.ts";
import type { HttpSeen } from "../read/call.ts";
import type { EndedEarly } from "../read/ended-early.ts";
import { type Followed, followEnd, followStart, getUnknown, postProbe } from "../read/probe-run.ts";
import { shapeCheck } from "../read/proven.ts";
import { answeredEarly, promptSecondsMax } from "../rules/asynchronous.ts";
import { errorHint } from "../rules/error-hint.ts";
import { asObject, parseJson, short } from "../rules/gateway/json.ts";
import { statusIn } from "../rules/gateway/status-in.ts";
import { refusal } from "./refusal.ts";
import { saysEnded } from "./responses.ts";
import { stuckHint } from "./stuck-hint.ts";
import { at } from "./where.ts";

const live: readonly CheckId[] = [
  "03-api/open",
  "03-api/permission",
  "03-api/deployment-current",
  "02-lambda/active",
  "02-lambda/role",
];
const postDesign: readonly CheckId[] = [
  "03-api/post-request",
  "03-api/post-invocation-type",
  "03-api/post-response",
  "03-api/post-acknowledgement",
];
const getDesign: readonly CheckId[] = ["03-api/get-request", "03-api/get-response", "03-api/get-body"];
const functionWorks: readonly CheckId[] = [
  "01-table/exists",
  "01-table/active",
  "01-table/partition-key",
  "01-table/no-sort-key",
  "02-lambda/concurrency",
  "02-lambda/runtime",
  "02-lambda/handler",
  "02-lambda/code",
  "02-lambda/permissions",
  "02-lambda/table-name",
  "02-lambda/answers",
];

export const postIsAsynchronous = shapeCheck({
  id: "03-api/post-is-asynchronous",
  claim: "POST returns 202 immediately, with valid JSON.",
  needs: ["03-api/deployed", "03-api/post-method"],
  unlessFailed: [...live, "03-api/post-integration", ...postDesign],
  acts: true,
  probe: postProbe,
  judge({ requestId, answer, row, workSeconds, firstMs }) {
    const expected = "202 before the work is done, with JSON that says that the work has started";
    const lookAt = at("Stages, and Resources › /invoke-lambda › POST");
    if (answer.kind === "none") return unreached(answer);
    const took = inSeconds(answer.ms);
    if (answer.status !== 202)
      return fail({
        expected,
        observed: `${answer.status} after ${took}: ${short(answer.body)}`,
        lookAt,
        ...refusal(answer),
      });
    if (!answeredEarly({ ms: answer.ms, row, workSeconds }))
      return fail({
        expected,
        observed: `202 after ${took}, when the work was done`,
        leadsTo: "POST blocks while the function works: the workflow's HTTP task times out.",
        lookAt,
        hint: "The API is configured with X-Amz-Invocation-Type: Event, but API Gateway waits for the function: is this configuration deployed?",
      });
    const json = asObject(parseJson(answer.body));
    const echoed = json?.["requestId"];
    const wrongId = typeof echoed === "string" && echoed !== "" && echoed !== requestId;
    if (!json || saysEnded(json["status"]) || wrongId)
      return fail({
        expected,
        observed: short(answer.body) || "an empty body",
        leadsTo: "Callers cannot rely on the response.",
        lookAt,
        hint: "The integration response's mapping template produces this response.",
      });
    return pass(`202 after ${answer.ms} ms`, [
      answer.ms < promptSecondsMax * 1000
        ? undefined
        : `The response took ${took}${row ? ", but came before the work was done" : ""}: a cold start or a busy machine.`,
      firstMs === undefined
        ? undefined
        : `The first request took ${inSeconds(firstMs)}, the second did not: a cold start or a busy machine.`,
      echoed === undefined
        ? "The response does not repeat the requestId, which is fine: the workflow has it."
        : undefined,
    ]);
  },
});

export const getUnknownId = shapeCheck({
  id: "03-api/get-unknown-id",
  claim: "GET for an unknown requestId returns 200, with NOT_FOUND inside.",
  needs: ["03-api/deployed", "03-api/get-method"],
  unlessFailed: [...live, "03-api/get-integration", ...getDesign, ...functionWorks],
  probe: getUnknown,
  judge({ answer }) {
    const expected = "200 with the status NOT_FOUND";
    const lookAt = at("Stages, and Resources › /{requestId} › GET");
    if (answer.kind === "none") return unreached(answer);
    if (answer.status >= 300)
      return fail({
        expected,
        observed: `${answer.status}: ${short(answer.body)}`,
        lookAt,
        ...refusal(answer),
      });
    const json = parseJson(answer.body);
    const { status } = statusIn(json);
    if (status === "NOT_FOUND") return pass(short(answer.body));
    const otherwise =
      Number(asObject(json)?.["statusCode"]) === 404 && !/^(COMPLETED|PROCESSING)$/.test(status ?? "");
    if (otherwise)
      return pass(short(answer.body), [
        "The tutorial returns NOT_FOUND here. The statusCode inside the body means the same.",
      ]);
    return fail({
      expected,
      observed: short(answer.body) || "an empty body",
      leadsTo: "A workflow cannot distinguish a request that is not stored yet from one that is done.",
      lookAt,
      hint: "What does the function return when the table has no item for the requestId?",
    });
  },
});

export const getProcessing = check({
  id: "03-api/get-processing",
  claim: "After POST the request is stored: GET returns PROCESSING.",
  needs: ["03-api/post-is-asynchronous", "03-api/get-method"],
  unlessFailed: [...live, "03-api/get-integration", ...getDesign, ...functionWorks, "03-api/get-unknown-id"],
  acts: true,
  probe: followStart,
  judge(followed) {
    const { status, elapsedSeconds } = followed;
    if (followed.tooSoon) return completedTooSoon(followed.tooSoon);
    if (status === "PROCESSING") return pass(`after ${inSeconds(elapsedSeconds * 1000)}`);
    if (status === "COMPLETED")
      return pass("COMPLETED already", ["The work finished before PROCESSING could be seen."]);
    if (status !== undefined && !saysEnded(status))
      return pass(`${status} after ${inSeconds(elapsedSeconds * 1000)}`, [
        `The tutorial calls this PROCESSING. A condition that waits for COMPLETED also works with ${status}.`,
      ]);
    if (followed.condition) return pass(inOwnWords(followed), [ownWords]);
    return judgeStuck(followed, "PROCESSING");
  },
});

export const getCompleted = check({
  id: "03-api/get-completed",
  claim: "Later, GET returns COMPLETED, with the status where a condition can find it.",
  needs: ["03-api/get-processing"],
  unlessFailed: ["02-lambda/timeout"],
  long: true,
  acts: true,
  probe: followEnd,
  judge(followed) {
    const { status, elapsedSeconds, row, requestId, tooSoon, early, deletes } = followed;
    if (tooSoon) return completedTooSoon(tooSoon);
    if (early) return returnedEarly(early);
    if (status === "NOT_FOUND" && deletes)
      return fail({
        expected: "status COMPLETED",
        observed: `NOT_FOUND after ${inSeconds(elapsedSeconds * 1000)}, although the request was stored before; the code deletes items`,
        leadsTo: "Polls see PROCESSING, then NOT_FOUND, never COMPLETED: every run polls forever.",
        lookAt: inTheCode,
        hint: "When the work is done, the item should say COMPLETED. DynamoDB's time to live can delete it later.",
      });
    if (status === "NOT_FOUND")
      return unknown(
        `The item of the probe request ${requestId} was deleted while the function was working.`,
        "Did another check run at the same time, or does the table delete items by itself (TTL)? Run the check again.",
      );
    if (followed.condition === "done") return pass(inOwnWords(followed), [ownWords]);
    if (status !== "COMPLETED") return judgeStuck(followed, "COMPLETED");
    return pass(`after ${inSeconds(elapsedSeconds * 1000)}`, [
      row === "left" ? `The item of the probe request ${requestId} could not be deleted.` : undefined,
    ]);
  },
});

const ownWords =
  "The tutorial's response has a status such as PROCESSING or COMPLETED. The registered condition handles this response too, as its latest run shows.";

function inOwnWords({ last, elapsedSeconds }: Followed): string {
  return `${last.kind === "answer" ? short(last.body) : ""} after ${inSeconds(elapsedSeconds * 1000)}`;
}

/** COMPLETED for the probe request's own id, before its work can have finished. */
function completedTooSoon({ elapsedSeconds, workSeconds }: NonNullable<Followed["tooSoon"]>): Verdict {
  return fail({
    expected: `COMPLETED after the ${workSeconds} s of the work, PROCESSING until then`,
    observed: `COMPLETED after ${inSeconds(elapsedSeconds * 1000)}, for a requestId that was never used before`,
    leadsTo: "The first poll ends each run as COMPLETED, while its work still continues.",
    lookAt: inTheCode,
    hint: "When action is invoke, which status does the code write before its work? COMPLETED belongs in the last write.",
  });
}

/** The handler returned before its work was done. */
function returnedEarly({ longest, unfinished, statement }: EndedEarly): Verdict {
  // Whether COMPLETED was seen in the end depends on how long the polls kept the function awake: not part of the verdict.
  const seen = `the status was still PROCESSING after ${inSeconds(unfinished.elapsedSeconds * 1000)}`;
  const code = statement === undefined ? "" : `; the code does not wait for ${statement}`;
  return fail({
    expected: "an invocation that lasts until COMPLETED is written",
    observed: `${
      longest === undefined
        ? "the handler can return before COMPLETED is written"
        : `each invocation returned early, the longest after ${inSeconds(longest.ms)} (REPORT in the function's log); ${seen}`
    }${code}`,
    leadsTo:
      "Lambda freezes a function that has returned. What it has not awaited runs only while a later call wakes it, or never: some runs complete, others poll until someone terminates them.",
    lookAt: inTheCode,
    hint: "Does the handler await each promise, and join each thread, before it returns? A timer or a thread does not keep Lambda waiting.",
  });
}

const inTheCode = "steps/02-lambda; Lambda console › the function › Code, and Monitor › View CloudWatch logs";

/** A probe request that did not reach the expected status. */
function judgeStuck(
  { last, status, requestId, elapsedSeconds, log, noted }: Followed,
  wanted: "PROCESSING" | "COMPLETED",
): Verdict {
  if (last.kind === "none") return unreached(last);
  const left = `The next check deletes the item of the probe request ${requestId}.`;
  const base = {
    expected: `status ${wanted}`,
    lookAt: "steps/02-lambda; Lambda console › the function › Monitor › View CloudWatch logs",
  };
  const waited = `${Math.round(elapsedSeconds)} s after POST${log === undefined ? "" : `; the function's log: ${log}`}`;
  if (last.status >= 300)
    return fail({ ...base, observed: `${last.status}: ${short(last.body)}`, ...refusal(last) });
  if (status === "NOT_FOUND" && noted !== undefined)
    return fail({
      ...base,
      observed: `still NOT_FOUND ${waited}, although the table has the item ${short(noted)}`,
      leadsTo: "The work runs and its status is stored, but no poll ever sees it: every run polls forever.",
      hint: `When action is status, the code does not find what it wrote: check the key that it reads, and the name of the item in DynamoDB's response. ${left}`,
    });
  if (status === "NOT_FOUND")
    return fail({
      ...base,
      observed: `still NOT_FOUND ${waited}`,
      leadsTo:
        "202 only means queued: the function failed before its first write, or was never started. Every run polls forever and gets NOT_FOUND.",
      hint:
        log === undefined
          ? "Lambda retries a failed asynchronous invocation twice, after 1 and 2 minutes; the function's log shows each attempt. When action is invoke, does the code write the item first, under exactly the requestId that it received?"
          : errorHint(log),
    });
  if (status === "FAILED")
    return fail({
      ...base,
      observed: `FAILED ${waited}`,
      leadsTo: "The work itself fails. The tutorial's condition only waits for COMPLETED, and polls forever.",
      hint: `${log === undefined ? "The function's log shows what failed." : errorHint(log)} ${left}`,
    });
  const spaced = status !== undefined && status !== status.trim();
  const elsewhere = status === undefined || (status === "PROCESSING" && /COMPLETED/i.test(last.body));
  return fail({
    ...base,
    observed: `${elsewhere ? short(last.body) : `still ${spaced ? JSON.stringify(status) : status}`} ${waited}`,
    leadsTo: "The condition never becomes true: the workflow polls forever.",
    hint: `${stuckHint({ wanted, status, body: last.body, elsewhere, log })} ${left}`,
  });
}

function unreached({ reason }: Extract<HttpSeen, { kind: "none" }>): Verdict {
  return unknown(
    `The API could not be called: ${reason}.`,
    "Does a network problem or a proxy block the call? Run the check again.",
  );
}
