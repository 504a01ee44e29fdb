import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pythonWith } from "@long-running-api/test-support/programs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exercises } from "../exercises/all.ts";
import { exerciseChecks } from "../exercises/checks/index.ts";
import { designsFor } from "../exercises/designs.ts";
import { fileOf, sameText, solutionOf, starterOf } from "../exercises/files.ts";
import { type Folder, layOut, openFolder, pathOf, writeKeepsake } from "../exercises/folder.ts";
import type { Exercise, Language } from "../exercises/model.ts";
import { readProgress } from "../exercises/progress.ts";
import { attempt, judge, workOn } from "../exercises/system.ts";
import { api } from "../steps/03-api/index.ts";
import { openPractice, type Practice } from "./support/solved.ts";

const languages: readonly Language[] = ["node", "python"];
const python = pythonWith(["boto3"]);

// One cloud for each language, and in it a learner who goes from the first exercise to the last.
describe.each(languages)("in order, in %s", (language) => {
  let practice: Practice;
  let folder: Folder;
  const solved: Exercise[] = [];
  const tried = (exercise: Exercise, onlyOwnStep: boolean) => ({
    exercise,
    language,
    designs: designsFor(exercise, folder, (each) => solved.includes(each)),
    onlyOwnStep,
  });

  beforeAll(async () => {
    folder = openFolder(mkdtempSync(path.join(os.tmpdir(), "exercises-")), language);
    practice = await openPractice();
  });
  afterAll(async () => {
    await practice.close();
    rmSync(folder.path, { recursive: true, force: true });
  });

  for (const exercise of exercises)
    test(exercise.id, async ({ skip }) => {
      skip(language === "python" && python.why !== undefined, python.why);
      // It starts unsolved, although the one before it is solved, and says what is wrong.
      layOut(folder, exercise);
      const before = await attempt(practice, tried(exercise, false));
      expect(before).toMatchObject({ kind: "wrong", verdict: { id: exercise.fails.check, status: "fail" } });
      expect(before.kind === "wrong" && before.verdict.observed).toContain(exercise.fails.observed);
      await solve(exercise);
      const again = exercise.command ? judge : attempt;
      expect(await again(practice, tried(exercise, true))).toMatchObject({ kind: "solved" });
      solved.push(exercise);
    });

  test("all of it is read off the files, in a cloud that has nothing", async ({ skip }) => {
    skip(solved.length === 0, "nothing was solved here");
    const progress = await readProgress(async () => practice, folder);
    expect(exercises.filter((each) => !progress.isSolved(each))).toEqual([]);
    expect(progress.nextFrom(undefined)).toBeUndefined();
  });

  async function solve(exercise: Exercise): Promise<void> {
    if (exercise.command) {
      const work = await workOn(practice, tried(exercise, true));
      await api.apply(work);
      writeKeepsake(folder, exercise, await exercise.command.remember(work));
    } else writeFileSync(pathOf(folder, exercise) ?? "", solutionOf(exercise, language));
  }
});

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
