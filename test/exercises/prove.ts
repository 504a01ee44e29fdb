import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pythonWith } from "@long-running-api/test-support/programs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exercises } from "../../exercises/all.ts";
import { designsFor } from "../../exercises/designs.ts";
import { solutionOf } from "../../exercises/files.ts";
import { type Folder, layOut, openFolder, pathOf, writeKeepsake } from "../../exercises/folder.ts";
import type { Exercise, Language } from "../../exercises/model.ts";
import { readProgress } from "../../exercises/progress.ts";
import { attempt, judge, workOn } from "../../exercises/system.ts";
import { api } from "../../steps/03-api/index.ts";
import { openPractice, type Practice } from "../support/solved.ts";
import { nearMisses } from "./near-misses.ts";

const python = pythonWith(["boto3"]);

/** Declares the proof of every exercise: one cloud, and in it a learner who goes from the first to the last. */
export function proveInOrder(language: Language): void {
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
      for (const { name, change, check } of language === "node" ? (nearMisses[exercise.id] ?? []) : []) {
        const file = pathOf(folder, exercise) ?? "";
        writeFileSync(file, change(solutionOf(exercise, language)));
        const outcome = await attempt(practice, tried(exercise, true));
        expect(outcome, name).toMatchObject({ kind: "wrong", verdict: { id: check, status: "fail" } });
      }
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
}
