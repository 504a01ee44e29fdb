import { pollOnce } from "../../../lib/http-poll.ts";
import { sendHttpPoll, sendLimits } from "../../../lib/http-request.ts";
import type { TaskType } from "./task-type.ts";

/** https://orkes.io/content/reference-docs/system-tasks/http-poll: one poll; when the next one is due it says itself. */
export const HTTP_POLL: TaskType = {
  begins: "SCHEDULED",
  outside: true,
  async execute(task, { minPollIntervalSeconds, allowHosts, scripts, now }) {
    const { evaluate, checkSyntax } = await scripts.sandbox();
    const send = (request: object) => sendHttpPoll(request, { ...sendLimits, allowHosts });
    return pollOnce(task, { minPollIntervalSeconds }, { evaluate, checkSyntax, send, nowMs: now });
  },
};
