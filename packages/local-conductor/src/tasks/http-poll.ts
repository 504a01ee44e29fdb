import { type EarlierTasks, pollOnce } from "@long-running-api/conductor/http-poll";
import { sendHttpPoll, sendLimits } from "@long-running-api/conductor/http-request";
import type { Execution } from "../model.ts";
import type { TaskType } from "./task-type.ts";

/** https://orkes.io/content/reference-docs/system-tasks/http-poll: one poll; when the next one is due it says itself. */
export const HTTP_POLL: TaskType = {
  begins: "SCHEDULED",
  outside: true,
  mocked: true,
  async execute(task, { minPollIntervalSeconds, allowHosts, scripts, now, execution }) {
    const { evaluate, checkSyntax } = await scripts.sandbox();
    const send = (request: object) => sendHttpPoll(request, { ...sendLimits, allowHosts });
    const earlier = (names: readonly string[]) => outputsOf(execution, names);
    return pollOnce(
      { ...task, earlier },
      { minPollIntervalSeconds },
      { evaluate, checkSyntax, send, nowMs: now },
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
