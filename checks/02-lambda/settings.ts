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
        ...unknown(`more than one function matches: ${several.join(", ")}`, "Choose one with --function."),
        choices: { option: "function", names: several },
      };
    return fail({
      expected: `a function ${expected}, or one that the API calls`,
      observed: `no function ${looked}${elsewhere === undefined ? instead({ nearest, others }) : `; there is one in ${elsewhere}`}`,
      leadsTo: "The API has no function to call.",
      lookAt: "steps/02-lambda; tutorial, step 2, “Create a Lambda function”; Lambda console › Functions",
      hint:
        elsewhere !== undefined
          ? "The table, the function and the API belong in one region. The console shows its region at the top right."
          : nearest === undefined
            ? "Was it created? The new console calls the tutorial's kind an event function, not a web function. A function with another name is found once the API calls it, or with --function."
            : `Is it ${nearest}? Use --function to choose it.`,
    });
  },
});

export const active = check({
  id: "02-lambda/active",
  claim: "The function is ready to be invoked.",
  needs: ["02-lambda/exists"],
  probe: settledFunction,
  judge({ state, stateReason, lastUpdateStatus, lastUpdateStatusReason }) {
    const problem = [stateReason, lastUpdateStatusReason].filter(Boolean).join("; ");
    if (state === "Inactive")
      return pass("Inactive", [
        "It has not been invoked for weeks: the first call fails while Lambda makes it active again.",
      ]);
    const usable = state === "Active" || state === "";
    if (usable && (lastUpdateStatus === "Successful" || lastUpdateStatus === "")) return pass("Active");
    const making = state === "Pending" || lastUpdateStatus === "InProgress";
    return fail({
      expected: "state Active, last update Successful",
      observed: `state ${state}, last update ${lastUpdateStatus}${problem ? ` (${problem})` : ""}`,
      leadsTo: "Calls are rejected or reach the previous code.",
      lookAt: at("the banner at the top"),
      hint: making
        ? "Lambda is still creating or updating it, which takes some seconds. Check again."
        : "Lambda's reason names the cause.",
    });
  },
});

const tutorialTimeoutSeconds = 60;
const defaultTimeoutSeconds = 3;
/** For the function's two writes, in addition to its work. */
const writesSeconds = 2;

export const timeout = check({
  id: "02-lambda/timeout",
  claim: "The timeout is longer than the work.",
  needs: ["02-lambda/exists"],
  probe: async (context) => ({
    settings: await context.ask(theFunction),
    work: await context.ask(theWorkTime),
  }),
  judge({ settings: { timeoutSeconds, qualifier }, work }) {
    const needed = work.known ? Math.ceil(work.seconds) + writesSeconds : defaultTimeoutSeconds + 1;
    const workTime = work.known
      ? `the work takes ${work.seconds} s`
      : "the code does not show how long the work takes";
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
        ? `Lambda stops the function after ${timeoutSeconds} s, before its ${work.seconds} s of work are done: the item stays PROCESSING, every poll returns that, and Lambda retries twice, after 1 and 2 minutes.`
        : `The work takes ${work.seconds} s. With one slow start or slow response Lambda stops the function before it has stored COMPLETED.`,
      lookAt: at("Configuration › General configuration"),
      hint: hintFor(qualifier, "Compare the Timeout setting with the time that the function sleeps."),
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

/** The work occupies one invocation until it ends; each poll needs a second one. */
const concurrencyMin = 2;

export const concurrency = check({
  id: "02-lambda/concurrency",
  claim: "The function can return a status while it works.",
  needs: ["02-lambda/exists"],
  probe: theFunction,
  judge({ reservedConcurrency }) {
    if (reservedConcurrency === undefined) return pass("no reserved concurrency");
    if (reservedConcurrency >= concurrencyMin) return pass(`reserved concurrency ${reservedConcurrency}`);
    return fail({
      expected: `no reserved concurrency, or at least ${concurrencyMin}`,
      observed: `reserved concurrency ${reservedConcurrency}`,
      leadsTo:
        reservedConcurrency === 0
          ? "Every invocation is throttled: POST returns 202, but nothing ever runs."
          : "While the function works, polls are throttled: GET returns an error, and the workflow fails.",
      lookAt: at("Configuration › Concurrency"),
      hint: "Reserved concurrency is also a limit; 0 turns the function off.",
      differences: [{ field: "reserved concurrency", found: String(reservedConcurrency), right: "none" }],
    });
  },
});
