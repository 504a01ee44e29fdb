import { expect, test } from "vitest";
import { isServicePrincipal } from "./service-principals.ts";

test.each([
  ["lambda.amazonaws.com", true],
  ["apigateway.amazonaws.com", true],
  ["ops.apigateway.amazonaws.com", true],
  ["edgelambda.amazonaws.com", true],
  ["ec2.amazonaws.com", true],
  ["ecs-tasks.amazonaws.com", true],
  ["lambda.amazonaws.com.cn", true],
  ["lamda.amazonaws.com", false],
  ["lambdas.amazonaws.com", false],
  ["api-gateway.amazonaws.com", false],
  ["apigatway.amazonaws.com", false],
  ["lambda.amazon.com", false],
  ["lambda", false],
])("%s: %s", (principal, is) => {
  expect(isServicePrincipal(principal)).toBe(is);
});
