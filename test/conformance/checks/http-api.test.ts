import { afterAll, beforeAll, expect, test } from "vitest";
import { checks } from "../../../checks/all.ts";
import { runOf } from "../../../checks/engine/run.ts";
import { openRecordingProxy } from "../../support/recording-proxy.ts";
import { openPractice, type Practice } from "../../support/solved.ts";

// The embedded cloud has only REST APIs. AWS's responses for HTTP APIs are provided by hand:
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html

let practice: Practice;
beforeAll(async () => {
  practice = await openPractice();
});
afterAll(() => practice.close());

test.each([
  ["by its name", "long-running-api", "GET /"],
  ["by its route", "my-first-api", "POST /invoke-lambda"],
])("an HTTP API instead of a REST API is reported, %s", async (_how, name, routeKey) => {
  const { exists } = await lookedAt({
    "/v2/apis": {
      items: [{ apiId: "a1b2c3d4e5", name, protocolType: "HTTP", routeSelectionExpression: "x" }],
    },
    "/v2/apis/a1b2c3d4e5/routes": { items: [{ routeKey }] },
  });
  expect(exists).toMatchObject({ status: "fail" });
  expect(exists?.observed).toContain(`${name} (a1b2c3d4e5) is an HTTP API`);
});

test.each([
  ["someone else's", { items: [{ apiId: "a1b2c3d4e5", name: "shop", protocolType: "HTTP" }] }],
  [
    "none, and a WebSocket API",
    { items: [{ apiId: "a1", name: "long-running-api", protocolType: "WEBSOCKET" }] },
  ],
  ["no answer at all", undefined],
])("%s is not reported", async (_what, apis) => {
  const { exists } = await lookedAt({
    ...(apis && { "/v2/apis": apis }),
    "/v2/apis/a1b2c3d4e5/routes": { items: [{ routeKey: "GET /" }] },
  });
  expect(exists).toMatchObject({ status: "fail" });
  expect(exists?.observed).not.toContain("HTTP API");
});

async function lookedAt(answers: Record<string, object>) {
  const upstream = practice.target.aws.endpoint ?? "";
  const proxy = await openRecordingProxy({ upstream, answers });
  const target = { ...practice.target, aws: { ...practice.target.aws, endpoint: proxy.url } };
  const report = await runOf(checks, { target, names: practice.names, steps: ["03-api"], passive: true });
  await proxy.close();
  return { exists: report.checks.find(({ id }) => id === "03-api/exists") };
}
