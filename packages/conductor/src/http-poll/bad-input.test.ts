import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type PollResult, pollOnce } from "../http-poll.ts";
import { sendHttpPoll, sendLimits } from "../http-request.ts";
import { createSandbox } from "../sandbox/index.ts";

const sandbox = createSandbox({ evaluateMsMax: 5_000, memoryBytesMax: 16 * 1024 * 1024 });
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => sandbox.close());

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The first poll, assembled as in the engine and the worker, where every failure counts. */
function pollFirst(http_request: Record<string, unknown>): Promise<PollResult> {
  const inputData = {
    http_request: {
      method: "GET",
      terminationCondition: "$.output.response.body.state == 'DONE'",
      ...http_request,
    },
  };
  return pollOnce(
    { inputData, pollCount: 1 },
    { minPollIntervalSeconds: 1, strict: true },
    {
      evaluate: sandbox.evaluate,
      checkSyntax: sandbox.checkSyntax,
      send: (spec) => sendHttpPoll(spec, { ...sendLimits, bodyBytesMax: 200_000, redirectsMax: 5 }),
      nowMs: () => performance.now(),
      wallMs: Date.now,
      random: Math.random,
    },
  );
}

async function reasonOf(http_request: Record<string, unknown>): Promise<string> {
  const result = await pollFirst(http_request);
  expect(result.status).toBe("FAILED_WITH_TERMINAL_ERROR");
  expect(result.logs).toHaveLength(1);
  return "reasonForIncompletion" in result ? result.reasonForIncompletion : "";
}

const words = "Failed to invoke HTTP_POLL task due to: ";
const ioError = (uri: string, detail: string) =>
  `${words}java.lang.Exception: I/O error on GET request for "${uri}": ${detail}`;

describe("a uri that", () => {
  it("is missing", async () => {
    expect(await reasonOf({})).toBe(
      "Missing HTTP URI.  See documentation for HttpTask for required input parameters",
    );
  });

  it("is empty", async () => {
    expect(await reasonOf({ uri: "" })).toBe(ioError("", "Target host is not specified"));
  });

  it("is not HTTP", async () => {
    expect(await reasonOf({ uri: "ftp://127.0.0.1/x" })).toBe(
      ioError("ftp://127.0.0.1/x", "Unroutable protocol scheme: ftp://127.0.0.1"),
    );
    expect(await reasonOf({ uri: "file:///etc/passwd" })).toContain("file:/");
  });

  it("is an invoke URL with an unfilled placeholder", async () => {
    const uri = "https://<your-api-gateway-id>.execute-api.<your-region>.amazonaws.com/<stage>/12345";
    expect(await reasonOf({ uri })).toBe(
      `${words}org.springframework.web.util.InvalidUrlException: Bad authority`,
    );
  });

  it("cannot be resolved", async () => {
    expect(await reasonOf({ uri: "http://nosuch.invalid/x?key=1" })).toMatch(
      /I\/O error on GET request for "http:\/\/nosuch\.invalid\/x": nosuch\.invalid: (Name or service not known|Temporary failure in name resolution)$/,
    );
  });

  it("refuses the connection", async () => {
    const uri = await serve(() => {});
    for (const server of servers.splice(0)) server.close();
    expect(await reasonOf({ uri: `${uri}/` })).toBe(
      ioError(`${uri}/`, `Connect to ${uri} failed: Connection refused`),
    );
  });
});

describe("a response that", () => {
  it("redirects in a circle", async () => {
    const uri = await serve((_, response) => response.writeHead(302, { location: "/a?secret=1" }).end());
    expect(await reasonOf({ uri: `${uri}/a` })).toBe(ioError(`${uri}/a`, `Circular redirect to '${uri}/a'`));
  });

  it("redirects endlessly", async () => {
    let count = 0;
    const uri = await serve((_, response) => {
      count += 1;
      response.writeHead(302, { location: `/${count}` }).end();
    });
    expect(await reasonOf({ uri })).toBe(ioError(uri, "Maximum redirects (5) exceeded"));
  });

  it("arrives very slowly", async () => {
    const uri = await serve((_, response) => {
      const timer = setInterval(() => response.write(" "), 10);
      response.once("close", () => clearInterval(timer));
    });
    expect(await reasonOf({ uri, readTimeOut: "100" })).toBe(ioError(uri, "Read timed out"));
  });

  it("is a gigabyte", async () => {
    const uri = await serve((_, response) => {
      response.writeHead(200, { "content-length": 1_000_000_000 });
      const more = () => {
        while (response.writable && response.write(Buffer.alloc(65_536)));
        if (response.writable) response.once("drain", more);
      };
      more();
    });
    expect(await reasonOf({ uri })).toBe(ioError(uri, "the answer is larger than 200000 bytes"));
  });

  it("is HTML continues the polling: its body is text, and the condition is false", async () => {
    const uri = await serve((_, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<html><body>Sign in</body></html>"),
    );
    expect(await pollFirst({ uri })).toMatchObject({
      status: "IN_PROGRESS",
      outputData: { response: { statusCode: 200, body: "<html><body>Sign in</body></html>" } },
    });
  });

  it("is cut off", async () => {
    const uri = await serve((request) => request.socket.destroy());
    const { host } = new URL(uri);
    expect(await reasonOf({ uri })).toBe(ioError(uri, `${host} failed to respond`));
  });
});
