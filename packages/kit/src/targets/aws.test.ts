import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Problem } from "@long-running-api/foundation/problem";
import { afterEach, expect, it, vi } from "vitest";
import { aws } from "./aws.ts";

afterEach(() => void vi.unstubAllEnvs());

it.each([
  [403, "AccessDenied", "Your AWS identity lacks a permission. This says nothing about your work."],
  [400, "RegionDisabledException", "AWS rejected a request."],
  [403, "InvalidClientTokenId", "The AWS key in use is not valid here."],
])("STS refusing to identify the caller (%s %s) is a Problem", async (status, code, what) => {
  const server = createServer((_, response) => {
    response.writeHead(status, { "Content-Type": "text/xml" });
    response.end(`<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  vi.stubEnv("CONDUCTOR_SERVER_URL", "http://127.0.0.1:9/api");
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    const failure = await aws({ yes: true, writes: false }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Problem);
    expect(failure).toMatchObject({ message: what, exitCode: 2 });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
