import type { Reported } from "../checks/engine/report.ts";
import { fileOf, solutionOf } from "../exercises/files.ts";
import { openFolder, textIn } from "../exercises/folder.ts";
import { exerciseCalled } from "../exercises/named.ts";
import { type Call, type Session, verdictOf } from "./session.ts";

/** What hints are about: a check that fails, or an exercise. */
export interface Stages {
  id: string;
  status: Reported["status"] | "exercise";
  /** From where to look to nearly the answer; empty if there is nothing to hint at. */
  hints: readonly string[];
  /** Given hints are counted under this name: another failure of the same check starts again. */
  key: string;
  /** The check that it follows from. */
  because?: string;
  solution: Solution;
}

export interface Solution {
  /** Field by field: what is there, and what is right. */
  differences: { field: string; found: string; right: string }[];
  /** How a person applies or sees the reference. */
  command: string;
}

/** The stages for a check, such as "03-api/get-request", or for an exercise, such as "03-path". */
export async function stagesOf(id: string, session: Session, call: Call): Promise<Stages> {
  if (!id.includes("/")) return exerciseStages(id, session);
  return checkStages(await verdictOf(id, session, call));
}

/** Where to look, the check's hint, and the parts to compare. */
function checkStages({ id, step, status, lookAt, hint, because, differences = [] }: Reported): Stages {
  const fields = differences.map(({ field }) => field);
  const compare =
    fields.length === 0
      ? undefined
      : `Compare these parts of yours with the tutorial: ${[...new Set(fields)].join("; ")}.`;
  const look = lookAt === null ? undefined : `Look at ${lookAt}.`;
  return {
    id,
    status,
    hints: [look, hint, compare].filter((each): each is string => typeof each === "string"),
    key: `${id} ${hint ?? ""}`,
    ...(because === null ? {} : { because }),
    solution: {
      differences: differences.map(({ field, found, right }) => ({ field, found, right })),
      command: `npx tsx steps/${step}`,
    },
  };
}

function exerciseStages(name: string, { place }: Session): Stages {
  const exercise = exerciseCalled(name);
  const folder = openFolder(place.exercises, undefined);
  const { language } = folder;
  const file = fileOf(exercise, language);
  return {
    id: exercise.id,
    status: "exercise",
    hints: exercise.hints,
    key: exercise.id,
    solution: {
      differences:
        file === undefined
          ? []
          : [{ field: file, found: textIn(folder, exercise) ?? "", right: solutionOf(exercise, language) }],
      command: `npx tsx exercises check ${exercise.id}`,
    },
  };
}
