import { expect, test } from "vitest";
import { accountArn, arnParts, resourceOf, splitArn } from "./arn.ts";

test.each([
  ["arn:aws:lambda:us-east-1:1:function:f:live", "lambda", "us-east-1", "1", "function:f:live"],
  ["arn:aws:iam::1:role/x", "iam", "", "1", "role/x"],
  ["arn:aws:s3:::bucket", "s3", "", "", "bucket"],
  ["arn:aws:s3", "s3", "", "", ""],
  ["", "", "", "", ""],
])("%s", (arn, service, region, account, resource) => {
  expect(arnParts(arn)).toEqual({ service, region, account, resource });
});

test("a text that is not an ARN is its own name", () => {
  expect(resourceOf(accountArn("1"))).toBe("root");
  expect(resourceOf("table")).toBe("table");
});

test("an ARN has six parts at most, and a shorter text has as many as it has", () => {
  expect(splitArn("arn:aws:lambda:us-east-1:1:function:f:live")).toHaveLength(6);
  expect(splitArn("arn:aws:lambda:us-east-1:1:function:f").at(-1)).toBe("function:f");
  expect(splitArn("a:b:")).toEqual(["a", "b", ""]);
  expect(splitArn("*")).toEqual(["*"]);
  expect(splitArn("a:b:c:d:e")).toEqual(["a", "b", "c", "d", "e"]);
  expect(splitArn("a:b:c:d:e:")).toEqual(["a", "b", "c", "d", "e", ""]);
  expect(splitArn("")).toEqual([""]);
});
