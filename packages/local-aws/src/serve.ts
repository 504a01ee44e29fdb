import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { devNull } from "node:os";
import { type LocalAws, type LocalAwsOptions, openAws } from "./index.ts";
import { type InvokeTarget, readInvokeUrl } from "./invoke-url.ts";
import { readRequest, sendResponse } from "./wire/http.ts";
import type { WireResponse } from "./wire/wire.ts";

/** An embedded AWS that listens on its own port. */
export interface ServedAws {
  readonly aws: LocalAws;
  /** `http://127.0.0.1:PORT`: the endpoint for clients and the base of invoke URLs. */
  readonly url: string;
  close(): Promise<void>;
}

/** Lambda's limit for CreateFunction: a zip of 50 MB in base64, and the other parameters. */
export const bodyBytesMax = 70_167_210;

/** Opens the embedded AWS on a free port of this machine; without options it keeps everything in memory. */
export async function serveAws(options: Partial<LocalAwsOptions> = {}): Promise<ServedAws> {
  let url = "";
  const aws = await openAws({
    dataFolder: undefined,
    pythonFolder: options.dataFolder ?? devNull, // without a folder there is no private Python
    accountId: "000000000000",
    endpoint: () => url,
    quotas: false,
    slowIamSeconds: 0,
    ...options,
  });
  const server = createServer((request, response) => {
    answerRequest(aws, request, invokeTarget(request)).then(
      (answer) => sendResponse(response, answer),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  aws.resume();
  return {
    aws,
    url,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await aws.close();
    },
  };
}

/** The deployed API that a request calls; undefined for a request to a service. */
export function invokeTarget({
  headers,
  url,
}: Pick<IncomingMessage, "headers" | "url">): InvokeTarget | undefined {
  return readInvokeUrl(headers.host ?? "", url ?? "/");
}

/** Answers a call of a deployed API, or a request to a service; throws BodyTooLarge. */
export async function answerRequest(
  aws: LocalAws,
  request: IncomingMessage,
  target: InvokeTarget | undefined,
): Promise<WireResponse> {
  const wire = await readRequest(request, bodyBytesMax);
  if (!target) return await aws.handle(wire);
  return await aws.execute({
    ...target,
    request: wire,
    rawHeaders: request.rawHeaders,
    sourceIp: request.socket.remoteAddress ?? "",
    protocol: `HTTP/${request.httpVersion}`,
  });
}
