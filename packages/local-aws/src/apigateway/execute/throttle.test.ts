import { expect, test } from "vitest";
import type { ApiStage } from "../store.ts";
import { createThrottle } from "./throttle.ts";

const stage = (methodSettings: ApiStage["methodSettings"]): ApiStage => ({
  apiId: "a",
  region: "us-east-1",
  stageName: "test",
  deploymentId: "d",
  createdSeconds: 0,
  updatedSeconds: 0,
  methodSettings,
});

test("a stage admits its burst, then its rate; a method's own setting takes precedence", () => {
  let millis = 0;
  const throttle = createThrottle(() => new Date(millis));
  const throttled = stage({
    "*/*": { throttlingRateLimit: 2, throttlingBurstLimit: 1 },
    "~1{requestId}/GET": { throttlingRateLimit: 1, throttlingBurstLimit: 3 },
  });
  const post = () => throttle(throttled, "/invoke-lambda", "POST");
  const get = () => throttle(throttled, "/{requestId}", "GET");
  expect(post()).toBe(true);
  expect(post()).toBe(false);
  expect(get()).toBe(true);
  expect(get()).toBe(true);
  expect(get()).toBe(true);
  expect(get()).toBe(false);
  millis += 500;
  expect(post()).toBe(true);
  expect(get()).toBe(false);
});

test("without settings nothing is throttled", () => {
  const throttle = createThrottle(() => new Date(0));
  const calls = Array.from({ length: 10_000 }, () => throttle(stage({}), "/", "GET"));
  expect(calls.every(Boolean)).toBe(true);
});
