import { parseJson } from "./json.ts";
import type { IntegrationSeen } from "./method.ts";
import { render } from "./render.ts";

/** A call of a method, as its client makes it. */
export interface SampleCall {
  body: string;
  contentType: string;
  path: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  stageVariables: Readonly<Record<string, string>>;
}

/** What API Gateway would hand to Lambda for a call. */
export type IntegrationCall =
  | {
      kind: "sent";
      payload: string;
      /** Nothing when the payload is no JSON: Lambda refuses it then. */
      event: unknown;
      /** Whether a template made it, or the client's body passed through. */
      fromTemplate: boolean;
      invocation: Invocation;
      /** What the template left in $context for the response's template. */
      carried: Readonly<Record<string, unknown>>;
    }
  | { kind: "unsupported" }
  | { kind: "broken"; message: string };

/** How Lambda is asked to run the function, and who says so. */
export interface Invocation {
  type: string;
  /** From a fixed value, from the client's own header, or from the template. */
  sources: readonly ("mapping" | "client" | "template")[];
  /** The template sets it more than once. */
  twice: boolean;
  /** Where a mapping takes it from that has no value in this call. */
  emptyFrom?: string;
}

const invocationHeader = "x-amz-invocation-type";

/** Walks a call through the integration request, as API Gateway does. Pure. */
export function walkRequest(integration: IntegrationSeen, call: SampleCall): IntegrationCall {
  const template = templateFor(integration.templates, call.contentType);
  const mapped = mappedInvocation(integration, call);
  if (template === undefined) {
    const none = Object.keys(integration.templates).length === 0;
    const passes =
      integration.passthrough === "WHEN_NO_MATCH" ||
      (integration.passthrough === "WHEN_NO_TEMPLATES" && none);
    if (!passes) return { kind: "unsupported" };
    return sent({
      payload: call.body,
      fromTemplate: false,
      invocation: invocationOf(mapped, undefined),
      carried: {},
    });
  }
  const rendered = render({ phase: "request", template, ...call });
  if ("broken" in rendered) return { kind: "broken", message: rendered.broken };
  const override = Object.entries(rendered.requestHeaders).find(
    ([name]) => name.toLowerCase() === invocationHeader,
  );
  return sent({
    payload: rendered.output,
    fromTemplate: true,
    invocation: invocationOf(mapped, override?.[1], rendered.overriddenTwice),
    carried: rendered.carried,
  });
}

function sent(call: Omit<Extract<IntegrationCall, { kind: "sent" }>, "kind" | "event">): IntegrationCall {
  return { kind: "sent", event: parseJson(call.payload), ...call };
}

/** The template for a content type; parameters such as charset do not count. */
export function templateFor(
  templates: Readonly<Record<string, string>>,
  contentType: string,
): string | undefined {
  const essence = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  const key = Object.keys(templates).find((candidate) => candidate.toLowerCase() === essence);
  return (key === undefined ? undefined : templates[key]) || templates["$default"] || undefined;
}

interface Mapped {
  value: string;
  source: "mapping" | "client";
  expression: string;
}

/**
 * A parameter mapping of the header: 'Event' in quotes, a variable of the stage, or handed on from the client's request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
function mappedInvocation(
  { parameters }: IntegrationSeen,
  { headers, stageVariables }: SampleCall,
): Mapped | undefined {
  const expression = Object.entries(parameters).find(
    ([target]) => target.toLowerCase() === `integration.request.header.${invocationHeader}`,
  )?.[1];
  if (expression === undefined) return undefined;
  const literal = /^'(.*)'$/.exec(expression)?.[1];
  if (literal !== undefined) return { value: literal, source: "mapping", expression };
  const variable = /^stageVariables\.(.+)$/.exec(expression)?.[1];
  if (variable !== undefined) return { value: stageVariables[variable] ?? "", source: "mapping", expression };
  const header = /^method\.request\.header\.(.+)$/.exec(expression)?.[1]?.toLowerCase();
  const value = Object.entries(headers).find(([name]) => name.toLowerCase() === header)?.[1] ?? "";
  return { value, source: "client", expression };
}

function invocationOf(
  mapped: Mapped | undefined,
  override: string | undefined,
  overriddenTwice: readonly string[] = [],
): Invocation {
  return {
    type: override || mapped?.value || "RequestResponse",
    sources: [...(mapped ? [mapped.source] : []), ...(override === undefined ? [] : ["template" as const])],
    twice: overriddenTwice.some((name) => name.toLowerCase().includes(invocationHeader)),
    ...(mapped?.value === "" ? { emptyFrom: mapped.expression } : {}),
  };
}
