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
  // Written out: this happens twice in each call, and spreading objects into each other takes longer than a rendering.
  journal.add({
    kind: "template",
    requestId: context.requestId,
    apiId: context.apiId,
    resourcePath: context.resourcePath,
    httpMethod: context.httpMethod,
    phase,
    template: cut(template),
    body: cut(body),
    params,
    output: output && cut(output.output),
    carried: output?.carried,
    requestOverride: output?.requestOverride,
    responseOverride: output?.responseOverride,
    overriddenTwice: output?.overriddenTwice,
    error: error && `${error.message} (line ${error.line}, column ${error.column})`,
    excerpt: error?.excerpt,
  });
}

function cut(text: string): string {
  return text.length <= tracedCharactersMax ? text : `${text.slice(0, tracedCharactersMax)} [TRUNCATED]`;
}
