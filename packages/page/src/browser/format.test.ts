import { expect, test } from "vitest";
import { functionIn } from "./format.ts";

test.each(["f", "f:live", "f:$LATEST"])("a function is shown with its alias or version: %s", (name) => {
  expect(functionIn(`arn:aws:lambda:us-east-1:000000000000:function:${name}`)).toBe(name);
});
