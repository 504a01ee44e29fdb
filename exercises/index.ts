import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";
import { commonOptions, readCommandLine } from "@long-running-api/kit/cli";
import { beforeLeaving, handleSignals } from "@long-running-api/kit/interrupt";
import { isRunning } from "@long-running-api/kit/local-cloud/background";
import { main } from "@long-running-api/kit/main";
import { createOutput } from "@long-running-api/kit/output";
import { openTarget } from "@long-running-api/kit/targets";
import { namesFrom } from "@long-running-api/kit/targets/options";
import { exercises } from "./all.ts";
import { checkCommand } from "./commands/check.ts";
import { listCommand } from "./commands/list.ts";
import { resetCommand } from "./commands/reset.ts";
import { defaultFolder, openFolder } from "./folder.ts";
import { exerciseCalled } from "./named.ts";
import { requireTerminal, watchExercises } from "./watch/index.ts";

const spec = {
  usage: "npx tsx exercises",
  about: [
    `${exercises.length} small exercises that follow the tutorial, in files of your own. Without a command it shows one exercise`,
    "after another and tries your file each time you save it.",
    "",
    "  list             lists the exercises and marks those that are solved",
    "  check NAME …     tries exercises as saving does; without a name, the first one that is not solved",
    "  reset NAME …     restores the starter of an exercise and keeps a copy of your version",
    "",
    "The exit code is 0 once all are solved (for check: those that were tried), otherwise 1.",
  ].join("\n"),
  options: {
    dir: { type: "string", value: "DIR", help: `your folder (default ${defaultFolder})` },
    runtime: {
      type: "string",
      value: "NAME",
      help: "the language of the function (default: that of the file in your folder, else node)",
      choices: ["node", "python"],
    },
    learner: { type: "string", value: "NAME", help: "gives every name a suffix, every resource a tag" },
    yes: { type: "boolean", help: "do not ask for confirmation" },
    ...commonOptions,
  },
  words: { label: "list | check NAME | reset NAME" },
} as const;

await main(import.meta, async (argv) => {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  const [action, ...named] = line.words;
  const chosen = named.map(exerciseCalled);
  const output = createOutput(line.options);
  const folder = openFolder(line.options.dir ?? defaultFolder, line.options.runtime);
  if (action === undefined) requireTerminal(output);
  handleSignals();
  const { learner, yes = false } = line.options;
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
    forget();
    await close();
  }
  throw unknownAction(action);
});

function unknownAction(action: string): Problem {
  const known = ["list", "check", "reset"];
  const closest = nearest(action, known);
  return new Problem(
    `exercises has no command "${action}".`,
    { known: known.join(", "), ...(closest === undefined ? {} : { closest }) },
    "npx tsx exercises --help",
  );
}
