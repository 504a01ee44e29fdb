import type { EndpointResponse, IntegrationRequest } from "./exchange.ts";
import { misconfigured } from "./failure.ts";

/** A MOCK integration answers what its request template asks for: {"statusCode": 200}, also without the quotes. */
export function answerMock({ body }: Pick<IntegrationRequest, "body">): EndpointResponse {
  const status = statusOf(body.toString());
  if (status === undefined) {
    throw misconfigured(
      "Unable to parse statusCode. It should be an integer that is defined in the request template.",
    );
  }
  return { status, headers: [], body: Buffer.alloc(0) };
}

function statusOf(text: string): number | undefined {
  const strict = parsedStatus(text);
  if (strict !== undefined) return strict.status;
  // AWS's parser takes keys without quotes, or with single ones; enough of that for what CDK writes.
  const loose = /^\s*\{(?:[^{}]*,)?\s*(['"]?)statusCode\1\s*:\s*(\d{3})\s*(?:,[^{}]*)?\}\s*$/.exec(text);
  return loose ? Number(loose[2]) : undefined;
}

function parsedStatus(text: string): { status: number | undefined } | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const status = (parsed as { statusCode?: unknown } | null)?.statusCode;
    return { status: typeof status === "number" && Number.isInteger(status) ? status : undefined };
  } catch {
    return undefined;
  }
}
