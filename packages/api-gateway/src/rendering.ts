import type { Meter } from "@long-running-api/jsonpath/meter";
import type { Call } from "./call.ts";
import { misconfigured } from "./failure.ts";
import { single } from "./headers.ts";
import { secondOverride } from "./render-for-call.ts";
import { renderTemplate, TemplateError, type TemplateOutput } from "./templates/index.ts";
import type { Params } from "./templates/input-variable.ts";

/** One mapping template that was rendered: its input and its output. */
export interface Rendering {
  readonly phase: "request" | "response";
  readonly template: string;
  readonly body: string;
  readonly params: Params;
  readonly output?: TemplateOutput;
  /** Why it cannot be rendered, with the position. */
  readonly error?: {
    readonly message: string;
    readonly line: number;
    readonly column: number;
    readonly excerpt: string;
  };
}

/** What is carried where no template has left anything. */
export const nothing: Readonly<Record<string, unknown>> = {};

/** Renders a mapping template with the `$context` that an earlier template of the same call left. */
export function renderMapping(
  call: Call,
  { phase, template, body }: Pick<Rendering, "phase" | "template" | "body">,
  carried: Readonly<Record<string, unknown>>,
  meter: Meter,
): Rendering {
  const params = { path: call.pathParameters, querystring: single(call.query), header: single(call.headers) };
  const { stageVariables } = call;
  const context = carried === nothing ? call.context : { ...call.context, ...carried };
  try {
    const input = { phase, template, body, params, context, stageVariables };
    return { phase, template, body, params, output: renderTemplate(input, meter) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { message, line, column, excerpt } = error;
    return { phase, template, body, params, error: { message, line, column, excerpt } };
  }
}

/** The output of a rendering; throws when the template could not be rendered. */
export function outputOf({ phase, output, error }: Rendering): TemplateOutput {
  if (error || !output) {
    const why = error ? `: ${error.message} (line ${error.line}, column ${error.column})` : "";
    throw misconfigured(`Unable to transform ${phase}${why}`);
  }
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
  if (output.overriddenTwice) throw misconfigured(secondOverride(output));
  return output;
}
