import { contextVariable, type RequestOverride, type ResponseOverride } from "./context-variable.ts";
import { placeAt, TemplateError } from "./errors.ts";
import { fromJson } from "./from-json.ts";
import { inputVariable, type Params } from "./input-variable.ts";
import { newMeter, RenderFault } from "./meter.ts";
import { parseTemplate } from "./parse.ts";
import { render } from "./render.ts";
import { utilVariable } from "./util-variable.ts";
import type { Value } from "./values.ts";

/** What a mapping template is rendered with. */
export interface TemplateInput {
  readonly phase: "request" | "response";
  readonly template: string;
  /** The payload as text; "" when there is none. */
  readonly body: string;
  readonly params: Params;
  /** `$context`, with the overrides of an earlier template in `requestOverride` and `responseOverride`. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly stageVariables?: Readonly<Record<string, string>>;
}

/** What came out of it: the text, and the overrides as they stand after rendering. */
export interface TemplateOutput {
  readonly output: string;
  readonly requestOverride?: RequestOverride;
  readonly responseOverride?: ResponseOverride;
  /** What `$context` must hold again when the response template of the same call is rendered. */
  readonly carried: Readonly<Record<string, unknown>>;
  /** Parameters that were overridden more than once, which API Gateway answers with 5XX. */
  readonly overriddenTwice?: readonly string[];
}

/** Renders a mapping template as API Gateway does; throws TemplateError and nothing else. */
export function renderTemplate(input: TemplateInput): TemplateOutput {
  const template = parseTemplate(input.template);
  const meter = newMeter();
  const context = contextVariable(input.context ?? {}, meter);
  const variables = new Map<string, Value>([
    ["input", inputVariable(input.body, input.params, meter)],
    ["context", context.map],
    ["stageVariables", fromJson(input.stageVariables ?? {})],
    ["util", utilVariable(meter)],
  ]);
  const output = render(template, variables, meter, "");
  try {
    return {
      output,
      carried: context.carried(),
      ...present("requestOverride", context.requestOverride()),
      ...present("responseOverride", context.responseOverride()),
      ...present("overriddenTwice", nonEmpty(context.overriddenTwice())),
    };
  } catch (error) {
    if (error instanceof RenderFault) throw new TemplateError(error.message, placeAt(input.template, 0));
    throw error;
  }
}

function present<Name extends string, T>(name: Name, value: T | undefined): { readonly [key in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [key in Name]?: T };
}

function nonEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}
