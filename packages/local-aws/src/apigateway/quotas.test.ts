import { expect, test } from "vitest";
import { AwsError } from "../action.ts";
import { createQuotas } from "./quotas.ts";

function clock() {
  let millis = 0;
  return { now: () => new Date(millis), pass: (more: number) => (millis += more) };
}

function refused(call: () => void): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    expect(error.code).toBe("TooManyRequestsException");
    return String(error.members["retryAfterSeconds"]);
  }
}

test("one API may be deleted per 30 s in each region", () => {
  const { now, pass } = clock();
  const take = createQuotas(now);
  expect(refused(() => take("us-east-1", "DeleteRestApi"))).toBeUndefined();
  expect(refused(() => take("us-east-1", "DeleteRestApi"))).toBe("30");
  expect(refused(() => take("eu-west-1", "DeleteRestApi"))).toBeUndefined();
  pass(29_000);
  expect(refused(() => take("us-east-1", "DeleteRestApi"))).toBe("1");
  pass(1_000);
  expect(refused(() => take("us-east-1", "DeleteRestApi"))).toBeUndefined();
});

test("all calls together have a burst of 40 and a rate of 10 a second", () => {
  const { now, pass } = clock();
  const take = createQuotas(now);
  for (let call = 0; call < 40; call += 1) take("us-east-1", "GetRestApi");
  expect(refused(() => take("us-east-1", "GetRestApi"))).toBe("1");
  pass(200);
  take("us-east-1", "GetRestApi");
  take("us-east-1", "PutMethod");
  expect(refused(() => take("us-east-1", "GetRestApi"))).toBe("1");
});
