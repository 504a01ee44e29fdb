import { NotJson, parseJson } from "@long-running-api/jsonpath/json";
import { RenderFault } from "@long-running-api/jsonpath/meter";
import { get } from "@long-running-api/jsonpath/values";
import { utf8Text } from "./bytes.ts";
import type { IntegrationAnswer, IntegrationRequest } from "./call.ts";
import { misconfigured } from "./failure.ts";

/**
 * A MOCK integration returns the status that its request template sets: {"statusCode": 200}. AWS parses it leniently:
 * without quotes, with trailing commas; the status is any integer.
 */
export function answerMock({ body }: Pick<IntegrationRequest, "body">): IntegrationAnswer {
  const status = statusOf(typeof body === "string" ? body : utf8Text(body));
  if (status === undefined) {
    throw misconfigured(
      "Unable to parse statusCode. It should be an integer that is defined in the request template.",
    );
  }
  return { status, headers: [], body: new Uint8Array(0) };
}

function statusOf(text: string): number | undefined {
  try {
    const document = parseJson(text);
    if (document === null || typeof document !== "object" || !("kind" in document)) return undefined;
    if (document.kind !== "map") return undefined;
    const status = get(document, "statusCode");
    return typeof status === "number" ? status : undefined;
  } catch (error) {
    if (error instanceof NotJson || error instanceof RenderFault) return undefined;
    throw error;
  }
}
