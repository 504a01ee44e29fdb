import { invalidJsonMessage, renderForCall } from "@long-running-api/api-gateway";
import { sampleContextOf } from "@long-running-api/api-gateway/sample-call";
import { linesOf, TemplateError, type TraceEvent } from "@long-running-api/api-gateway/templates";
import type { TemplateAnswer, TemplateFailure, TemplateQuestion } from "./template-messages.ts";

const eventsMax = 5_000;

addEventListener("message", ({ data }: MessageEvent<TemplateQuestion>) => {
  postMessage(answerTo(data));
});

function answerTo(question: TemplateQuestion): TemplateAnswer | TemplateFailure {
  const { phase, template, body, path, method, responseOverride } = question;
  const events: TraceEvent[] = [];
  const context = {
    ...sampleContextOf(method, path),
    ...(responseOverride ? { responseOverride } : {}),
  };
  try {
    const rendered = renderForCall(
      { phase, template, body, params: { path, querystring: {}, header: {} }, context },
      undefined,
      (event) => {
        if (events.length < eventsMax) events.push(event);
      },
    );
    const { output, requestOverride, responseOverride: after, unresolved = [] } = rendered;
    return {
      output,
      overrides: {
        ...(requestOverride ? { requestOverride } : {}),
        ...(after ? { responseOverride: after } : {}),
      },
      unresolved,
      lines: linesOf(template, events),
    };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const rejectsBody = error.message === invalidJsonMessage;
    return { error: { ...placeOf(error), ...(rejectsBody ? { rejectsBody } : {}) } };
  }
}

function placeOf({ message, line, column, excerpt }: TemplateError): TemplateFailure["error"] {
  return { message, line, column, excerpt };
}
