import {
  renderTemplate,
  TemplateError,
  type TracedLine,
  type TraceEvent,
  traceLines,
} from "@long-running-api/api-gateway/templates";
import { newMeter } from "@long-running-api/jsonpath/meter";
import type { RequestRecord, TemplateRecord } from "../request-record.ts";

/** A recorded rendering, line by line; undefined when rendering it again gives something else: it used the time, say. */
export function traceRecorded(
  record: TemplateRecord,
  request: RequestRecord,
): readonly TracedLine[] | undefined {
  const { phase, template, body, params, output, carried } = record;
  const events: TraceEvent[] = [];
  try {
    const rendered = renderTemplate(
      {
        phase,
        template,
        body,
        params: {
          path: params.path ?? {},
          querystring: params.querystring ?? {},
          header: params.header ?? {},
        },
        context: { ...request.context, ...(phase === "response" ? carried : {}) },
        stageVariables: request.stageVariables ?? {},
      },
      newMeter(),
      events,
    );
    return rendered.output === output ? traceLines(template, rendered.output, events) : undefined;
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}
