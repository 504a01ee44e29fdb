import { type CheckId, check, fail, pass, unknown, type Verdict } from "../engine/check.ts";
import { shapeCheck } from "../proven.ts";
import type { HttpSeen } from "../read/call.ts";
import type { EndedEarly } from "../read/ended-early.ts";
import { type Followed, followEnd, followStart, getUnknown, postProbe } from "../read/probe-run.ts";
import { answeredEarly, promptSecondsMax } from "../rules/asynchronous.ts";
import { errorHint } from "../rules/error-hint.ts";
import { asObject, parseJson, short } from "../rules/gateway/json.ts";
import { statusIn } from "../rules/gateway/status-in.ts";
import { refusal } from "./refusal.ts";
import { saysEnded } from "./responses.ts";
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
  claim: "POST answers 202 at once, with valid JSON.",
  needs: ["03-api/deployed", "03-api/post-method"],
  unlessFailed: [...live, "03-api/post-integration", ...postDesign],
  acts: true,
  probe: postProbe,
  judge({ requestId, answer, row, workSeconds, firstMs }) {
    const expected = "202 before the work is done, with JSON that says that the work has begun";
    const lookAt = at("Stages, and Resources › /invoke-lambda › POST");
    if (answer.kind === "none") return unreached(answer);
    const took = `${(answer.ms / 1000).toFixed(1)} s`;
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
        leadsTo: "POST blocks while the function works: the workflow's HTTP task gives up waiting.",
        lookAt,
        hint: "The design sends X-Amz-Invocation-Type: Event, yet API Gateway waits for the function: is the design deployed?",
      });
    const json = asObject(parseJson(answer.body));
    const echoed = json?.["requestId"];
    const wrongId = typeof echoed === "string" && echoed !== "" && echoed !== requestId;
    if (!json || saysEnded(json["status"]) || wrongId)
      return fail({
        expected,
        observed: short(answer.body) || "an empty body",
        leadsTo: "Whoever calls cannot rely on the answer.",
        lookAt,
        hint: "The integration response's template makes this answer.",
      });
    return pass(`202 after ${answer.ms} ms`, [
      answer.ms < promptSecondsMax * 1000
        ? undefined
        : `The answer took ${took}, but came before the work was done: something started cold, or was busy.`,
      firstMs === undefined
        ? undefined
        : `The first request took ${(firstMs / 1000).toFixed(1)} s, the second did not: something started cold, or was busy.`,
      echoed === undefined
        ? "The answer does not repeat the requestId, which is fine: the workflow has it."
        : undefined,
    ]);
  },
});

export const getUnknownId = shapeCheck({
  id: "03-api/get-unknown-id",
  claim: "GET for an id that nobody has answers 200, with NOT_FOUND inside.",
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
        "The tutorial says NOT_FOUND here. The statusCode within the answer says it too.",
      ]);
    return fail({
      expected,
      observed: short(answer.body) || "an empty body",
      leadsTo: "A workflow cannot tell a request that is not known yet from one that is done.",
      lookAt,
      hint: "What does the function answer when the table has no row for the id?",
    });
  },
});

export const getProcessing = check({
  id: "03-api/get-processing",
  claim: "Once posted, a request is noted: GET says PROCESSING.",
  needs: ["03-api/post-is-asynchronous", "03-api/get-method"],
  unlessFailed: [...live, "03-api/get-integration", ...getDesign, ...functionWorks, "03-api/get-unknown-id"],
  acts: true,
  probe: followStart,
  judge(followed) {
    const { status, elapsedSeconds } = followed;
    if (followed.tooSoon) return completedTooSoon(followed.tooSoon);
    if (status === "PROCESSING") return pass(`after ${elapsedSeconds.toFixed(1)} s`);
    if (status === "COMPLETED")
      return pass("COMPLETED already", ["The work was over before it could be seen as PROCESSING."]);
    if (status !== undefined && !saysEnded(status))
      return pass(`${status} after ${elapsedSeconds.toFixed(1)} s`, [
        `The tutorial calls this PROCESSING. A condition that waits for COMPLETED does not mind ${status}.`,
      ]);
    if (followed.condition) return pass(inOwnWords(followed), [ownWords]);
    return judgeStuck(followed, "PROCESSING");
  },
});

export const getCompleted = check({
  id: "03-api/get-completed",
  claim: "Later GET says COMPLETED, with the status where a condition finds it.",
  needs: ["03-api/get-processing"],
  unlessFailed: ["02-lambda/timeout"],
  long: true,
  acts: true,
  probe: followEnd,
  judge(followed) {
    const { status, elapsedSeconds, row, requestId, tooSoon, early } = followed;
    if (tooSoon) return completedTooSoon(tooSoon);
    if (early) return returnedEarly(early, status === "COMPLETED");
    if (status === "NOT_FOUND")
      return unknown(
        `Somebody removed the row of the probe request ${requestId} while it was worked on.`,
        "Did another check run at the same time, or does the table delete rows by itself? Run the check again.",
      );
    if (followed.condition === "done") return pass(inOwnWords(followed), [ownWords]);
    if (status !== "COMPLETED") return judgeStuck(followed, "COMPLETED");
    return pass(`after ${elapsedSeconds.toFixed(1)} s`, [
      row === "left" ? `The row of the probe request ${requestId} could not be removed.` : undefined,
    ]);
  },
});

