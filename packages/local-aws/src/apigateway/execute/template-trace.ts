import type { Rendering } from "@long-running-api/api-gateway";
import type { Journal } from "../../journal.ts";
import type { Routed } from "./exchange.ts";

const tracedCharactersMax = 4_096;

/** Journals the input and output of a mapping template. */
export function traceRendering(
  { context }: Routed,
  rendering: Rendering | undefined,
  journal: Journal,
): void {
  if (!rendering) return;
  const { phase, template, body, params, output, error } = rendering;
  const trace = {
    kind: "template" as const,
    requestId: context.requestId,
    apiId: context.apiId,
    resourcePath: context.resourcePath,
    httpMethod: context.httpMethod,
    phase,
    template: cut(template),
    body: cut(body),
    params,
  };
  if (error) {
    const where = `line ${error.line}, column ${error.column}`;
    journal.add({ ...trace, error: `${error.message} (${where})`, excerpt: error.excerpt });
  } else if (output) journal.add({ ...trace, ...output, output: cut(output.output) });
}

function cut(text: string): string {
  return text.length <= tracedCharactersMax ? text : `${text.slice(0, tracedCharactersMax)} [TRUNCATED]`;
}
