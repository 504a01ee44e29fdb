import { requestOf, sendHttpPoll, sendLimits } from "../../../lib/http-request.ts";
import { isObject } from "../java-json.ts";
import type { TaskType } from "./task-type.ts";

/** One request, then the condition. */
export const HTTP_POLL: TaskType = {
  begins: "SCHEDULED",
  outside: true,
  async execute({ inputData, pollCount }, { minPollIntervalSeconds, evaluate }) {
    const spec = requestOf(inputData) as Record<string, unknown>;
    const outcome = await sendHttpPoll(spec, sendLimits);
    const outputData = { response: outcome.response };
    if (!outcome.ok) return { status: "FAILED", reasonForIncompletion: outcome.reason, outputData };
    const verdict = await evaluate(String(spec["terminationCondition"]), {
      input: inputData,
      output: outputData,
    });
    const logs = [
      `poll ${pollCount}: ${isObject(outcome.response) ? outcome.response["statusCode"] : ""} ${verdict}`,
    ];
    if (verdict === true) return { status: "COMPLETED", outputData, logs };
    const interval = Math.max(Number(spec["pollingInterval"]), minPollIntervalSeconds);
    return { status: "IN_PROGRESS", outputData, logs, callbackAfterSeconds: interval };
  },
};
