import { callbackNames } from "@long-running-api/kit/names";
import { ownFilesSentence } from "../designs/index.ts";
import { type Done, inTurn, type Work } from "../step.ts";
import { ensureCallbackApi } from "./api.ts";
import { ensureCallbackFunction } from "./function.ts";
import { limitsFor } from "./limits.ts";
import { runCallback } from "./run.ts";
import { registerCallbackWorkflow } from "./workflow.ts";

/** Makes what the callback needs, without running it. */
export async function prepareCallback(work: Work) {
  return await inTurn(work, async () => {
    const own = await ensureCallbackFunction(work);
    const api = await ensureCallbackApi(work, own.configuration.FunctionArn ?? "");
    const registered = await registerCallbackWorkflow(work, {
      startUrl: api.url,
      functionTimeoutSeconds: own.timeoutSeconds,
    });
    return { own, api, registered };
  });
}

/** Makes what the callback needs, and runs it. */
export async function applyCallback(work: Work): Promise<Done> {
  const names = callbackNames(work.names);
  const { own, api, registered } = await prepareCallback(work);
  const { timeoutSeconds, responseTimeoutSeconds } = limitsFor(own.timeoutSeconds);
  const run = await runCallback(work, timeoutSeconds + 2 + own.processingSeconds);
  return {
    ...run,
    messages: [
      `The function ${names.function} is ${own.configuration.State}, and calls ${work.target.conductorUrl}.`,
      `The API ${names.api} (${api.id}) has POST /invoke-callback: ${api.url}`,
      `The workflow ${names.workflow} waits for the callback at most ${timeoutSeconds} s, and ${responseTimeoutSeconds} s without a heartbeat; then it polls.`,
      ...ownFilesSentence([own.file, ...api.files, registered.file]),
      ...run.messages,
    ],
    facts: { function: names.function, apiId: api.id, workflow: names.workflow, ...run.facts },
  };
}
