import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readNames } from "@long-running-api/kit/names";
import { expect, test } from "vitest";
import { checks } from "../../../checks/all.ts";
import { runOf } from "../../../checks/engine/run.ts";

// A substitute for AWS, or a proxy, may return anything. No response may crash a check, and one that cannot
// be read proves anything about the learner's work.

test.each([
  ["a web page", "<!doctype html><title>Sign in</title>"],
  ["half an answer", '{"Table": {"TableName": "lambda-'],
  ["nothing", ""],
  ["an empty object", "{}"],
  ["null", "null"],
  ["a list", "[]"],
])("%s instead of a response is unknown", async (_, body) => {
  const endpoint = await answering(body);
  const { checks: verdicts } = await runOf(checks, {
    target: {
      name: "oss",
      title: `a stub at ${endpoint.url}`,
      aws: {
        region: "us-east-1",
        endpoint: endpoint.url,
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
        maxAttempts: 1,
        retryMode: "standard",
      },
      waiting: { minDelay: 1, maxDelay: 2 },
      conductorUrl: endpoint.url,
      conductor: async () => {
        throw new Error("Nobody asks Conductor here.");
      },
      real: false,
      invokeUrl: () => endpoint.url,
      started: false,
      close: async () => {},
    },
    names: readNames({ options: {}, env: {} }),
    steps: ["01-table", "02-lambda"],
    passive: true,
  });
  await endpoint.close();
  expect(verdicts.filter(({ status }) => status !== "unknown" && status !== "skip")).toEqual([]);
  expect(verdicts.find(({ id }) => id === "01-table/exists")?.status).toBe("unknown");
});

async function answering(body: string) {
  const server = createServer((_, response) => response.writeHead(200).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
