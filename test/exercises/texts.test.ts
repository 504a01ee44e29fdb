import { describe, expect, test } from "vitest";
import { exercises } from "../../exercises/all.ts";
import { exerciseChecks } from "../../exercises/checks/index.ts";
import { fileOf, sameText, solutionOf, starterOf } from "../../exercises/files.ts";
import type { Language } from "../../exercises/model.ts";

const languages: readonly Language[] = ["node", "python"];

describe.each(exercises)("$id", (exercise) => {
  const texts = [exercise.title, exercise.task, ...exercise.hints, exercise.why].join("\n");

  test.each(languages)("no hint gives a line of the solution away, in %s", (language) => {
    if (fileOf(exercise, language) === undefined) return;
    const starter = starterOf(exercise, language).split("\n");
    const added = solutionOf(exercise, language)
      .split("\n")
      .filter((line) => !starter.includes(line))
      .map((line) => line.trim().replace(/,$/, ""));
    expect(sameText(starterOf(exercise, language), solutionOf(exercise, language))).toBe(false);
    expect(added.filter((line) => line.length > 1 && texts.includes(line))).toEqual([]);
  });

  test("has three hints, and ends with two sentences or three", () => {
    expect(new Set(exercise.hints).size).toBe(3);
    expect(exercise.why).toMatch(/In production, /);
    expect(exercise.why.split(/[.?!] (?=[A-Z])/).length).toBeLessThanOrEqual(3);
  });

  test("is judged by the check that its starter fails", () => {
    expect(exercise.judgedBy).toContain(exercise.fails.check);
  });
});

test("each check of the exercises judges one of them", () => {
  const used = exercises.flatMap(({ judgedBy }) => judgedBy);
  expect(exerciseChecks.map(({ id }) => id).filter((id) => !used.includes(id))).toEqual([]);
});
