import { appendFileSync } from "node:fs";
import path from "node:path";
import { expect, inject, vi } from "vitest";
import type { AwsServerOptions } from "../src/server.ts";
import type { WireRequest, WireResponse } from "../src/wire/wire.ts";

/** Larger bodies are programs and attacks; small ones show the protocol just as well. */
const bodyBytesMax = 512 * 1024;

// Every server that a test opens in its own process records its requests and responses: no test has
// to remember it, and the product contains none of it.
vi.mock("../src/server.ts", async (importOriginal) => {
  const original = await importOriginal<typeof import("../src/server.ts")>();
  return {
    ...original,
    createAwsServer(options: AwsServerOptions) {
      const serve = original.createAwsServer(options);
      return async (request: WireRequest) => {
        const response = await serve(request);
        record(request, response);
        return response;
      };
    },
  };
});

function record(request: WireRequest, response: WireResponse): void {
  const folder = inject("exchangesFolder");
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers["authorization"] ?? "")?.[1];
  const body = Buffer.from(response.body);
  if (!folder || !service || request.body.length > bodyBytesMax || body.length > bodyBytesMax) return;
  const { method, path: requestPath, headers, query } = request;
  const exchange = {
    test: path.basename(expect.getState().testPath ?? "?"),
    service,
    request: {
      method,
      path: requestPath,
      query: [...query],
      headers: { "x-amz-target": headers["x-amz-target"] ?? "", ...invokeHeaders(headers) },
      body: request.body.toString("base64"),
    },
    response: { status: response.status, headers: response.headers, body: body.toString("base64") },
  };
  appendFileSync(path.join(folder, `${process.pid}.jsonl`), `${JSON.stringify(exchange)}\n`);
}

/** Headers that are members of a request. */
function invokeHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => name.startsWith("x-amz-") && !name.startsWith("x-amz-security"),
    ),
  );
}
