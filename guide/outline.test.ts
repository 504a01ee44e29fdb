import { expect, test } from "vitest";
import { outline } from "./outline.ts";

test("names, lists, and texts of several lines", () => {
  const value = { a: 1, gone: undefined, list: [{ b: "x", c: null }, "y"], text: "one\n  two\n", none: {} };
  expect(outline(value)).toEqual([
    "a: 1",
    "list:",
    "  - b: x",
    "    c: null",
    "  - y",
    "text:",
    "  one",
    "    two",
    "none:",
  ]);
});
