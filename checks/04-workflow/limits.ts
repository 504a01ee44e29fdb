import { readPollSettings } from "@long-running-api/conductor/http-poll";
import { check, fail, pass } from "../engine/check.ts";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { expectedWorkTime } from "../read/expected-work-time.ts";
import { theWorkflow } from "../read/the-workflow.ts";
import { endSeenSeconds, lastPollSeconds } from "../rules/workflow/poll-times.ts";
import { at } from "./where.ts";

/** A registered task definition with a limit of its own. */
interface TaskLimit {
  name: string;
  timeoutSeconds: number;
  timeoutPolicy: string;
}

export const timeLimit = check({
  id: "04-workflow/time-limit",
  claim: "The workflow allows enough time for the work.",
  needs: ["04-workflow/poll-task"],
  probe: async (context) => {
    const workflow = await context.ask(theWorkflow);
    const limit = await undefinedIfUnreadable(context, () => pollLimit(context, workflow.poll?.task.name));
    return {
      workflow,
      workSeconds: (await context.ask(expectedWorkTime)).seconds,
      ...(limit ? { limit } : {}),
    };
  },
  judge({ workflow: { timeoutSeconds, timeoutPolicy, poll }, workSeconds, limit }) {
    const settings = poll && readPollSettings(poll.input);
    const polling = settings && !("problem" in settings) ? settings : undefined;
    const ref = poll?.task.ref ?? "Code";
    const seenSeconds = (polling && endSeenSeconds(polling, workSeconds)) ?? workSeconds;
    const later =
      seenSeconds > workSeconds ? `, and the first poll after that comes at ${seenSeconds} s` : "";
    const limited = timeoutSeconds > 0 && timeoutPolicy !== "ALERT_ONLY";
    if (limited && timeoutSeconds <= seenSeconds)
      return fail({
        expected: `more than the ${workSeconds} s of the work${later}`,
        observed: `timeoutSeconds ${timeoutSeconds}`,
        leadsTo:
          timeoutSeconds <= workSeconds
            ? `Every run ends as TIMED_OUT after ${timeoutSeconds} s, while the function is still working.`
            : `Every run ends as TIMED_OUT after ${timeoutSeconds} s, before a poll can see COMPLETED.`,
        lookAt: at("Workflow settings"),
        hint: "timeoutSeconds 0 means no limit.",
        differences: [{ field: "timeoutSeconds", found: String(timeoutSeconds), right: "0" }],
      });
    if (polling && endSeenSeconds(polling, workSeconds) === undefined) {
      const lastSeconds = lastPollSeconds(polling, workSeconds);
      const { maxPollCount, pollingIntervalSeconds, pollingStrategy } = polling;
      const strategy = pollingStrategy === "FIXED" ? "" : ` and ${pollingStrategy}`;
      return fail({
        expected: `polls for more than the ${workSeconds} s of the work`,
        observed: `maxPollCount ${maxPollCount} with an interval of ${pollingIntervalSeconds} s${strategy}: ${lastSeconds} s`,
        leadsTo: "The poll task gives up and the run fails, while the function is still working.",
        lookAt: at(ref),
        hint: "How many polls are allowed, and at which interval?",
      });
    }
    if (
      limit &&
      limit.timeoutPolicy !== "ALERT_ONLY" &&
      limit.timeoutSeconds > 0 &&
      limit.timeoutSeconds <= seenSeconds
    )
      return fail({
        expected: `more than the ${workSeconds} s of the work${later}`,
        observed: `timeoutSeconds ${limit.timeoutSeconds} (${limit.timeoutPolicy}) in the task definition ${limit.name}`,
        leadsTo: `The server ends the task ${ref} after ${limit.timeoutSeconds} s, before a poll can see COMPLETED.`,
        lookAt: `Conductor › Definitions › Task › ${limit.name}`,
        hint: "A task takes its limits from the task definition of its name. timeoutSeconds 0 means no limit.",
        differences: [
          { field: `${limit.name} timeoutSeconds`, found: String(limit.timeoutSeconds), right: "0" },
        ],
      });
    return pass(limited ? `${timeoutSeconds} s` : "no limit");
  },
});

/** The limits of the task definition that is registered under the poll's name; undefined if there are none. */
async function pollLimit(context: ProbeContext, name: string | undefined): Promise<TaskLimit | undefined> {
  if (name === undefined) return undefined;
  const definitions = await (await context.target.conductor()).taskDefinitions();
  const found = definitions.find((definition) => definition.name === name);
  if (!found?.timeoutSeconds) return undefined;
  return {
    name,
    timeoutSeconds: found.timeoutSeconds,
    timeoutPolicy: found.timeoutPolicy ?? "TIME_OUT_WF",
  };
}
