import { expect, test } from "vitest";
import type { ClassDocument, LearnerSeen, StepOfLearner } from "../../../documents.ts";
import { figuresOf, leadOf } from "./figures.ts";

const minute = 60_000;
const now = 100 * minute;
const passed: StepOfLearner = { state: "passed", passed: 4, total: 4 };
const failed: StepOfLearner = { state: "failed", passed: 2, total: 4 };
const next: StepOfLearner = { state: "next", passed: 0, total: 4 };

const learner = (
  name: string,
  steps: readonly StepOfLearner[],
  check?: string,
  minutes = 0,
): LearnerSeen => ({
  name,
  steps,
  done: steps.every(({ state }) => state === "passed"),
  ...(check === undefined ? {} : { first: { check, observed: "", since: now - minutes * minute } }),
});
const classOf = (...learners: LearnerSeen[]): ClassDocument => ({
  anonymous: false,
  checking: false,
  found: learners.length,
  steps: [
    { id: "01-table", title: "table" },
    { id: "02-lambda", title: "function" },
  ],
  learners,
});
const nameOf = ({ name }: LearnerSeen) => name;

test("a check that several learners fail comes first", () => {
  const figures = figuresOf(
    classOf(
      learner("ann", [passed, failed], "02-lambda/role", 14),
      learner("bob", [passed, failed], "02-lambda/role", 9),
      learner("cat", [passed, next], "02-lambda/exists", 3),
      learner("dan", [passed, passed]),
    ),
    now,
  );
  expect(figures).toMatchObject({ done: 1, total: 4, median: 2 });
  expect(figures.stuck.map(nameOf)).toEqual(["ann", "bob"]);
  expect(figures.most?.minutes).toEqual([9, 14]);
  expect(leadOf(figures, now, nameOf)).toContain("ann and bob are stuck on the same check, 02-lambda/role");
});

test("a learner who has not begun a step has no mistake in it, and no one counts as stuck before 5 minutes", () => {
  const figures = figuresOf(classOf(learner("cat", [passed, next], "02-lambda/exists", 3)), now);
  expect(figures.most).toBeUndefined();
  expect(leadOf(figures, now, nameOf)).toContain("No learner has been stuck");
});

test("a single stuck learner is named, with the time", () => {
  const figures = figuresOf(classOf(learner("ann", [failed, next], "01-table/key", 7)), now);
  expect(leadOf(figures, now, nameOf)).toContain("ann has been at 01-table/key for 7 min");
});

test("an empty class, and one that is done", () => {
  expect(leadOf(figuresOf(classOf(), now), now, nameOf)).toContain("--learner NAME");
  expect(leadOf(figuresOf(classOf(learner("dan", [passed, passed])), now), now, nameOf)).toBe(
    "All 1 are done.",
  );
});
