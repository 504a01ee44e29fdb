import { callbackNames } from "@long-running-api/kit/names";
import { type Check, check, fail, pass } from "../engine/check.ts";
import { callbackFunction } from "../read/callback.ts";
import { callbackRun, secondDelivery } from "../read/callback-run.ts";
import { at } from "./at.ts";
import { fallback, limited, waits } from "./definition.ts";
import { judgeReport } from "./report.ts";

const reaches = check({
  id: "06-callback/function",
  claim: "The function that calls back exists, and has Conductor's address.",
  async probe(context) {
    const { conductorUrl, conductorKey } = context.target;
    return {
      found: await context.ask(callbackFunction),
      expected: callbackNames(context.names).function,
      conductorUrl,
      needsKey: conductorKey !== undefined,
    };
  },
  judge({ found, expected, conductorUrl, needsKey }) {
    const lookAt = at("; Lambda › Configuration › Environment variables");
    if (!found)
      return fail({
        expected: `a function ${expected}`,
        observed: "none of that name",
        leadsTo: "Nothing completes the waiting task.",
        lookAt,
        hint: "npx tsx steps/06-callback creates it, beside the function of the tutorial.",
      });
    if (found.server?.replace(/\/$/, "") !== conductorUrl.replace(/\/$/, ""))
      return fail({
        expected: `CONDUCTOR_SERVER_URL ${conductorUrl}`,
        observed: found.server ?? "CONDUCTOR_SERVER_URL is not set",
        leadsTo: "The function does its work, but its report reaches no server, or the wrong one.",
        lookAt,
        hint: "The address is stored in a variable of the function and does not follow the server: a restarted local cloud may have another port.",
      });
    if (needsKey && !found.hasKey)
      return fail({
        expected: "CONDUCTOR_AUTH_KEY and CONDUCTOR_AUTH_SECRET",
        observed: "one of them is not set",
        leadsTo: "Conductor returns 401 to the function, and the task is never completed.",
        lookAt,
        hint: "The function needs a key of its own application in the cluster, with permission to update tasks.",
      });
    return pass(`${found.name} calls ${found.server}`);
  },
});

const reported = check({
  id: "06-callback/reported",
  claim: "In the latest run, the function completed its task in time, with the run's own result.",
  needs: ["06-callback/function", "06-callback/workflow"],
  unlessFailed: ["06-callback/time-limit", "06-callback/fallback"],
  long: true,
  probe: async (context) => ({ run: await context.ask(callbackRun) }),
  judge: ({ run }) => judgeReport(run),
});

const once = check({
  id: "06-callback/once",
  claim: "An event that is delivered a second time does not repeat the work.",
  needs: ["06-callback/reported"],
  long: true,
  acts: true,
  probe: async (context) => ({ again: await context.ask(secondDelivery) }),
  judge({ again }) {
    const { became, error } = again ?? {};
    const base = {
      expected: "no work: the item stays COMPLETED, and the task has ended",
      lookAt: at("; lambda/callback.ts, create"),
    };
    if (became !== undefined)
      return fail({
        ...base,
        observed: `the item of the request became ${became} again`,
        leadsTo:
          "Lambda delivers events at least once: sometimes the work is done twice, with all its effects.",
        hint: "The first write must fail if the work is COMPLETED already: a condition on the status, in the same request as the write.",
      });
    if (error !== undefined)
      return fail({
        ...base,
        observed: error,
        leadsTo: "Lambda delivers the event twice more, and each delivery fails.",
        hint: "A task that has ended needs no report: treat it as done, not as an error.",
      });
    return pass("already done: nothing is completed twice");
  },
});

export const callbackChecks: readonly Check[] = [reaches, waits, limited, fallback, reported, once];
