import { commonOptions, readCommandLine } from "@long-running-api/kit/cli";
import { main } from "@long-running-api/kit/main";
import { defaultFolder } from "./default-folder.ts";

const spec = {
  usage: "npx tsx exercises",
  about: [
    "Small exercises that follow the tutorial, in files of your own. Without a command it shows one exercise after another",
    "and tries your file each time you save it.",
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
  const { runExercises } = await import("./commands/index.ts"); // it loads the AWS SDK
  return runExercises(line.words, line.options);
});
