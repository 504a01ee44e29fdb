import { readCommandLine } from "@long-running-api/kit/cli";
import { beforeLeaving, handleSignals } from "@long-running-api/kit/interrupt";
import { ignoreKeys } from "@long-running-api/kit/keys";
import { main } from "@long-running-api/kit/main";
import { createOutput } from "@long-running-api/kit/output";
import { canPrompt } from "@long-running-api/kit/prompt";
import { openTarget } from "@long-running-api/kit/targets";
import { explainFailure } from "@long-running-api/kit/targets/explain";
import { namesFrom, targetOptions } from "@long-running-api/kit/targets/options";
import { defaultProcessingSeconds, lambdaOptions } from "../steps/02-lambda/index.ts";
import { confirmWrites } from "../steps/confirm.ts";
import { steps } from "../steps/index.ts";

const spec = {
  usage: "npm start --",
  about: [
    "Guides you through the whole tutorial: the problem, every step and its checks, and the run. In a terminal it",
    "explains each part, asks for a prediction, shows what it created, and resumes where you stopped. --yes runs",
    "everything without asking.",
  ].join("\n"),
  options: { ...lambdaOptions, ...targetOptions },
};

/** The function itself takes two seconds besides its work. */
const ownSeconds = 2;

await main(import.meta, async (argv) => {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  handleSignals();
  const output = createOutput(line.options);
  const names = namesFrom(line.options);
  const yes = line.options.yes === true;
  const guided = canPrompt(output) && !yes;
  const listenAgain = guided ? ignoreKeys(process.stdin) : () => {};
  const target = await openTarget(line.options, { stopWhatWasStarted: true });
  const forget = beforeLeaving(() => target.close());
  try {
    output.say(output.colors.bold(`Orchestrating long-running APIs, on ${target.title}`));
    if (target.page !== undefined) output.say(output.colors.dim(`Watch it on the page: ${target.page}`));
    const problem = guided ? (await import("./problem.ts")).problemPlan(names) : [];
    const lines = [...problem, ...steps.flatMap((step) => step.plan(names, {}))];
    await confirmWrites({ target, output, yes, lines });
    const work = { target, names, options: line.options, output };
    const workSeconds = ownSeconds + Number(line.options["processing-seconds"] ?? defaultProcessingSeconds);
    if (!guided) return await (await import("./unattended.ts")).walk(work, workSeconds);
    return await (await import("./guided.ts")).guide(work, workSeconds);
  } catch (error) {
    throw explainFailure(error, target) ?? error;
  } finally {
    listenAgain();
    await target.close().finally(forget); // in this order: a terminal that closes now must not cut it short
  }
});
