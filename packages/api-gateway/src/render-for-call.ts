import { type Meter, newMeter } from "@long-running-api/jsonpath/meter";
import { placeAt, TemplateError } from "./templates/errors.ts";
import { renderTemplate, type TemplateInput, type TemplateOutput, type Tracer } from "./templates/index.ts";
import { unreadableBody } from "./unreadable-body.ts";

/** Renders a template as a call does: throws a TemplateError also for an output with which API Gateway fails the call. */
export function renderForCall(
  input: TemplateInput,
  meter: Meter = newMeter(),
  trace?: Tracer,
): TemplateOutput {
  const { phase, template, body } = input;
  const rejected = phase === "request" ? unreadableBody(template, body, meter) : undefined;
  if (rejected) throw rejected;
  const rendered = renderTemplate(input, meter, trace);
  const [name] = rendered.overriddenTwice ?? [];
  if (name !== undefined)
    throw new TemplateError(secondOverride(rendered), placeAt(template, lastMention(template, name)));
  return rendered;
}

/** The message for parameters that a template has overridden more than once. */
export function secondOverride({ overriddenTwice = [] }: TemplateOutput): string {
  return `Parameter was overridden more than once: ${overriddenTwice.join(", ")}`;
}

/** Where a template last mentions an override, such as `requestOverride.header.x-id`; its start if nowhere by name. */
function lastMention(template: string, override: string): number {
  const name = override.split(".").slice(2).join(".") || "status";
  return Math.max(0, template.toLowerCase().lastIndexOf(name.toLowerCase()));
}
