import {
  type Carried,
  eventTextOf,
  invocationTypeOf,
  mapRequest,
  nothingCarried,
  type RequestChoices,
  type RequestOutcome,
  utf8Text,
} from "@long-running-api/api-gateway";
import { asIntegration } from "./as-method.ts";
import { parseJson } from "./json.ts";
import type { IntegrationSeen } from "./method.ts";
import { asCall, type SampleCall } from "./sample-call.ts";

type Rendered = NonNullable<NonNullable<RequestChoices["rendering"]>["output"]>;

/** The request that API Gateway would send to Lambda for a call. */
export type IntegrationCall =
  | {
      kind: "sent";
      payload: string;
      /** Undefined if the payload is not valid JSON, which Lambda rejects. */
      event: unknown;
      /** Whether a template produced it; otherwise the client's body was passed through. */
      fromTemplate: boolean;
      invocation: Invocation;
      /** References in the template that have no value. */
      unresolved?: readonly string[];
      /** What the template left for the response. */
      carried: Carried;
    }
  | { kind: "unsupported" }
  | { kind: "broken"; message: string }
  /** API Gateway rejects the call by itself, because of a mapping. */
  | { kind: "rejected"; reason: string };

/** How Lambda is asked to invoke the function, and what sets that. */
export interface Invocation {
  type: string;
  /** From a fixed value or a variable, from the client's own request, or from the template. */
  sources: readonly ("mapping" | "client" | "template")[];
  /** The template sets it more than once. */
  twice: boolean;
  /** The source of a mapping that has no value in this call. */
  emptyFrom?: string;
}

const invocationHeader = "x-amz-invocation-type";
const invocationTarget = `integration.request.header.${invocationHeader}`;

/** Maps a call to the integration request by API Gateway's rules. Pure. */
export function walkRequest(integration: IntegrationSeen, call: SampleCall): IntegrationCall {
  const outcome = mapRequest({ methodIntegration: asIntegration(integration) }, asCall(call));
  const { body, rendering } = outcome.choices;
  if (rendering?.error) return { kind: "broken", message: rendering.error.message };
  if (body?.kind === "unsupported") return { kind: "unsupported" };
  // A request that fails because an override is set twice is judged by what was rendered.
  if ("failure" in outcome && !rendering?.output?.overriddenTwice)
    return { kind: "rejected", reason: outcome.failure.reason ?? outcome.failure.message };
  const payload = "failure" in outcome ? (rendering?.output?.output ?? "") : textOf(outcome.request.body);
  return {
    kind: "sent",
    payload,
    event: parseJson(textOf(eventTextOf(payload))),
    fromTemplate: body?.kind === "template",
    invocation: invocationOf(outcome),
    ...(rendering?.output?.unresolved ? { unresolved: rendering.output.unresolved } : {}),
    carried: rendering?.output ? carriedBy(rendering.output) : nothingCarried,
  };
}

function textOf(body: Uint8Array | string): string {
  return typeof body === "string" ? body : utf8Text(body);
}

/** The overrides that a template leaves for the response, even if the call fails later. */
function carriedBy({ carried, responseOverride = {} }: Rendered): Carried {
  return { context: carried, responseOverride };
}

/** The client's header that the invocation type is mapped from; undefined if it comes from elsewhere. */
export function clientHeaderOf({ parameters }: IntegrationSeen): string | undefined {
  const expression = Object.entries(parameters).find(([target]) => isTarget(target))?.[1];
  const name = /^method\.request\.(?:multivalue)?header\.(.+)$/.exec(expression ?? "")?.[1];
  return name?.toLowerCase() === invocationHeader ? name : undefined;
}

function isTarget(target: string): boolean {
  return target.toLowerCase() === invocationTarget;
}

function invocationOf(outcome: RequestOutcome): Invocation {
  const { parameters, rendering } = outcome.choices;
  const mapping = parameters.find(({ target }) => isTarget(target));
  const overrides = Object.entries(rendering?.output?.requestOverride?.header ?? {});
  const override = overrides.find(([name]) => name.toLowerCase() === invocationHeader)?.[1];
  const twice = rendering?.output?.overriddenTwice ?? [];
  return {
    type:
      "failure" in outcome
        ? String(override ?? mapping?.value ?? "RequestResponse")
        : invocationTypeOf(outcome.request.headers),
    sources: [
      ...(mapping ? [mapping.source === "client" ? ("client" as const) : ("mapping" as const)] : []),
      ...(override === undefined ? [] : ["template" as const]),
    ],
    twice: twice.some((name) => name.toLowerCase().includes(invocationHeader)),
    ...(mapping && !mapping.value ? { emptyFrom: mapping.expression } : {}),
  };
}
