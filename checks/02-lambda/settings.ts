import { check, fail, pass, unknown } from "../engine/check.ts";
import { functionElsewhere } from "../read/elsewhere.ts";
import { findFunction } from "../read/find-function.ts";
import { instead } from "../read/search.ts";
import { settledFunction, theFunction, theWorkTime } from "../read/the-function.ts";
import { at } from "../rules/lambda-console.ts";
import { hintFor } from "./published.ts";

export const exists = check({
  id: "02-lambda/exists",
  claim: "The function exists.",
  probe: async (context) => {
    const search = await context.ask(findFunction);
    const expected = context.names.function;
    const missing = !search.found && !search.several;
    const elsewhere = missing ? await functionElsewhere(context, expected) : undefined;
    return { ...search, expected, ...(elsewhere === undefined ? {} : { elsewhere }) };
  },
  judge({ found, several, nearest, others, elsewhere, looked, expected }) {
    if (found) return pass(`function ${found.name}${found.qualifier ? ` (${found.qualifier})` : ""}`);
    if (several)
      return {
        ...unknown(
          `more than one function fits: ${several.join(", ")}`,
          "Name the one that is meant with --function.",
        ),
        choices: { option: "function", names: several },
      };
    return fail({
      expected: `a function ${expected}, or one that the API calls`,
      observed: `no function ${looked}${elsewhere === undefined ? instead({ nearest, others }) : `; there is one in ${elsewhere}`}`,
      leadsTo: "There is nothing that an API could call.",
      lookAt: "steps/02-lambda; tutorial, step 2, “Create a Lambda function”; Lambda console › Functions",
      hint:
        elsewhere !== undefined
          ? "Table, function and API belong in one region. The region of the console is at its top right."
          : nearest === undefined
            ? "Was it made? In the new console the tutorial's kind is called an event function, not a web function. A function of another name is found once the API calls it, or by --function."
            : `Is it ${nearest}? --function tells the checks a name.`,
    });
  },
});

export const active = check({
  id: "02-lambda/active",
  claim: "The function is ready to be called.",
  needs: ["02-lambda/exists"],
  probe: settledFunction,
  judge({ state, stateReason, lastUpdateStatus, lastUpdateStatusReason }) {
    const problem = [stateReason, lastUpdateStatusReason].filter(Boolean).join("; ");
    if (state === "Inactive")
      return pass("Inactive", [
        "Nobody has called it for weeks: its first call will fail while it is made ready again.",
      ]);
    const usable = state === "Active" || state === "";
    if (usable && (lastUpdateStatus === "Successful" || lastUpdateStatus === "")) return pass("Active");
    const making = state === "Pending" || lastUpdateStatus === "InProgress";
    return fail({
      expected: "state Active, last update Successful",
      observed: `state ${state}, last update ${lastUpdateStatus}${problem ? ` (${problem})` : ""}`,
      leadsTo: "Calls are refused or reach the code as it was before.",
      lookAt: at("the banner at the top"),
      hint: making
        ? "It is still being made, which takes some seconds. Check again."
        : "The reason that Lambda gives names the cause.",
    });
  },
});

const tutorialTimeoutSeconds = 60;
const defaultTimeoutSeconds = 3;
/** For what the function does beside its work: two writes. */
const besideSeconds = 2;

export const timeout = check({
  id: "02-lambda/timeout",
  claim: "The function may run longer than its work takes.",
  needs: ["02-lambda/exists"],
  probe: async (context) => ({
    settings: await context.ask(theFunction),
    work: await context.ask(theWorkTime),
  }),
  judge({ settings: { timeoutSeconds, qualifier }, work }) {
    const needed = work.known ? Math.ceil(work.seconds) + besideSeconds : defaultTimeoutSeconds + 1;
    const workTime = work.known
      ? `the work takes ${work.seconds} s`
      : "how long the work takes cannot be read off the code";
    if (timeoutSeconds >= needed)
      return pass(`${timeoutSeconds} s; ${workTime}`, [
        timeoutSeconds < tutorialTimeoutSeconds
          ? `The tutorial sets ${tutorialTimeoutSeconds} s, which leaves more room.`
          : undefined,
      ]);
    const killed = timeoutSeconds <= work.seconds;
    return fail({
      expected: `at least ${needed} s; the tutorial sets ${tutorialTimeoutSeconds} s`,
      observed: `${timeoutSeconds} s${timeoutSeconds === defaultTimeoutSeconds ? ", the default" : ""}`,
      leadsTo: killed
        ? `Lambda ends the function after ${timeoutSeconds} s, in the middle of its ${work.seconds} s of work: the row stays PROCESSING, each poll says so, and Lambda starts the work twice more, after 1 and 2 minutes.`
        : `The work takes ${work.seconds} s; one slow start or slow answer more, and Lambda ends the function before it has noted COMPLETED.`,
      lookAt: at("Configuration › General configuration"),
      hint: hintFor(qualifier, "Compare the setting Timeout with the time that the function sleeps."),
      differences: [
        {
          field: "Timeout",
          found: `${timeoutSeconds} s`,
          right: `${Math.max(needed, tutorialTimeoutSeconds)} s`,
        },
      ],
    });
  },
});

/** The work holds one call for as long as it takes; each poll needs another beside it. */
const callsAtOnceMin = 2;

export const concurrency = check({
  id: "02-lambda/concurrency",
  claim: "The function may be asked for a status while it works.",
  needs: ["02-lambda/exists"],
  probe: theFunction,
  judge({ reservedConcurrency }) {
    if (reservedConcurrency === undefined) return pass("no limit of its own");
    if (reservedConcurrency >= callsAtOnceMin) return pass(`${reservedConcurrency} calls at once`);
    return fail({
      expected: `no reserved concurrency, or at least ${callsAtOnceMin}`,
      observed: `reserved concurrency ${reservedConcurrency}`,
      leadsTo:
        reservedConcurrency === 0
          ? "Every call is refused: POST answers 202, and nothing ever runs."
          : "While the function works no poll gets through: GET answers an error, and the workflow fails.",
      lookAt: at("Configuration › Concurrency"),
      hint: "Reserved concurrency is a limit as well as a reserve; 0 switches a function off.",
      differences: [{ field: "reserved concurrency", found: String(reservedConcurrency), right: "none" }],
    });
  },
});