const ownWords =
  "The tutorial's answer has a status such as PROCESSING or COMPLETED. The registered condition copes with these words, as its latest run shows.";

function inOwnWords({ last, elapsedSeconds }: Followed): string {
  return `${last.kind === "answer" ? short(last.body) : ""} after ${elapsedSeconds.toFixed(1)} s`;
}

/** COMPLETED for an id that only the probe request has, before its work can have been done. */
function completedTooSoon({ elapsedSeconds, workSeconds }: NonNullable<Followed["tooSoon"]>): Verdict {
  return fail({
    expected: `COMPLETED after the ${workSeconds} s of the work, PROCESSING until then`,
    observed: `COMPLETED after ${elapsedSeconds.toFixed(1)} s, for a requestId that was never used before`,
    leadsTo: "The first poll ends each run as COMPLETED, while its work still continues.",
    lookAt: inTheCode,
    hint: "When action is invoke, which status does the code write before its work? COMPLETED belongs in the last write.",
  });
}

/** The handler returned, and its work went on without it. */
function returnedEarly({ longest, unfinished, statement }: EndedEarly, completed: boolean): Verdict {
  const end = completed ? "COMPLETED came later" : "it never became COMPLETED";
  const seen = `the status was still PROCESSING after ${unfinished.elapsedSeconds.toFixed(1)} s, and ${end}`;
  const code = statement === undefined ? "" : `; the code does not wait for ${statement}`;
  return fail({
    expected: "an invocation that lasts until COMPLETED is written",
    observed: `${
      longest === undefined
        ? "the handler can return before COMPLETED is written"
        : `each invocation returned early, the longest after ${(longest.ms / 1000).toFixed(1)} s (REPORT in the function's log); ${seen}`
    }${code}`,
    leadsTo:
      "Lambda freezes a function that has returned. What it has not awaited runs only while a later call wakes it, or never: some runs complete, others poll until somebody ends them.",
    lookAt: inTheCode,
    hint: "Does the handler await each promise, and join each thread, before it returns? A timer or a thread does not keep Lambda waiting.",
  });
}

const inTheCode = "steps/02-lambda; Lambda console › the function › Code, and Monitor › View CloudWatch logs";

/** A probe that did not get where it should. */
function judgeStuck(
  { last, status, requestId, elapsedSeconds, log, noted }: Followed,
  wanted: "PROCESSING" | "COMPLETED",
): Verdict {
  if (last.kind === "none") return unreached(last);
  const left = `The row of the probe request ${requestId} is left to the next check.`;
  const base = {
    expected: `status ${wanted}`,
    lookAt: "steps/02-lambda; Lambda console › the function › Monitor › View CloudWatch logs",
  };
  const waited = `${Math.round(elapsedSeconds)} s after POST${log === undefined ? "" : `; the function's log says: ${log}`}`;
  if (last.status >= 300)
    return fail({ ...base, observed: `${last.status}: ${short(last.body)}`, ...refusal(last) });
  if (status === "NOT_FOUND" && noted !== undefined)
    return fail({
      ...base,
      observed: `still NOT_FOUND ${waited}, though the table has the row ${short(noted)}`,
      leadsTo: "The work goes on and is noted, and no poll ever sees it: every run polls for ever.",
      hint: `When action is status, the code does not find what it wrote: compare the key that it reads by, and the name by which it takes the row out of DynamoDB's answer. ${left}`,
    });
  if (status === "NOT_FOUND")
    return fail({
      ...base,
      observed: `still NOT_FOUND ${waited}`,
      leadsTo:
        "202 only means queued: the function was started and failed before its first write, or was not started. Every run polls NOT_FOUND for ever.",
      hint:
        log === undefined
          ? "Lambda tries a failed call twice more, after 1 and 2 minutes; the function's log shows each. Does the code, when action is invoke, write the row first?"
          : errorHint(log),
    });
  if (status === "FAILED")
    return fail({
      ...base,
      observed: `FAILED ${waited}`,
      leadsTo:
        "The work itself ends with an error. The tutorial's condition waits for COMPLETED only, and polls for ever.",
      hint: `${log === undefined ? "The function's log says what failed." : errorHint(log)} ${left}`,
    });
  const elsewhere = status === undefined || (status === "PROCESSING" && /COMPLETED/i.test(last.body));
  return fail({
    ...base,
    observed: `${elsewhere ? short(last.body) : `still ${status}`} ${waited}`,
    leadsTo: "The condition never becomes true: the workflow polls for ever.",
    hint: `${
      log !== undefined
        ? errorHint(log)
        : elsewhere
          ? "The answer has the attributes of the row. The one that the condition reads is called status, in small letters: does the code write it under this name each time?"
          : status === "PROCESSING"
            ? "Is the function ended by its timeout, or refused its last write? Its log shows both."
            : `The function says ${status} where ${wanted} is waited for, letter by letter.`
    } ${left}`,
  });
}

function unreached({ reason }: Extract<HttpSeen, { kind: "none" }>): Verdict {
  return unknown(
    `The API could not be called: ${reason}.`,
    "Is the network, or a proxy, in the way? Run the check again.",
  );
}
