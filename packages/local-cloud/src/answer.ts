import type { IncomingMessage, ServerResponse } from "node:http";
import type { LocalAws } from "@long-running-api/local-aws";
import { answerRequest, bodyBytesMax, invokeTarget } from "@long-running-api/local-aws/serve";
import { BodyTooLarge, sendResponse } from "@long-running-api/local-aws/wire/http";
import type { WireResponse } from "@long-running-api/local-aws/wire/wire";
import type { Conductor } from "@long-running-api/local-conductor";
import { hostCheck } from "./host-check.ts";
import type { Leases } from "./leases.ts";
import type { AllowedHosts } from "./options.ts";

/** The handlers of a request. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  aws: LocalAws;
  conductor: () => Promise<Conductor>;
  leases: Leases;
  allowedHosts: AllowedHosts;
}

/** One port, four kinds of requests: to a deployed API, to us, to Conductor, and (signed) to AWS. */
export async function answer(exchange: Exchange): Promise<void> {
  const { request, response, aws, conductor, allowedHosts } = exchange;
  const url = request.url ?? "/";
  const target = invokeTarget(request);
  const refused = hostCheck(request, { allowed: allowedHosts, isInvocation: target !== undefined });
  if (refused) return sendResponse(response, json(403, { message: refused }));
  if (!target) {
    if (url.startsWith("/_local/")) return await own(exchange);
    const signed = request.headers.authorization?.startsWith("AWS4-") || url.includes("X-Amz-");
    if (!signed && (url.startsWith("/api/") || url === "/api" || url.startsWith("/health")))
      return (await conductor()).handle(request, response);
  }
  sendResponse(response, await answerRequest(aws, request, target));
}

/** Requests of steps and tests to the cloud itself. */
async function own({ request, response, aws, leases }: Exchange): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
  if (pathname === "/_local/lease") return leases.take(response);
  if (pathname === "/_local/turn") return leases.takeTurn(response);
  if (pathname === "/_local/retire" && request.method === "POST") {
    sendResponse(response, json(202, {}));
    return leases.retire();
  }
  if (pathname === "/_local/status")
    return sendResponse(
      response,
      json(200, { pid: process.pid, accountId: aws.accountId, regions: aws.regions() }),
    );
  if (pathname === "/_local/python") return sendResponse(response, json(200, await aws.python()));
  if (pathname === "/_local/journal")
    return sendResponse(
      response,
      json(200, { entries: aws.journal.since(Number(searchParams.get("since") ?? 0)) }),
    );
  sendResponse(response, json(404, { message: `${pathname} does not exist here.` }));
}

/** Sends why a request could not be answered. */
export function answerFailure(response: ServerResponse, error: unknown): void {
  if (error instanceof BodyTooLarge) return sendResponse(response, tooLarge(response, error));
  if (response.destroyed || (error as NodeJS.ErrnoException).code === "ECONNRESET") return;
  console.error(error);
  if (response.headersSent) response.destroy();
  else
    sendResponse(
      response,
      json(500, {
        message: `A bug in the local cloud: ${error instanceof Error ? error.message : String(error)}`,
      }),
    );
}

/** Sends why no request can be answered at the moment. */
export function answerUnavailable(response: ServerResponse, message: string): void {
  const { headers, ...unavailable } = json(503, { message });
  sendResponse(response, {
    ...unavailable,
    headers: { ...headers, Connection: "close", "x-amzn-ErrorType": "ServiceUnavailable" },
  });
}

function json(status: number, body: unknown) {
  return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** The error for a body that is too large to read; for Lambda, only code is that large. */
function tooLarge({ req }: ServerResponse, error: BodyTooLarge): WireResponse {
  if (!/\/lambda\/aws4_request/.test(req.headers.authorization ?? ""))
    return json(413, { message: `The request body is too large: ${error.message}.` });
  const { headers, ...answer } = json(413, {
    message: `Request must be smaller than ${bodyBytesMax + 1} bytes for the CreateFunction operation`,
  });
  return { ...answer, headers: { ...headers, "x-amzn-ErrorType": "RequestEntityTooLargeException" } };
}
