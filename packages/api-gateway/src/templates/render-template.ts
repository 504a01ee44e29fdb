import { fromJson } from "@long-running-api/jsonpath/from-json";
import { type Meter, newMeter, RenderFault } from "@long-running-api/jsonpath/meter";
import type { Template } from "./ast.ts";
import { type ContextVariable, contextVariable, type Overrides, overridesOf } from "./context-variable.ts";
import { placeAt, TemplateError } from "./errors.ts";
import { inputVariable, type Params } from "./input-variable.ts";
import { parseTemplate } from "./parse.ts";
import { render } from "./render.ts";
import type { Variables } from "./state.ts";
import type { Tracer } from "./trace.ts";
import { utilVariable } from "./util-variable.ts";

/** The input of a mapping template. */
export interface TemplateInput {
  readonly phase: "request" | "response";
  readonly template: string;
  /** The payload as text; "" for none. */
  readonly body: string;
  readonly params: Params;
  /** `$context`, with the overrides of an earlier template in `requestOverride` and `responseOverride`. */
  readonly context?: object;
  readonly stageVariables?: Readonly<Record<string, string>>;
}

/** The output: the text, and the overrides after rendering. */
export interface TemplateOutput extends Overrides {
  readonly output: string;
  /** References to variables or methods that do not exist, as the template writes them: they render as nothing. */
  readonly unresolved?: readonly string[];
}

/** Renders a mapping template as API Gateway does; throws TemplateError and nothing else. `trace` gets each event. */
export function renderTemplate(
  input: TemplateInput,
  meter: Meter = newMeter(),
  trace?: Tracer,
): TemplateOutput {
  const template = parseTemplate(input.template);
  const context = contextOf(input, template);
  const missing = new Set<string>();
  const output = render(template, variablesOf(input, template, meter, context), meter, "", missing, trace);
  const unresolved = missing.size > 0 ? { unresolved: [...missing] } : {};
  if (!context) return { output, carried: {}, ...unresolved };
  try {
    return { output, ...overridesOf(context, meter), ...unresolved };
  } catch (error) {
    if (error instanceof RenderFault) throw new TemplateError(error.message, placeAt(input.template, 0));
    throw error;
  }
}

/** `$context` is built when the template refers to it or when an earlier template has set overrides. */
function contextOf({ context = {} }: TemplateInput, { names }: Template): ContextVariable | undefined {
  const wanted = names.has("context") || "requestOverride" in context || "responseOverride" in context;
  return wanted ? contextVariable(context) : undefined;
}

function variablesOf(
  { body, params, stageVariables = {} }: TemplateInput,
  { names }: Template,
  meter: Meter,
  context: ContextVariable | undefined,
): Variables {
  const variables: Variables = new Map();
  if (names.has("input")) variables.set("input", inputVariable(body, params, meter));
  if (context) variables.set("context", context.map);
  if (names.has("stageVariables")) variables.set("stageVariables", fromJson(stageVariables));
  if (names.has("util")) variables.set("util", utilVariable(meter));
  return variables;
}
