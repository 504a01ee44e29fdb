import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "@long-running-api/foundation/make-folder";
import { Problem } from "@long-running-api/foundation/problem";
import { type DesignName, shownPath } from "../steps/designs/index.ts";
import { exercisesOf, fileOf, starterOf } from "./files.ts";
import type { Exercise, Language } from "./model.ts";

/** A learner's own folder. What is in it is theirs: missing files are added, existing ones are never overwritten. */
export interface Folder {
  path: string;
  /** For people, relative to where the command was started. */
  shown: string;
  /** In which language the function is written here. */
  language: Language;
}

/** Opens a folder; it is made once its first file is. */
export function openFolder(name: string, runtime: string | undefined): Folder {
  const folder = path.resolve(name);
  const has = (file: DesignName) => existsSync(path.join(folder, file));
  const written = has("function.py") && !has("function.ts") ? "python" : "node";
  return {
    path: folder,
    shown: shownPath(folder) || ".",
    language: runtime === "python" ? "python" : runtime === "node" ? "node" : written,
  };
}

/** Where an exercise's file is, or will be. */
export function pathOf(folder: Folder, exercise: Exercise): string | undefined {
  const file = fileOf(exercise, folder.language) ?? exercise.command?.keepsake;
  return file === undefined ? undefined : path.join(folder.path, file);
}

/** A file of the folder, for people. */
export function shownIn({ shown }: Folder, file: string): string {
  return shown === "."
    ? path.basename(file)
    : path.posix.join(shown.replaceAll("\\", "/"), path.basename(file));
}

/** The learner's version of an exercise's file; nothing where there is none yet. */
export function textIn(folder: Folder, exercise: Exercise): string | undefined {
  const file = pathOf(folder, exercise);
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8")
      .replace(/^\uFEFF/, "")
      .replaceAll("\r\n", "\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unreadable(file, error);
  }
}

/**
 * Creates an exercise's file if it is missing. A file begins with its first exercise, also for a learner who goes straight
 * to a later one: its mistakes are found one after the other.
 */
export function layOut(folder: Folder, exercise: Exercise): void {
  const name = fileOf(exercise, folder.language);
  if (name === undefined) return;
  const [first = exercise] = exercisesOf(name, folder.language);
  writeNew(folder, path.join(folder.path, name), starterOf(first, folder.language));
}

function writeNew(folder: Folder, file: string, text: string): void {
  try {
    makeFolder(folder.path);
    const opened = openSync(file, "wx");
    try {
      writeFileSync(opened, text);
    } catch (error) {
      rmSync(file); // a full disk leaves an empty one, which would be kept as the learner's
      throw error;
    } finally {
      closeSync(opened);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw unreadable(file, error);
  }
}

/** Puts the starter back; what was there is kept beside it. Returns the backup's path, if there was something. */
export function resetFile(folder: Folder, exercise: Exercise): string | undefined {
  const file = pathOf(folder, exercise);
  if (file === undefined) return undefined;
  const backup = existsSync(file) ? freeName(`${file}.bak`) : undefined;
  if (backup !== undefined) renameSync(file, backup);
  if (!exercise.command) writeNew(folder, file, starterOf(exercise, folder.language));
  return backup === undefined ? undefined : shownPath(backup);
}

/** Writes what an exercise without a file leaves behind. */
export function writeKeepsake(folder: Folder, exercise: Exercise, text: string): void {
  const file = pathOf(folder, exercise);
  if (file === undefined) return;
  makeFolder(folder.path);
  writeFileSync(file, text);
}

function freeName(name: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}${number}`;
    if (!existsSync(candidate)) return candidate;
  }
}

function unreadable(file: string, error: unknown): Problem {
  return new Problem(
    `${shownPath(file)} cannot be read or written.`,
    { seen: error instanceof Error ? error.message : String(error) },
    "Make it writable, or choose another folder with --dir DIR.",
  );
}
