import type { Journal } from "../../journal.ts";
import { renderTemplate } from "../vtl/index.ts";
import type { RequestOverride, ResponseOverride, Routed } from "./exchange.ts";
import { GatewayFailure } from "./failure.ts";
import { single } from "./headers.ts";

/** What a template made of its inputs. */
export interface Rendered {
  output: string;
  requestOverride?: RequestOverride;
  responseOverride?: ResponseOverride;
}

const tracedCharactersMax = 4_096;

/** Renders a mapping template, and tells the journal what it rendered from what. */
export function renderMapping(
  exchange: Routed,
  journal: Journal,
  { phase, template, body }: { phase: "request" | "response"; template: string; body: string },
): Rendered {
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
    const context = {
      ...exchange.context,
      ...(phase === "response" ? { responseOverride: exchange.responseOverride } : {}),
    };
    const rendered = renderTemplate({
      phase,
      template,
      body,
      params,
      context,
      stageVariables: exchange.stage.variables,
    });
    journal.add({ ...trace, ...rendered, output: cut(rendered.output) });
    return rendered;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "TemplateError") throw error;
    journal.add({ ...trace, error: error.message });
    throw new GatewayFailure("API_CONFIGURATION_ERROR", "Internal server error", {
      reason: `Execution failed due to configuration error: Unable to transform ${phase}: ${error.message}`,
    });
  }
}

function cut(text: string): string {
  return text.length <= tracedCharactersMax ? text : `${text.slice(0, tracedCharactersMax)} [TRUNCATED]`;
}
