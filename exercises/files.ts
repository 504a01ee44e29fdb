import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DesignName } from "../steps/designs/index.ts";
import { exercises } from "./all.ts";
import type { Exercise, Language } from "./model.ts";

/** The file that a learner edits in an exercise; nothing for one that is solved by a command. */
export function fileOf({ file }: Exercise, language: Language): DesignName | undefined {
  if (file !== "function") return file;
  return language === "python" ? "function.py" : "function.ts";
}

/** The exercises of one file, in order. */
export function exercisesOf(file: DesignName, language: Language): Exercise[] {
  return exercises.filter((exercise) => fileOf(exercise, language) === file);
}

/** What an exercise begins with: a starter of its own, else the solution of the exercise before it on the same file. */
export function starterOf(exercise: Exercise, language: Language): string {
  const file = requireFile(exercise, language);
  const before = exercisesOf(file, language);
  const earlier = before[before.indexOf(exercise) - 1];
  return earlier ? solutionOf(earlier, language) : read(`${exercise.id}/${file}`);
}

/** The solution, in a folder apart from the starter, so that a learner does not read it by accident. */
export function solutionOf(exercise: Exercise, language: Language): string {
  return read(`solutions/${exercise.id}/${requireFile(exercise, language)}`);
}

function requireFile(exercise: Exercise, language: Language): DesignName {
  const file = fileOf(exercise, language);
  if (file === undefined) throw new Error(`The exercise ${exercise.id} has no file.`);
  return file;
}

function read(file: string): string {
  return readFileSync(fileURLToPath(new URL(file, import.meta.url)), "utf8").replaceAll("\r\n", "\n");
}

/** Whether two versions of a file differ in nothing but blank space. */
export function sameText(one: string, other: string): boolean {
  return withoutBlankSpace(one) === withoutBlankSpace(other);
}

function withoutBlankSpace(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text
      .split("\n")
      .map((line) => line.trimEnd())
      .filter((line) => line !== "")
      .join("\n");
  }
}
