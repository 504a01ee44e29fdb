import { describe, expect, test } from "vitest";
import { contextVariables, traceIdOf } from "./context.ts";
import { logText, openExecutionLog } from "./log.ts";

const now = new Date("2026-11-22T09:08:07.006Z");
const context = contextVariables({
  accountId: "000000000000",
  region: "us-east-1",
  apiId: "abc",
  deploymentId: "d",
  stage: "test",
  method: "GET",
  path: "/12345",
  protocol: "HTTP/1.1",
  host: "127.0.0.1:4566",
  sourceIp: "127.0.0.1",
  userAgent: undefined,
  now,
});

test("$context is as on AWS, for any Host", () => {
  expect(context).toMatchObject({
    path: "/test/12345",
    requestTime: "22/Nov/2026:09:08:07 +0000",
    requestTimeEpoch: now.getTime(),
    domainName: "abc.execute-api.us-east-1.amazonaws.com",
    domainPrefix: "abc",
    identity: { sourceIp: "127.0.0.1", userAgent: null },
  });
});

describe("the trace", () => {
  const root = "Root=1-3152b799-8954dae64eda91bc9a23a7e8";
  test("a client's trace is continued", () => {
    expect(traceIdOf(`${root};Parent=7fa8c0f79203be72;Sampled=1`, now)).toBe(
      `${root};Parent=7fa8c0f79203be72;Sampled=1`,
    );
  });
  test("a trace without a parent gets one", () => {
    expect(traceIdOf(root, now)).toMatch(new RegExp(`^${root};Parent=[0-9a-f]{16};Sampled=0$`));
  });
  test("a new trace begins when none was sent", () => {
    expect(traceIdOf(undefined, now)).toMatch(/^Root=1-6b02b0f7-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  });
});

test("the execution log has AWS's timestamps and truncates long lines", () => {
  const log = openExecutionLog("r");
  log.add("Starting execution for request: r");
  log.add("x".repeat(2_000));
  const [first, second, third, ...rest] = logText(log, now).split("\n");
  expect(first).toBe("Execution log for request r");
  expect(second).toBe("Sun Nov 22 09:08:07 UTC 2026 : Starting execution for request: r");
  expect(third).toMatch(/x \[TRUNCATED\]$/);
  expect(rest).toEqual([""]);
});
