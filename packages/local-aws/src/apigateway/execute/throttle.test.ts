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

test("a stage lets its burst through, then its rate; a method's own setting wins", () => {
  let millis = 0;
  const throttle = createThrottle(() => new Date(millis));
  const throttled = stage({
    "*/*": { throttlingRateLimit: 2, throttlingBurstLimit: 1 },
    "~1{requestId}/GET": { throttlingRateLimit: 1, throttlingBurstLimit: 3 },
  });
  const post = () => throttle(throttled, "/invoke-lambda", "POST");
  const get = () => throttle(throttled, "/{requestId}", "GET");
  post();
  expect(post).toThrow("Too Many Requests");
  get();
  get();
  get();
  expect(get).toThrow("Too Many Requests");
  millis += 500;
  post();
  expect(get).toThrow("Too Many Requests");
});

test("without settings nothing is throttled", () => {
  const throttle = createThrottle(() => new Date(0));
  for (let call = 0; call < 10_000; call += 1) throttle(stage({}), "/", "GET");
});
