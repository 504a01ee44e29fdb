import { renderTemplate, TemplateError, type TraceEvent } from "@long-running-api/api-gateway/templates";
import { newMeter } from "@long-running-api/jsonpath/meter";
import type { RequestRecord, TemplateRecord } from "../request-record.ts";
import { type TemplateLine, templateLines } from "../template-lines.ts";

/** A recorded rendering, line by line; undefined when rendering it again gives something else: it used the time, say. */
export function traceRecorded(
  record: TemplateRecord,
  request: RequestRecord,
): readonly TemplateLine[] | undefined {
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
      (event) => events.push(event),
    );
    return rendered.output === output ? templateLines(template, events) : undefined;
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}
