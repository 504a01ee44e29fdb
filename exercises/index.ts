import { commonOptions, readCommandLine } from "@long-running-api/kit/cli";
import { main } from "@long-running-api/kit/main";
import { defaultFolder } from "./default-folder.ts";

const spec = {
  usage: "npx tsx exercises",
  about: [
    "Small exercises along the tutorial, in files of your own. Without a word it shows one after the other, and tries your",
    "file each time you save it.",
    "",
    "  list             what there is, and what is solved",
    "  check NAME …     tries exercises as a save would; without a name the first one that is not solved",
    "  reset NAME …     puts the starter of an exercise back, and keeps your version beside it",
    "",
    "It ends with 0 once all are solved (check: those that were named), else with 1.",
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
