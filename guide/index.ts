import { readCommandLine } from "@long-running-api/kit/cli";
import { beforeLeaving, handleSignals } from "@long-running-api/kit/interrupt";
import { main } from "@long-running-api/kit/main";
import { createOutput, type Output } from "@long-running-api/kit/output";
import { readStepText } from "@long-running-api/kit/step-text";
import { openTarget } from "@long-running-api/kit/targets";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import { namesFrom, targetOptions } from "@long-running-api/kit/targets/options";
import { checks } from "../checks/all.ts";
import { textReporter } from "../checks/cli/reporters/text.ts";
import type { Reported } from "../checks/engine/report.ts";
import { startOf } from "../checks/engine/run.ts";
import { lambdaOptions } from "../steps/02-lambda/index.ts";
import { confirmWrites } from "../steps/confirm.ts";
import { steps } from "../steps/index.ts";
import type { Step, Work } from "../steps/step.ts";
import { ask, canAsk } from "./ask.ts";

const spec = {
  usage: "npm start --",
  about:
    "Guides you through the whole tutorial: every step and its check. --yes runs everything without asking.",
  options: { ...lambdaOptions, ...targetOptions },
};

await main(import.meta, async (argv) => {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  handleSignals();
  const output = createOutput(line.options);
  const names = namesFrom(line.options);
  const yes = line.options.yes === true;
  const target = await openTarget(line.options, { stopWhatWasStarted: true });
  const forget = beforeLeaving(() => target.close());
  try {
    output.say(output.colors.bold(`Orchestrating long-running APIs, on ${target.title}`));
    await confirmWrites({ target, output, yes, lines: steps.flatMap((step) => step.plan(names, {})) });
    return await walk({ target, names, options: line.options, output }, canAsk(output, yes));
  } catch (error) {
    throw explainFailure(error, target) ?? error;
  } finally {
    forget();
    await target.close();
  }
});

/** Explains, does and checks each step. Checks that wait for the function are printed at the end. */
async function walk(work: Work, guided: boolean): Promise<number> {
  const { output } = work;
  const verdicts: Reported[] = [];
  const pending: Promise<Reported[]>[] = [];
  let exitCode: number = 0;
  for (const [index, step] of steps.entries()) {
    await introduce(step, index, output);
    if (guided && (await ask(`Run npx tsx steps/${step.id}?`)) === "quit") return stopped(step, output);
    const done = await step.apply(work);
    for (const sentence of done.messages)
      output.say(`  ${done.exitCode ? output.colors.yellow("!") : output.colors.green("✔")} ${sentence}`);
    exitCode = done.exitCode ?? 0;
    if (exitCode !== 0) break;
    const checked = await check(step, work, pending.length === 0);
    verdicts.push(...checked.verdicts);
    pending.push(checked.pending);
    if (checked.verdicts.some(({ status }) => status === "fail")) break;
  }
  verdicts.push(...(await printPending(pending, output)));
  return conclude({ work, verdicts, exitCode });
}

async function introduce({ id, title }: Step, index: number, output: Output): Promise<void> {
  output.say();
  output.say(output.colors.bold(`${index + 1}/${steps.length}  ${title}`));
  for (const line of (await readStepText(id)).about) output.say(`  ${output.colors.dim(line)}`);
}

async function check({ id }: Step, { target, names, output }: Work, first: boolean) {
  if (first) output.say(`  Checking it, npx tsx checks/${id}:`);
  const text = textReporter(output, { hint: false, solution: false });
  const { report, pending } = await startOf(checks, {
    target,
    names,
    steps: [id],
    onVerdict: text.onVerdict,
  });
  return { verdicts: [...report.checks], pending };
}

/** Step 3's probe request continued during the run: it takes as long as the function works. */
async function printPending(pending: Promise<Reported[]>[], output: Output): Promise<Reported[]> {
  const late = (await Promise.all(pending)).flat();
  if (late.length === 0) return late;
  output.say();
  output.say("  Checks that waited for the function:");
  const text = textReporter(output, { hint: false, solution: false });
  for (const verdict of late) text.onVerdict(verdict);
  return late;
}

function conclude({
  work,
  verdicts,
  exitCode,
}: {
  work: Work;
  verdicts: Reported[];
  exitCode: number;
}): number {
  const { output, target } = work;
  const passed = verdicts.filter(({ status }) => status === "pass").length;
  const code =
    exitCode !== 0
      ? exitCode
      : passed === verdicts.length
        ? 0
        : verdicts.some(({ status }) => status === "fail")
          ? 1
          : 2;
  output.say();
  if (code === 0) {
    output.say(
      output.colors.green(output.colors.bold(`The run is COMPLETED, and all ${passed} checks pass.`)),
    );
    output.say("  What next: see the problem itself      npx tsx steps/05-run --sync");
    output.say("             build a step by hand        docs/tutorial.md, then npx tsx checks");
    output.say("             see the tutorial's own templates   npx tsx steps/03-api --as-printed");
  } else output.say(`${passed} of ${verdicts.length} checks pass. npx tsx checks shows more.`);
  output.document({ target: target.name, exitCode: code, checks: verdicts });
  return code;
}

function stopped({ id }: Step, output: Output): number {
  output.say(
    `  Stopped before ${id}. npm start continues from here; npx tsx steps/${id} does only this step.`,
  );
  return 0;
}
