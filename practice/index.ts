import { randomInt } from "node:crypto";
import { Problem } from "@long-running-api/foundation/problem";
import { commonOptions, readCommandLine, readNumber } from "@long-running-api/kit/cli";
import { beforeLeaving, handleSignals } from "@long-running-api/kit/interrupt";
import { main } from "@long-running-api/kit/main";
import { createOutput } from "@long-running-api/kit/output";
import { canPrompt } from "@long-running-api/kit/prompt";
import { everyStepId } from "@long-running-api/kit/step-ids";
import { openTarget } from "@long-running-api/kit/targets";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import { namesFrom } from "@long-running-api/kit/targets/options";
import { cases } from "./cases.ts";
import { casesFor, nextCase, randomCase } from "./choose.ts";
import { openEnvironment, practiceNames } from "./environment.ts";
import { listCases } from "./list.ts";
import { readRecord } from "./record.ts";
import { practise } from "./session.ts";

const levels: readonly number[] = [...new Set(cases.map(({ level }) => level))].sort();

const spec = {
  usage: "npx tsx practice",
  about: [
    "Builds a separate system on the embedded cloud, breaks it, and shows how a run fails. You find the cause.",
    "It does not touch anything that you built.",
    "",
    "  list   lists the cases: what you have solved, and what is due again",
    "",
    `${cases.length} cases. Level 1: the symptom names the part. Level 2: the cause is elsewhere. Level 3: only a log, a`,
    "template or the timing shows it. The exit code is 0 if the last case was solved, otherwise 1.",
  ].join("\n"),
  options: {
    step: {
      type: "string",
      value: "STEP",
      help: "only causes in this step",
      choices: everyStepId.filter((id) => cases.some(({ step }) => step === id)),
    },
    level: { type: "string", value: "N", help: `only this level (${levels.join(", ")})` },
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
  const { options } = line;
  const output = createOutput(options);
  const { learner } = namesFrom(options.learner === undefined ? {} : { learner: options.learner });
  const key = learner === undefined ? "" : `-${learner}`;
  const level = readNumber("level", options.level, { min: levels[0] ?? 1, max: levels.at(-1) ?? 1 });
  const among = casesFor(cases, { step: options.step, level });
  if (line.words[0] === "list") return listCases(among, readRecord(key), Date.now(), output);
  if (among.length === 0)
    throw new Problem(
      "There is no such case.",
      { step: options.step ?? "any", level: options.level ?? "any" },
      "npx tsx practice list",
    );
  if (!canPrompt(output))
    throw new Problem("Practice needs an interactive terminal.", {}, "npx tsx practice list");
  handleSignals();
  const target = await openTarget({ target: "local" });
  const forget = beforeLeaving(() => target.close());
  try {
    const random = options.random === true || options.seed !== undefined;
    let seed = options.seed;
    return await practise({
      environment: openEnvironment(target, practiceNames(learner)),
      key,
      output,
      chosen: random || options.step !== undefined || level !== undefined,
      next(record) {
        const own = seed ?? String(randomInt(1_000_000));
        seed = undefined; // it chooses the first case only
        const found = random ? randomCase(among, own) : nextCase(among, record, Date.now());
        if (!found) throw new Error("There is no case to choose from.");
        return { case: found, seed: own };
      },
    });
  } catch (error) {
    throw explainFailure(error, target) ?? error;
  } finally {
    forget();
    await target.close();
  }
});
