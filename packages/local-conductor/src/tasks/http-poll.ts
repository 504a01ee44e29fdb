import { hostOfTask } from "@long-running-api/conductor/host-places";
import type { EarlierTasks } from "@long-running-api/conductor/http-poll";
import { attemptBefore } from "@long-running-api/conductor/http-poll/earlier-attempt";
import { retriesFailures } from "@long-running-api/conductor/http-poll/task-definitions";
import { once } from "@long-running-api/foundation/once";
import type { Execution } from "../model.ts";
import type { TaskType } from "./task-type.ts";

/** Loaded with the first task: a start does not wait for it. */
const load = once(() =>
  Promise.all([
    import("@long-running-api/conductor/http-poll"),
    import("@long-running-api/conductor/http-request"),
  ]),
);

/** https://orkes.io/content/reference-docs/system-tasks/http-poll: does one poll, and returns when the next one is due. */
export const HTTP_POLL: TaskType = {
  begins: "SCHEDULED",
  outside: true,
  mocked: true,
  host: hostOfTask,
  async execute(
    task,
    { minPollIntervalSeconds, maxPollFailureSeconds, allowHosts, scripts, now, execution, workflowTask },
  ) {
    const [{ pollOnce }, { activeMs, sendHttpPoll, sendLimits }] = await load();
    const { evaluate, checkSyntax } = await scripts.sandbox();
    const send = (request: object) => sendHttpPoll(request, { ...sendLimits, allowHosts });
    const earlier = (names: readonly string[]) => outputsOf(execution, names);
    const earlierAttempt = () => attemptBefore(task, execution.tasks.all());
    return pollOnce(
      { ...task, earlier, earlierAttempt, retriesFailures: retriesFailures(workflowTask.taskDefinition) },
      { minPollIntervalSeconds, maxPollFailureSeconds },
      { evaluate, checkSyntax, send, nowMs: activeMs, wallMs: now, random: Math.random },
    );
  },
};

function outputsOf({ tasks }: Execution, names: readonly string[]): EarlierTasks {
  return Object.fromEntries(
    names.flatMap((name) => {
      const task = tasks.latest(name);
      return task ? [[name, { input: task.inputData, output: task.outputData }]] : [];
    }),
  );
}
