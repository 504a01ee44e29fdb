import type { MethodAnswer, ResponseChoices } from "@long-running-api/api-gateway";
import { decidingStatement } from "@long-running-api/iam/deciding-statement";
import type { PolicyDecision } from "@long-running-api/iam/policy";
import type { Details } from "../../journal.ts";
import { startOf } from "../../truncate.ts";
import { integrationTimeoutMillisDefault } from "../store.ts";
import type { Exchange } from "./exchange.ts";
import { startOfBytes } from "./start-of-bytes.ts";

/** The parts of a call that are kept until they are read; the client's raw request is not. */
type Described = Omit<Exchange, "arrival" | "traceId">;

const bodyBytesMax = 16_000;

/** About what a call keeps in memory besides its bodies: names, headers, IDs. */
const ownCharacters = 4_000;
const heldBytesMax = 64_000;

/** A call's details for the journal: built only when they are read, unless its bodies are too large to keep until then. */
export function detailsOf(exchange: Exchange, answer: MethodAnswer): Details {
  const { log, trace, request, pathParameters, context, api, stage } = exchange;
  const described: Described = { log, trace, request, pathParameters, context, api, stage };
  const bodies = [request.body, trace.request?.body ?? "", trace.endpoint?.body ?? "", answer.body];
  const bytes = bodies.reduce((sum, { length }) => sum + length, 0);
  return bytes <= heldBytesMax
    ? {
        characters: ownCharacters + bytes,
        describe() {
          return describeCall(described, answer);
        },
      }
    : alreadyDescribed(describeCall(described, answer));
}

/** A function of its own: the closure above would keep the exchange in memory. */
function alreadyDescribed(described: Record<string, unknown>): Details {
  return { characters: ownCharacters + heldBytesMax, describe: () => described };
}

/** A call as the journal keeps it: its execution log, and what each box received, chose and returned, as plain data. */
function describeCall(described: Described, answer: MethodAnswer) {
  return { log: described.log.lines(), boxes: boxesOf(described, answer) };
}

function boxesOf({ trace, request, pathParameters, context, api, stage }: Described, answer: MethodAnswer) {
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
      ...(trace.resourcePolicy && { policyDecision: describeDecision(trace.resourcePolicy) }),
      ...(trace.signer && {
        signer: trace.signer.arn,
        ...(trace.signer.decision && { signerDecision: describeDecision(trace.signer.decision) }),
      }),
    },
    context,
    stageVariables: stage.variables,
    ...(methodIntegration && {
      integrationType: methodIntegration.type,
      timeoutMs: methodIntegration.timeoutInMillis ?? integrationTimeoutMillisDefault,
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

function describeDecision(decided: PolicyDecision) {
  return { decision: decided.decision, by: decidingStatement(decided) };
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
  return typeof body === "string" ? startOf(body, bodyBytesMax) : startOfBytes(body, bodyBytesMax);
}
