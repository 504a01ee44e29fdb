import { Problem } from "@long-running-api/foundation/problem";
import type { OptionSpecs } from "@long-running-api/kit/cli";
import type { Target } from "@long-running-api/kit/targets/target";
import { findLearners } from "./find-learners.ts";
import { type Learner, openRoster } from "./roster.ts";

/** Options of a command that can work for a class. */
export const classOptions = {
  all: { type: "boolean", help: "for every learner who has resources on the target" },
  roster: { type: "string", value: "FILE", help: "for the learners of this roster (CSV)" },
} as const satisfies OptionSpecs;

export interface ClassOptions {
  all?: boolean;
  roster?: string;
  learner?: string;
}

/** Finds the learners on a target. */
export type ClassFinder = (target: Target) => Promise<readonly Learner[]>;

/** The class that the options choose, if they choose one. A roster is read at once, before anything is opened or asked. */
export function chooseClass(options: ClassOptions, usage: string): ClassFinder | undefined {
  requireOneScope(options, usage);
  if (options.roster !== undefined) {
    const people = openRoster(options.roster);
    return async () => people;
  }
  return options.all ? findClass : undefined;
}

/** --all, --learner and --roster exclude each other. */
export function requireOneScope({ all, roster, learner }: ClassOptions, usage: string): void {
  const given = [all || undefined, learner, roster].filter((each) => each !== undefined);
  if (given.length > 1)
    throw new Problem("--all, --learner and --roster cannot be combined.", {}, `${usage} --help`);
}

async function findClass(target: Target): Promise<readonly Learner[]> {
  const learners = await findLearners(target);
  if (learners.length > 0) return learners;
  throw new Problem(
    `No learner's resources were found on ${target.title}.`,
    { "looked at": "the learner tags of tables, functions, APIs and roles" },
    "--roster FILE names the learners of a new class.",
  );
}
