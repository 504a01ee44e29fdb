import { commonOptions, readCommandLine, readNumber } from "@long-running-api/kit/cli";
import { main } from "@long-running-api/kit/main";
import { everyStepId } from "@long-running-api/kit/step-ids";

const spec = {
  usage: "npx tsx practice",
  about: [
    "Builds a separate system on the embedded cloud, breaks it, and shows how a run fails. You find the cause.",
    "It does not touch anything that you built.",
    "",
    "  list   lists the cases: what you have solved, and what is due again",
    "",
    "Level 1: the symptom names the part. Level 2: the cause is elsewhere. Level 3: only a log, a template or the timing",
    "shows it. The exit code is 0 if the last case was solved, otherwise 1.",
  ].join("\n"),
  options: {
    step: {
      type: "string",
      value: "STEP",
      help: "only causes in this step",
      choices: everyStepId,
    },
    level: { type: "string", value: "N", help: "only this level (1, 2, 3)" },
    random: { type: "boolean", help: "any case (default: what is due again, then what is new)" },
    seed: { type: "string", value: "TEXT", help: "the same seed chooses the same case" },
    learner: { type: "string", value: "NAME", help: "keeps learners apart who share a machine" },
    ...commonOptions,
  },
  words: { label: "command", known: ["list"], max: 1 },
} as const;

await main(import.meta, async (argv) => {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  const { options, words } = line;
  const level = readNumber("level", options.level, { min: 1, max: 3 });
  const { practice } = await import("./command.ts"); // it loads every fault
  return practice({ ...options, level, list: words[0] === "list" });
});
