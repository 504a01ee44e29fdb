import { expect, test } from "vitest";
import { cyclesOf } from "./cycles.ts";

const graph = (edges: Record<string, readonly string[]>) => new Map(Object.entries(edges));

test.each([
  ["a line", { a: ["b"], b: ["c"], c: [] }, []],
  ["two that import each other", { a: ["b"], b: ["a"] }, [["a", "b"]]],
  ["one that imports itself", { a: ["a"], b: ["a"] }, [["a"]]],
  ["two ways to the same place", { a: ["b", "c"], b: ["d"], c: ["d"], d: [] }, []],
  [
    "a circle behind another",
    { a: ["b"], b: ["a", "c"], c: ["d"], d: ["e"], e: ["c"] },
    [
      ["a", "b"],
      ["c", "d", "e"],
    ],
  ],
  ["circles that share a member", { a: ["b", "c"], b: ["a"], c: ["a"] }, [["a", "b", "c"]]],
  ["a name that is nowhere", { a: ["b"] }, []],
])("%s", (_, edges, cycles) => {
  expect(cyclesOf(graph(edges))).toEqual(cycles);
});

test("a line of 20,000 does not fill the stack, and its circle is found", () => {
  const length = 20_000;
  const line = Array.from({ length }, (_, at): [string, string[]] => [`${at}`, [`${(at + 1) % length}`]]);
  expect(cyclesOf(new Map(line)).map((cycle) => cycle.length)).toEqual([length]);
});
