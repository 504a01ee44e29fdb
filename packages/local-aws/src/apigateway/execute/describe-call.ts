import { type MethodAnswer, type ResponseChoices, utf8Text } from "@long-running-api/api-gateway";
import type { Exchange } from "./exchange.ts";
import { timeoutMillisDefault } from "./timeout.ts";

const bodyBytesMax = 16_000;

/** A call as the journal keeps it: what each box received, chose and returned, as plain data. */
export function describeCall(exchange: Exchange, answer: MethodAnswer) {
  const { trace, request, pathParameters, context, api, stage } = exchange;
  const { requestChoices, request: sent, responseChoices, endpoint, endpointMs, invocation, failure } = trace;
  const selection = responseChoices?.selection;
  const { methodIntegration } = trace.method ?? {};
  return {
    methodRequest: {
      resourcePath: context.resourcePath,
      pathParameters,
      query: request.query,
      headers: visible(request.headers),
      body: textOf(request.body),
      authorizationType: trace.method?.authorizationType,
      apiKeyRequired: trace.method?.apiKeyRequired,
      hasPolicy: api.api.policy !== undefined,
    },
    context,
    stageVariables: stage.variables,
    ...(methodIntegration && {
      integrationType: methodIntegration.type,
      timeoutMs: methodIntegration.timeoutInMillis ?? timeoutMillisDefault,
    }),
    ...(requestChoices && {
      integrationRequest: {
        choice: withoutTemplate(requestChoices.body),
        parameters: requestChoices.parameters,
        headers: requestChoices.headers,
        ...(sent && {
          uri: sent.uri,
          httpMethod: sent.httpMethod,
          sent: sent.headers,
          body: textOf(sent.body),
        }),
      },
    }),
    ...(invocation && { invocation }),
    ...(endpoint && {
      integration: {
        status: endpoint.status,
        headers: endpoint.headers,
        body: textOf(endpoint.body),
        ms: endpointMs,
      },
    }),
    ...(responseChoices && {
      integrationResponse: {
        ...(selection && { selection: withoutResponse(selection) }),
        template: withoutTemplate(responseChoices.template),
        parameters: responseChoices.parameters,
        headers: responseChoices.headers,
        status: responseChoices.status,
      },
    }),
    methodResponse: { status: answer.status, headers: answer.headers, body: textOf(answer.body) },
    ...(failure && { failure }),
  };
}

function visible(headers: Exchange["request"]["headers"]) {
  return headers.map(([name, value]) => [
    name,
    /^(authorization|x-api-key|cookie)$/i.test(name) ? `${value.slice(0, 6)}…` : value,
  ]);
}

/** The template itself is in the journal once, with what it rendered. */
function withoutTemplate<Choice extends object>(choice: Choice | undefined) {
  if (!choice) return undefined;
  const { template: _, ...rest } = choice as Choice & { template?: string };
  return rest;
}

function withoutResponse({ response, ...rest }: NonNullable<ResponseChoices["selection"]>) {
  const { statusCode, selectionPattern } = response;
  return { ...rest, statusCode, selectionPattern };
}

function textOf(body: Uint8Array | string): string {
  if (typeof body === "string") return body;
  return utf8Text(body.length > bodyBytesMax ? body.subarray(0, bodyBytesMax) : body);
}
