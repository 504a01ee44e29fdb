import { readCommandLine } from "@long-running-api/kit/cli";
import { handleSignals } from "@long-running-api/kit/interrupt";
import type { Names } from "@long-running-api/kit/names";
import { createOutput, type Output, wrapFor } from "@long-running-api/kit/output";
import { canPrompt } from "@long-running-api/kit/prompt";
import { everyStepId, type StepId } from "@long-running-api/kit/step-ids";
import { openTarget } from "@long-running-api/kit/targets";
import { namesFrom, targetOptions } from "@long-running-api/kit/targets/options";
import type { Target } from "@long-running-api/kit/targets/target";
import type { Check } from "../engine/check.ts";
import type { Report } from "../engine/report.ts";
import { runOf } from "../engine/run.ts";
import { chooseAmong } from "./choose.ts";
import { explain } from "./explain.ts";
import { nextCommand } from "./next-command.ts";
import { type ReporterName, reporters } from "./reporters/index.ts";
import { textReporter } from "./reporters/text.ts";

export interface ChecksCommand {
  argv: readonly string[];
  usage: string;
  /** The steps to report. */
  steps: readonly StepId[];
  /** Loads the checks of these steps, and of the steps before them. */
  load(steps: readonly StepId[]): Promise<readonly Check[]>;
  /** Whether the command line may name steps. */
  words?: boolean;
}

const options = {
  ...targetOptions,
  hint: { type: "boolean", help: "also show where to look" },
  solution: { type: "boolean", help: "also show how yours differs from the reference" },
  watch: { type: "boolean", help: "rerun continuously, in a terminal (keys n, h, l, c, x, q)" },
  explain: { type: "string", value: "ID", help: "explain one check, e.g. 03-api/get-body" },
  reporter: {
    type: "string",
    value: "NAME",
    help: "the output format on stdout",
    choices: ["text", "json", "junit", "tap", "github"],
  },
} as const;

/** Reads the command line, runs the checks and reports; returns the exit code. */
export async function runCommand({ argv, usage, steps, load, words }: ChecksCommand): Promise<number> {
  const line = readCommandLine(
    {
      usage,
      about:
        "Verifies the tutorial, however you built it. Read-only, except for one probe request with its own id.",
      options,
      ...(words ? { words: { label: "step", known: everyStepId } } : {}),
    },
    argv,
  );
  if (!line) return 0;
  if (line.options.explain !== undefined) {
    for (const sentence of explain(line.options.explain))
      console.log(wrapFor(process.stdout, sentence).join("\n"));
    return 0;
  }
  handleSignals();
  const reporter = (line.options.json ? "json" : (line.options.reporter ?? "text")) as ReporterName;
  const output = createOutput({ json: reporter !== "text", color: line.options.color });
  const target = await openTarget(line.options, { writes: false });
  try {
    const names = namesFrom(line.options);
    const chosen = line.words.length > 0 ? everyStepId.filter((step) => line.words.includes(step)) : steps;
    const checks = await load(chosen);
    if (line.options.watch) {
      const { watch } = await import("./watch/index.ts");
      return await watch({ target, names, checks, steps: chosen, output });
    }
    const text = textReporter(output, {
      hint: line.options.hint ?? false,
      solution: line.options.solution ?? false,
      groupSkips: true,
      ...(target.page === undefined ? {} : { page: target.page }),
      next: (report) =>
        nextCommand(report, {
          target,
          names,
          steps: chosen,
          hint: line.options.hint ?? false,
          solution: line.options.solution ?? false,
        }),
    });
    const report = await runAndAsk({ target, names, steps: chosen, checks, output, text });
    text.onEnd(report);
    if (reporter !== "text") process.stdout.write(`${reporters[reporter](report)}\n`);
    return report.exitCode;
  } finally {
    await target.close();
  }
}

interface Asked {
  target: Target;
  names: Names;
  steps: readonly StepId[];
  checks: readonly Check[];
  output: Output;
  text: ReturnType<typeof textReporter>;
}

/** If two resources match, asks at a terminal which one is meant, and runs the checks again. */
async function runAndAsk({ target, names, steps, checks, output, text }: Asked): Promise<Report> {
  const run = { target, names, steps, onVerdict: text.onVerdict, onProgress: text.onProgress };
  const report = await runOf(checks, run);
  const choice = report.checks.find(({ choices }) => choices)?.choices;
  if (!choice || !canPrompt(output)) return report;
  const chosen = await chooseAmong(output, choice);
  if (chosen === undefined) return report;
  const renamed = { ...names, [choice.option]: chosen, chosen: { ...names.chosen, [choice.option]: chosen } };
  return await runOf(checks, { ...run, names: renamed });
}
