import { pollOnce } from "@long-running-api/conductor/http-poll";
import { sendHttpPoll, sendLimits } from "@long-running-api/conductor/http-request";
import type { TaskType } from "./task-type.ts";

/** https://orkes.io/content/reference-docs/system-tasks/http-poll: one poll; when the next one is due it says itself. */
export const HTTP_POLL: TaskType = {
  begins: "SCHEDULED",
  outside: true,
  mocked: true,
  async execute(task, { minPollIntervalSeconds, allowHosts, scripts, now }) {
    const { evaluate, checkSyntax } = await scripts.sandbox();
    const send = (request: object) => sendHttpPoll(request, { ...sendLimits, allowHosts });
    return pollOnce(task, { minPollIntervalSeconds }, { evaluate, checkSyntax, send, nowMs: now });
  },
};
