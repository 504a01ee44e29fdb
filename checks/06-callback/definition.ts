import { listed } from "@long-running-api/foundation/text";
import { callbackNames } from "@long-running-api/kit/names";
import { check, fail, pass } from "../engine/check.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { callbackFunction, callbackWorkflow } from "../read/callback.ts";
import { at } from "./at.ts";

export const waits = check({
  id: "06-callback/workflow",
  claim: "The workflow's HTTP task waits to be completed, and passes the ids of the run and of itself.",
  probe: async (context) => ({
    found: await context.ask(callbackWorkflow),
    expected: callbackNames(context.names).workflow,
  }),
  judge({ found, expected }) {
    const lookAt = at("; Conductor › Definitions › Workflow");
    if (!found?.start)
      return fail({
        expected: `a workflow ${expected} with an HTTP task`,
        observed: "there is none",
        leadsTo: "Nothing starts the work.",
        lookAt,
        hint: "npx tsx steps/06-callback registers it.",
      });
    const { ref, body, waits } = found.start;
    if (!waits)
      return fail({
        expected: `"asyncComplete": true in ${ref}`,
        observed: "it is missing or false",
        leadsTo:
          "The 202 completes the task before the work has begun, so the callback finds a task that has ended.",
        lookAt,
        hint: "asyncComplete is a field of the task, beside its type; a 2xx response then leaves the task IN_PROGRESS.",
      });
    const missing = ["${workflow.workflowId}", "${CPEWF_TASK_ID}"].filter((id) => !body.includes(id));
    if (missing.length > 0)
      return fail({
        expected: "${workflow.workflowId} and ${CPEWF_TASK_ID} in the body",
        observed: `the body ${body} lacks ${listed(missing)}`,
        leadsTo: "The function cannot name the task that it should complete.",
        lookAt,
        hint: "Conductor replaces CPEWF_TASK_ID with the id of the task itself, which differs in each run and each retry.",
      });
    return pass(`${ref} waits, and passes both ids`);
  },
});

export const limited = check({
  id: "06-callback/time-limit",
  claim: "The task that waits has a time limit that is longer than the work.",
  needs: ["06-callback/workflow"],
  async probe(context) {
    const { limits } = await theWorkflow(context);
    return { limits, workSeconds: (await context.ask(callbackFunction))?.workSeconds ?? 0 };
  },
  judge({ limits, workSeconds }) {
    const { timeoutSeconds = 0, responseTimeoutSeconds = 0 } = limits ?? {};
    const lookAt = at("; Conductor › Definitions › Task");
    const base = { expected: `a time limit of more than ${workSeconds} s`, lookAt };
    if (timeoutSeconds === 0 && responseTimeoutSeconds === 0)
      return fail({
        ...base,
        observed: limits === undefined ? "the task has no definition" : "a definition without a limit",
        leadsTo: "If the function dies, its callback is lost, and the run waits forever.",
        lookAt,
        hint: "The task definition has the task's name: timeoutSeconds limits the whole task, responseTimeoutSeconds the time between two heartbeats.",
      });
    if (timeoutSeconds !== 0 && timeoutSeconds <= workSeconds)
      return fail({
        ...base,
        observed: `timeoutSeconds ${timeoutSeconds}`,
        leadsTo:
          "Conductor gives up on the task while the function is still working: each callback comes too late.",
        lookAt,
        hint: "Compare the limit with the duration of the work, a cold start included.",
      });
    return pass(`timeoutSeconds ${timeoutSeconds}, responseTimeoutSeconds ${responseTimeoutSeconds}`);
  },
});

export const fallback = check({
  id: "06-callback/fallback",
  claim: "If the callback is lost, the workflow polls.",
  needs: ["06-callback/workflow"],
  probe: theWorkflow,
  judge({ start, polls }) {
    const base = {
      expected: "an optional HTTP task, then an HTTP_POLL task",
      lookAt: at("; Conductor › Definitions › Workflow"),
    };
    if (!polls)
      return fail({
        ...base,
        observed: "no HTTP_POLL task after it",
        leadsTo: "The work may be done, but a lost callback ends the run without its result.",
        hint: "A single poll of the status verifies a callback that arrived, and replaces one that did not.",
      });
    if (!start?.optional)
      return fail({
        ...base,
        observed: `${start?.ref} is not optional`,
        leadsTo: "The run fails when the task's time limit expires, and never polls.",
        hint: '"optional": true lets a run continue after a task that failed or timed out.',
      });
    return pass(`${start.ref} is optional, and a poll follows`);
  },
});

async function theWorkflow(context: ProbeContext) {
  const found = await context.ask(callbackWorkflow);
  if (!found) throw new ResourceDisappeared("The workflow definition");
  return found;
}
