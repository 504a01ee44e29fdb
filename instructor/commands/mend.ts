import { readCommandLine } from "@long-running-api/kit/cli";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import { targetOptions } from "@long-running-api/kit/targets/options";
import { sameWords } from "@long-running-api/kit/targets/same-words";
import { type ClassFinder, chooseClass, classOptions } from "../class/choose.ts";
import { eachLearner, exitCodeOf } from "../class/each-learner.ts";
import { namesOfLearner } from "../class/roster.ts";
import { readFaultTag, removeFaultTag } from "../practice/fault-tag.ts";
import { asOptions } from "../practice/function-settings.ts";
import { mend as mendFault } from "../practice/mend.ts";
import { atPlace, type Opened } from "../practice/open.ts";
import { requireFaultTag } from "./reveal.ts";

const spec = {
  usage: "npx tsx instructor mend",
  about: [
    "Repairs what `break` broke: undoes the broken step and does it again, with the same function settings,",
    "and the later steps that depend on it. An API that is created again has a new ID.",
  ].join("\n"),
  options: { ...classOptions, ...targetOptions },
} as const;

/** Repairs what `break` broke. */
export async function mend(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  const find = chooseClass(line.options, spec.usage);
  const act = find ? (opened: Opened) => repairClass(opened, find) : repair;
  return await atPlace(line.options, act, { writes: true });
}

async function repairClass(opened: Opened, find: ClassFinder): Promise<number> {
  const { target, output } = opened;
  const outcomes = await eachLearner({
    learners: await find(target),
    output,
    atOnceMax: 2,
    secondsEachMin: 0,
    explain: (error) => explainFailure(error, target),
    async act({ learner }, quiet) {
      const place = { target, names: namesOfLearner(learner) };
      const tag = await readFaultTag(place);
      if (!tag) return { outcome: "already there", note: "has no fault" };
      await mendFault(tag.fault, { ...place, output: quiet, options: asOptions(tag.settings) });
      await removeFaultTag(place);
      return { outcome: "done", note: `repaired: ${tag.fault.id}` };
    },
  });
  output.document({ version: 1, target: target.name, learners: outcomes });
  return exitCodeOf(outcomes);
}

async function repair(opened: Opened): Promise<number> {
  const { fault, settings } = await requireFaultTag(opened);
  const { output } = opened;
  const messages = await mendFault(fault, { ...opened, options: asOptions(settings) });
  await removeFaultTag(opened);
  for (const sentence of messages) output.say(`  ${output.colors.green("✔")} ${sentence}`);
  output.say(`  repaired: ${fault.story}`);
  output.say(`  next: ${output.colors.cyan(`npx tsx checks${sameWords(opened)}`)}`);
  output.document({ version: 1, target: opened.target.name, mended: fault.id, nowTrue: messages });
  return 0;
}
