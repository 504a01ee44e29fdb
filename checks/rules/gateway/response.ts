import { asObject, parseJson } from "./json.ts";
import type { IntegrationResponseSeen, MethodSeen } from "./method.ts";
import { render } from "./render.ts";

/** What the function answered, as API Gateway gets it. */
export interface SampleAnswer {
  /** Empty for an asynchronous invocation. */
  payload: string;
  stageVariables: Readonly<Record<string, string>>;
  path: Readonly<Record<string, string>>;
  /** What the request template left in $context. */
  carried: Readonly<Record<string, unknown>>;
}

/** What the client would get. */
export type ClientAnswer =
  | {
      kind: "answered";
      status: number;
      body: string;
      /** Nothing when the body is no JSON. */
      json: unknown;
      fromTemplate: boolean;
    }
  /** No integration response for a function that succeeded: 500. */
  | { kind: "unmatched" }
  /** The integration response names a status that the method response lacks: 500. */
  | { kind: "undeclared"; status: string }
  | { kind: "broken"; message: string };

/** Walks a function's answer (not an error) through integration response and method response. Pure. */
export function walkResponse(method: MethodSeen, answer: SampleAnswer): ClientAnswer {
  const response = defaultResponse(method.integration?.responses ?? []);
  if (!response) return { kind: "unmatched" };
  if (!method.responses.includes(response.status)) return { kind: "undeclared", status: response.status };
  const template = responseTemplate(response);
  if (!template) {
    const status = statusOf(asObject(answer.carried["responseOverride"])?.["status"], response.status);
    return {
      kind: "answered",
      status,
      body: answer.payload,
      json: parseJson(answer.payload),
      fromTemplate: false,
    };
  }
  const rendered = render({
    phase: "response",
    template,
    body: answer.payload,
    path: answer.path,
    headers: {},
    stageVariables: answer.stageVariables,
    carried: answer.carried,
  });
  if ("broken" in rendered) return { kind: "broken", message: rendered.broken };
  const status = statusOf(rendered.status, response.status);
  return {
    kind: "answered",
    status,
    body: rendered.output,
    json: parseJson(rendered.output),
    fromTemplate: true,
  };
}

/**
 * The integration response for a function that did not fail: patterns are matched against the errorMessage, which is empty
 * then, and one without a pattern takes the rest.
 */
export function defaultResponse(
  responses: readonly IntegrationResponseSeen[],
): IntegrationResponseSeen | undefined {
  return (
    responses.find(({ selectionPattern }) => selectionPattern !== "" && matchesEmpty(selectionPattern)) ??
    responses.find(({ selectionPattern }) => selectionPattern === "")
  );
}

function matchesEmpty(pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test("");
  } catch {
    return false; // a Java expression that JavaScript cannot read
  }
}

/** The template of application/json, else the first. */
function responseTemplate({ templates }: IntegrationResponseSeen): string | undefined {
  return templates["application/json"] ?? Object.values(templates)[0];
}

function statusOf(override: unknown, declared: string): number {
  const status = Number(override);
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : Number(declared);
}
