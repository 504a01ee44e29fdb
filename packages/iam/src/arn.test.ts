import { expect, test } from "vitest";
import { accountArn, arnParts, resourceOf } from "./arn.ts";

test.each([
  ["arn:aws:lambda:us-east-1:1:function:f:live", "lambda", "us-east-1", "1", "function:f:live"],
  ["arn:aws:iam::1:role/x", "iam", "", "1", "role/x"],
  ["arn:aws:s3:::bucket", "s3", "", "", "bucket"],
  ["arn:aws:s3", "s3", "", "", ""],
  ["", "", "", "", ""],
])("%s", (arn, service, region, account, resource) => {
  expect(arnParts(arn)).toEqual({ service, region, account, resource });
});

test("a text that is no ARN is its own name", () => {
  expect(resourceOf(accountArn("1"))).toBe("root");
  expect(resourceOf("table")).toBe("table");
});
