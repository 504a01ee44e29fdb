import { expect, test } from "vitest";
import { arnParts } from "./arn.ts";

test.each([
  ["arn:aws:lambda:us-east-1:1:function:f:live", "lambda", "us-east-1", "function:f:live"],
  ["arn:aws:iam::1:role/x", "iam", "", "role/x"],
  ["arn:aws:s3:::bucket", "s3", "", "bucket"],
  ["arn:aws:s3", "s3", "", ""],
  ["", "", "", ""],
])("%s", (arn, service, region, resource) => {
  expect(arnParts(arn)).toEqual({ service, region, resource });
});
