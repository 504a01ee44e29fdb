import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";
import { beforeLeaving, handleSignals } from "@long-running-api/kit/interrupt";
import { isRunning } from "@long-running-api/kit/local-cloud/background";
import { createOutput } from "@long-running-api/kit/output";
import { openTarget } from "@long-running-api/kit/targets";
import { namesFrom } from "@long-running-api/kit/targets/options";
import { defaultFolder } from "../default-folder.ts";
import { openFolder } from "../folder.ts";
import { exerciseCalled } from "../named.ts";
import { requireTerminal, watchExercises } from "../watch/index.ts";
import { checkCommand } from "./check.ts";
import { listCommand } from "./list.ts";
import { resetCommand } from "./reset.ts";

/** The options of `npx tsx exercises`, as they were read. */
export interface ExercisesOptions {
  dir?: string | undefined;
  runtime?: string | undefined;
  learner?: string | undefined;
  yes?: boolean | undefined;
  json?: boolean | undefined;
  color?: boolean | undefined;
}

/** Lists, checks or resets exercises, or watches the learner's files; the exit code. */
export async function runExercises(words: readonly string[], options: ExercisesOptions): Promise<number> {
  const [action, ...named] = words;
  const chosen = named.map(exerciseCalled);
  const output = createOutput(options);
  const folder = openFolder(options.dir ?? defaultFolder, options.runtime);
  if (action === undefined) requireTerminal(output);
  handleSignals();
  const { learner, yes = false } = options;
  let opened: ReturnType<typeof openTarget> | undefined;
  const close = async () => (await opened)?.close();
  const forget = beforeLeaving(close);
  /** Opened when first needed: a list of files that are known needs no cloud. One that was stopped is started again. */
  const place = async () => {
    const before = await opened;
    if (before && !(await isRunning(before.aws.endpoint ?? ""))) {
      opened = undefined;
      await before.close();
    }
    opened ??= openTarget({ target: "local" });
    const target = await opened;
    const problem = folder.language === "python" ? await target.pythonProblem?.() : undefined;
    if (problem) throw problem;
    return { target, names: namesFrom(learner === undefined ? {} : { learner }) };
  };
  try {
    if (action === "reset") return await resetCommand({ folder, chosen, output, yes, place });
    if (action === "list") return await listCommand({ folder, output, place });
    if (action === "check") return await checkCommand({ folder, chosen, output, place });
    if (action === undefined) return await watchExercises(place, folder, output);
  } finally {
    await close().finally(forget); // in this order: a signal that comes now waits for it
  }
  throw unknownAction(action);
}

function unknownAction(action: string): Problem {
  const known = ["list", "check", "reset"];
  const closest = nearest(action, known);
  return new Problem(
    `exercises has no command "${action}".`,
    { known: known.join(", "), ...(closest === undefined ? {} : { closest }) },
    "npx tsx exercises --help",
  );
}
