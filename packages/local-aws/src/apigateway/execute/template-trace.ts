import type { Rendering } from "@long-running-api/api-gateway";
import type { Journal } from "../../journal.ts";
import { truncate } from "../../truncate.ts";
import type { Routed } from "./exchange.ts";

const tracedCharactersMax = 4_096;
/** About what its parameters take. */
const paramsCharacters = 1_000;

/** Journals the input and output of a mapping template. */
export function traceRendering(
  { context }: Routed,
  rendering: Rendering | undefined,
  journal: Journal,
): void {
  if (!rendering) return;
  const { phase, template, body, params, output, error } = rendering;
  const { requestId, apiId, resourcePath, httpMethod } = context;
  const texts = {
    template: truncate(template, tracedCharactersMax),
    body: truncate(body, tracedCharactersMax),
    output: output && truncate(output.output, tracedCharactersMax),
  };
  const characters = texts.template.length + texts.body.length + (texts.output?.length ?? 0);
  journal.add(
    {
      kind: "template",
      requestId,
      apiId,
      resourcePath,
      httpMethod,
      phase,
      carried: output?.carried,
      requestOverride: output?.requestOverride,
      responseOverride: output?.responseOverride,
      overriddenTwice: output?.overriddenTwice,
      error: error && `${error.message} (line ${error.line}, column ${error.column})`,
      excerpt: error?.excerpt,
    },
    {
      characters: characters + paramsCharacters,
      describe() {
        return { ...texts, params };
      },
    },
  );
}
