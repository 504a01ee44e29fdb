import { expect, test } from "vitest";
import { boxes } from "./boxes.ts";

test("the boxes are in the console's order", () => {
  expect(boxes.names).toEqual([
    "admit",
    "route",
    "resource policy",
    "throttle",
    "method request",
    "integration request",
    "integration",
    "integration response",
    "method response",
  ]);
});
