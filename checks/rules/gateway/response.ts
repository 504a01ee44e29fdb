import {
  type Carried,
  mapResponse,
  type SelectionChoice,
  utf8Bytes,
  utf8Text,
} from "@long-running-api/api-gateway";
import { asMethod } from "./as-method.ts";
import { parseJson } from "./json.ts";
import type { MethodSeen } from "./method.ts";
import { asCall, type SampleCall } from "./sample-call.ts";

/** The function's response, as API Gateway receives it. */
export interface SampleAnswer {
  call: SampleCall;
  /** Empty for an asynchronous invocation. */
  payload: string;
  /** What the request template left. */
  carried: Carried;
}

/** What the client would get, and the integration response that was chosen for it. */
export type ClientAnswer =
  | {
      kind: "answered";
      status: number;
      body: string;
      /** Undefined if the body is not valid JSON. */
      json: unknown;
      fromTemplate: boolean;
      /** References in the template that have no value. */
      unresolved?: readonly string[];
      selection: SelectionChoice | undefined;
    }
  /** No integration response for a function that succeeded: 500. */
  | { kind: "unmatched" }
  /** The integration response names a status that the method response lacks: 500. */
  | { kind: "undeclared"; status: string; selection: SelectionChoice }
  | { kind: "broken"; message: string; selection: SelectionChoice | undefined };

/** What a function's response (not an error) becomes by API Gateway's rules. Pure. */
export function walkResponse(method: MethodSeen, { call, payload, carried }: SampleAnswer): ClientAnswer {
  const answer = { status: 200, headers: [], body: utf8Bytes(payload) };
  const outcome = mapResponse(asMethod(method), asCall(call), answer, carried);
  const { selection, rendering, template } = outcome.choices;
  if ("failure" in outcome) {
    if (rendering?.error) return { kind: "broken", message: rendering.error.message, selection };
    const status = selection?.response.statusCode ?? "";
    if (selection && !method.responses.includes(status)) return { kind: "undeclared", status, selection };
    if (!selection) return { kind: "unmatched" };
    return { kind: "broken", message: outcome.failure.reason ?? outcome.failure.message, selection };
  }
  const body = typeof outcome.answer.body === "string" ? outcome.answer.body : utf8Text(outcome.answer.body);
  const { status } = outcome.answer;
  return {
    kind: "answered",
    status,
    body,
    json: parseJson(body),
    fromTemplate: template !== undefined,
    selection,
    ...(rendering?.output?.unresolved ? { unresolved: rendering.output.unresolved } : {}),
  };
}
