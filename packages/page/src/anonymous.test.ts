import { expect, test } from "vitest";
import { anonymized } from "./anonymous.ts";

test("no learner's name is left, not even in messages", () => {
  const first = { check: "02-lambda/exists", observed: "there are f-ann, f-ann-b, f-bob; planner", since: 0 };
  const learners = ["ann", "ann-b", "bob"].map((name) => ({ name, steps: [], done: false, first }));
  const hidden = anonymized(learners, (name) => String(learners.findIndex((each) => each.name === name)));
  expect(hidden.map(({ name }) => name)).toEqual(["0", "1", "2"]);
  expect(hidden[0]?.first?.observed).toBe("there are f-…, f-…, f-…; planner");
});
