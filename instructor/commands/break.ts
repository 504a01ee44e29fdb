import { randomInt } from "node:crypto";
import { Problem } from "@long-running-api/foundation/problem";
import { readCommandLine } from "@long-running-api/kit/cli";
import { everyStepId, type StepId } from "@long-running-api/kit/step-ids";
import { type TargetOptions, targetOptions } from "@long-running-api/kit/targets/options";
import { sameWords } from "@long-running-api/kit/targets/same-words";
import { type ClassFinder, chooseClass, classOptions } from "../class/choose.ts";
import { workThrough } from "../class/work-through.ts";
import type { Fault, Place } from "../fault.ts";
import { faultOf, faults } from "../faults/index.ts";
import { faultsUpTo, pick } from "../practice/choose.ts";
import { readFaultTag, tagAndInject } from "../practice/fault-tag.ts";
import { asOptions, functionSettings } from "../practice/function-settings.ts";
import { mend } from "../practice/mend.ts";
import { atPlace, type Opened } from "../practice/open.ts";
import { requireSolved } from "../practice/require-solved.ts";

const usage = "npx tsx instructor break";
const spec = {
  usage: `${usage} STEP`,
  about: [
    "Injects a fault into an environment that is solved up to a step, for practice, without saying which; for",
    "01-table up to 02-lambda.",
    "Changes only resources with the tutorial's tags; a real account needs --yes. reveal shows the fault,",
    "mend repairs it. A tag on the table and the role identifies the fault, but not in plain words.",
    "In a class, each learner gets a fault of their own unless --fault chooses one.",
  ].join("\n"),
  options: {
    fault: { type: "string", value: "ID", help: "inject this fault" },
    random: { type: "boolean", help: "inject a random fault of the step (the default)" },
    seed: { type: "string", value: "TEXT", help: "the same seed chooses the same fault" },
    ...classOptions,
    list: { type: "boolean", help: "list the faults of the step, and change nothing" },
    ...targetOptions,
  },
  words: { label: "step", known: everyStepId, max: 1 },
} as const;

/** Injects a fault into a solved environment. */
export async function breakIt(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  const { options, words } = line;
  const step = everyStepId.find((id) => id === words[0]);
  if (options.list === true) return list(step);
  if (!step) throw whichStep();
  if (options.fault !== undefined && (options.random || options.seed !== undefined))
    throw new Problem("--fault cannot be combined with --random or --seed.", {}, `${usage} --help`);
  const seed = options.seed ?? String(randomInt(1_000_000));
  const among = faultsUpTo(step);
  const named = options.fault === undefined ? undefined : faultOf(options.fault, among);
  const find = chooseClass(options, usage);
  const anywhere = among.filter(({ needsKey }) => !needsKey);
  if (find)
    return await breakClass(options, find, step, (learner) => named ?? pick(anywhere, `${seed}-${learner}`));
  const fault = named ?? pick(anywhere, seed);
  return await atPlace(
    options,
    (opened) => inject(opened, step, fault, options.fault === undefined ? seed : undefined),
    { writes: true },
  );
}

/** The tag needs a second resource: a fault that deletes the table would delete its tag as well. */
const marked: StepId = "02-lambda";

async function inject(opened: Opened, step: StepId, fault: Fault, seed: string | undefined): Promise<number> {
  const { output } = opened;
  if (await readFaultTag(opened))
    throw new Problem(
      "This environment already has a fault.",
      {},
      `npx tsx instructor mend${sameWords(opened)}`,
    );
  await injectTagged(opened, step, fault);
  const check = `npx tsx checks/${step}${sameWords(opened)}`;
  output.say(
    `  ${output.colors.yellow("!")} Injected a fault into ${opened.target.title}${seed === undefined ? "" : ` (seed ${seed})`}.`,
  );
  output.say(`  find it: ${output.colors.cyan(check)}`);
  output.document({ version: 1, target: opened.target.name, step, ...(seed ? { seed } : {}), check });
  return 0;
}

async function injectTagged(place: Place, step: StepId, fault: Fault): Promise<void> {
  if (fault.needsKey && !place.target.conductorKey)
    throw new Problem(
      "This fault is about a key, and Conductor requires none here.",
      { fault: fault.id, target: place.target.title },
      "Use a server with a key: --target aws with CONDUCTOR_AUTH_KEY and CONDUCTOR_AUTH_SECRET.",
    );
  await requireSolved(place, step === "01-table" ? marked : step);
  await tagAndInject(place, { fault, settings: await functionSettings(place) });
}

/** A learner who already has a fault keeps it, so a killed command continues when it is run again. */
async function breakClass(
  options: TargetOptions,
  find: ClassFinder,
  step: StepId,
  faultFor: (learner: string) => Fault,
): Promise<number> {
  const act = async ({ target, output }: Opened) =>
    await workThrough({
      target,
      output,
      learners: await find(target),
      atOnceMax: 2,
      facts: { step },
      async act(place, quiet) {
        const tag = await readFaultTag(place);
        if (tag?.injected) return { outcome: "already there", note: "already has a fault" };
        // Undo first whatever part of it a killed command has done.
        if (tag) await mend(tag.fault, { ...place, output: quiet, options: asOptions(tag.settings) });
        await injectTagged(place, step, tag?.fault ?? faultFor(place.names.learner ?? ""));
        return { outcome: "done", note: "has a fault now" };
      },
    });
  return await atPlace(options, act, { writes: true });
}

function list(step: StepId | undefined): number {
  for (const id of everyStepId) {
    if (step !== undefined && id !== step) continue;
    console.log(id);
    const some = faults.filter((fault) => fault.step === id);
    const width = Math.max(...some.map((fault) => fault.id.length));
    for (const fault of some) console.log(`  ${fault.id.padEnd(width)}  ${fault.story}`);
  }
  return 0;
}

function whichStep(): Problem {
  return new Problem(
    "Name a step first.",
    { known: everyStepId.join(", ") },
    `${usage} 03-api, or ${usage} --list`,
  );
}
