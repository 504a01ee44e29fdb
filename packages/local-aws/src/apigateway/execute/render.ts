import { renderTemplate, TemplateError, type TemplateOutput } from "@long-running-api/api-gateway/templates";
import type { Journal } from "../../journal.ts";
import type { Routed } from "./exchange.ts";
import { misconfigured } from "./failure.ts";
import { single } from "./headers.ts";

const tracedCharactersMax = 4_096;

/** Renders a mapping template, and tells the journal what it rendered from what. */
export function renderMapping(
  exchange: Routed,
  journal: Journal,
  { phase, template, body }: { phase: "request" | "response"; template: string; body: string },
): TemplateOutput {
  const params = {
    path: exchange.pathParameters,
    querystring: single(exchange.request.query),
    header: single(exchange.request.headers),
  };
  const trace = {
    kind: "template" as const,
    requestId: exchange.context.requestId,
    apiId: exchange.context.apiId,
    resourcePath: exchange.context.resourcePath,
    httpMethod: exchange.context.httpMethod,
    phase,
    template: cut(template),
    body: cut(body),
    params,
  };
  try {
    const context = { ...exchange.context, ...exchange.carried };
    const rendered = renderTemplate({
      phase,
      template,
      body,
      params,
      context,
      stageVariables: exchange.stage.variables,
    });
    exchange.carried = rendered.carried;
    journal.add({ ...trace, ...rendered, output: cut(rendered.output) });
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
    if (rendered.overriddenTwice)
      throw misconfigured(`Parameter was overridden more than once: ${rendered.overriddenTwice.join(", ")}`);
    return rendered;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const where = `line ${error.line}, column ${error.column}`;
    journal.add({ ...trace, error: `${error.message} (${where})`, excerpt: error.excerpt });
    throw misconfigured(`Unable to transform ${phase}: ${error.message} (${where})`);
  }
}

function cut(text: string): string {
  return text.length <= tracedCharactersMax ? text : `${text.slice(0, tracedCharactersMax)} [TRUNCATED]`;
}
