import { renderTemplate } from "@long-running-api/api-gateway/templates";

/** What a template made of its inputs, or where it cannot be read. */
export type Rendering =
  | {
      output: string;
      requestHeaders: Readonly<Record<string, string>>;
      /** Of the response, when the template sets one. */
      status: number | undefined;
      /** What a template left in $context, for the next template of the same call. */
      carried: Readonly<Record<string, unknown>>;
      /** Parameters that the template overrides more than once: API Gateway answers 5XX then. */
      overriddenTwice: readonly string[];
    }
  | { broken: string };

export interface RenderInput {
  phase: "request" | "response";
  template: string;
  body: string;
  path: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  stageVariables: Readonly<Record<string, string>>;
  /** What the request template left, when a response is rendered. */
  carried?: Readonly<Record<string, unknown>>;
}

/** Renders a mapping template as API Gateway does. Pure. */
export function render({
  phase,
  template,
  body,
  path,
  headers,
  stageVariables,
  carried,
}: RenderInput): Rendering {
  try {
    const rendered = renderTemplate({
      phase,
      template,
      body,
      params: { path, querystring: {}, header: headers },
      context: { ...sampleContext, ...carried },
      stageVariables,
    });
    return {
      output: rendered.output,
      requestHeaders: Object.fromEntries(
        Object.entries(rendered.requestOverride?.header ?? {}).map(([name, value]) => [name, String(value)]),
      ),
      status: rendered.responseOverride?.status,
      carried: rendered.carried,
      overriddenTwice: rendered.overriddenTwice ?? [],
    };
  } catch (error) {
    if (error instanceof Error && error.name === "TemplateError") return { broken: error.message };
    throw error;
  }
}

/**
 * Stands in for a call's own $context: nothing of the tutorial reads it, but a template may pass it on.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
const sampleContext = {
  accountId: "000000000000",
  apiId: "a1b2c3d4e5",
  deploymentId: "d1e2f3",
  domainName: "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
  domainPrefix: "a1b2c3d4e5",
  extendedRequestId: "AAAAAAAAAAAAAAA=",
  httpMethod: "POST",
  identity: { sourceIp: "127.0.0.1", userAgent: "check" },
  path: "/test/sample",
  protocol: "HTTP/1.1",
  requestId: "00000000-0000-0000-0000-000000000000",
  requestTime: "01/Jan/2026:00:00:00 +0000",
  requestTimeEpoch: 1767225600000,
  resourceId: "r1s2t3",
  resourcePath: "/sample",
  stage: "test",
};
